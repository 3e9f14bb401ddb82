package sqlite

import (
	"context"
	"math"
	"time"

	"minimost/chat"
)

var (
	ownerlessList = load("administrator/ownerless")
	usageFind     = load("administrator/usage")
)

// OwnerlessChannels lists the private channels that nobody can look after, by id.
func (s *Store) OwnerlessChannels(ctx context.Context, by string) (list []chat.OwnerlessChannel, err error) {
	err = s.read(ctx, func(conn Conn) error {
		if err := checkAdministrator(conn, by); err != nil {
			return err
		}
		list, err = listOwnerless(conn, 1, math.MaxInt64)
		return err
	})
	return list, err
}

func listOwnerless(conn Conn, least, most int64) (list []chat.OwnerlessChannel, err error) {
	err = ownerlessList.each(conn, func(stmt Stmt) error {
		list = append(list, chat.OwnerlessChannel{ID: stmt.GetInt64("id"), Members: int(stmt.GetInt64("members"))})
		return nil
	}, whole(":least", least), whole(":most", most))
	return list, err
}

// TakeOver makes an administrator the owner of a private channel that nobody can look
// after; they see it from then on. It is chat.ErrNotOwnerless for any other.
func (s *Store) TakeOver(ctx context.Context, by string, id int64, now time.Time) error {
	return s.administer(ctx, by, now, func(tx *transaction) error {
		list, err := listOwnerless(tx.Conn, id, id)
		if err == nil && len(list) == 0 {
			err = chat.ErrNotOwnerless
		}
		if err != nil {
			return err
		}
		ch, err := chat.ParseChannel(chat.PrivateChannelID(id))
		if err != nil {
			return err
		}
		tx.publish(chat.TopicMembers(ch.ID), chat.TopicMessages(ch.ID), chat.TopicLists)
		members, err := findMembers(tx.Conn, id)
		if err != nil {
			return err
		}
		c := chat.PrivateChannel{ID: id, Members: members}
		for _, m := range members {
			if m.Role == chat.RoleOwner {
				if err := setRole(tx, id, m.Username, chat.RoleMember); err != nil {
					return err
				}
			}
		}
		if err := s.joinAsOwner(tx, c, ch, by, now); err != nil {
			return err
		}
		if err := insertSystemMessage(tx, ch, chat.TakenOverText(by), now); err != nil {
			return err
		}
		return audit(ctx, tx, now, chat.AuditChannelTakeover, ch.ID, "")
	})
}

func (s *Store) joinAsOwner(tx *transaction, c chat.PrivateChannel, ch chat.Channel, by string, now time.Time) error {
	tx.publish(chat.TopicPerson(by))
	if _, already := c.Member(by); already {
		return setOwner(tx, c.ID, by)
	}
	joined, err := nextStamp(tx, ch, now)
	if err != nil {
		return err
	}
	return join(tx, &c, chat.Member{
		Username: by, Role: chat.RoleOwner, JoinedTS: joined, JoinedAtTS: chat.StampOf(now), HistoryStart: joined,
	})
}

// Usage is how much the server holds.
func (s *Store) Usage(ctx context.Context, by string, now time.Time) (u chat.Usage, err error) {
	u.DatabaseBytes, u.LogBytes = s.engine.Sizes(ctx)
	err = s.read(ctx, func(conn Conn) error {
		if err := checkAdministrator(conn, by); err != nil {
			return err
		}
		_, err := usageFind.one(conn, func(stmt Stmt) {
			u.Accounts, u.Deactivated, u.Bots = stmt.GetInt64("accounts"), stmt.GetInt64("deactivated"), stmt.GetInt64("bots")
			u.Messages, u.PrivateChannels = stmt.GetInt64("messages"), stmt.GetInt64("private_channels")
		})
		if err != nil {
			return err
		}
		_, err = sessionCount.one(conn, func(stmt Stmt) { u.Sessions = stmt.GetInt64("sessions") }, whole(":now", now.Unix()))
		return err
	})
	return u, err
}
