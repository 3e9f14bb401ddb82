package sqlite

import (
	"context"
	"strings"
	"time"

	"minimost/chat"
)

// AddMember adds an account to the channel; any member may. It is NotFound
// without such an account and Conflict for a member, for one who has declined the
// channel, and for one whom the user has added to chat.MaxAdded channels within a day.
func (s *Store) AddMember(ctx context.Context, user string, id int64, username string, h chat.History, now time.Time) error {
	return s.changePrivateChannel(ctx, user, id, now, func(tx *transaction, c chat.PrivateChannel, ch chat.Channel) error {
		account, err := findUserInUse(tx.Conn, username)
		if err != nil {
			return err
		}
		if _, already := c.Member(account.Username); already {
			return chat.Errorf(chat.Conflict, "%s is a member already.", account.Username)
		}
		if err := checkAddable(tx.Conn, user, account.Username, id, now); err != nil {
			return err
		}
		return addMember(tx, c, ch, user, account.Username, h, now)
	})
}

// addMember adds an account that is no member, with the history that the adder grants.
func addMember(tx *transaction, c chat.PrivateChannel, ch chat.Channel, user, username string, h chat.History, now time.Time) error {
	joined, err := nextStamp(tx, ch, now)
	if err != nil {
		return err
	}
	var formerStart chat.Stamp
	former, err := privateFindFormer.one(tx.Conn, func(stmt Stmt) { formerStart = getStamp(stmt, "history_start_ts") },
		whole(":channel_id", c.ID), text(":username", username))
	if err != nil {
		return err
	}
	adder, _ := c.Member(user)
	// Else a creator who was gone would come back as owner.
	if err := setOwner(tx, c.ID, c.Owner()); err != nil {
		return err
	}
	err = join(tx, &c, chat.Member{
		Username: username, Role: chat.RoleMember, JoinedTS: joined, JoinedAtTS: chat.StampOf(now),
		HistoryStart: chat.HistoryStartFor(h, adder, joined, formerStart, former), AddedBy: user,
	})
	if err != nil {
		return err
	}
	return insertSystemMessage(tx, ch, chat.AddedText(user, username), now)
}

func join(tx *transaction, c *chat.PrivateChannel, m chat.Member) error {
	tx.publish(chat.TopicPerson(m.Username))
	c.Members = append(c.Members, m)
	return privateInsertMember.exec(tx.Conn, whole(":channel_id", c.ID), text(":username", m.Username),
		real(":joined_ts", m.JoinedTS), stamp(":joined_at_ts", m.JoinedAtTS),
		stamp(":history_start_ts", m.HistoryStart), text(":role", m.Role), optional(":added_by", m.AddedBy))
}

// RemoveMember removes another member; only the owner may. It is NotFound for
// someone who is none and Invalid for the owner, who leaves instead.
func (s *Store) RemoveMember(ctx context.Context, user string, id int64, username string, now time.Time) error {
	return s.changePrivateChannel(ctx, user, id, now, func(tx *transaction, c chat.PrivateChannel, ch chat.Channel) error {
		if err := c.CheckOwner(user); err != nil {
			return err
		}
		m, ok := memberNamed(c, username)
		if !ok {
			return chat.Errorf(chat.NotFound, "There is no member of that name.")
		}
		if m.Username == user {
			return chat.Errorf(chat.Invalid, "To go yourself, leave the channel.")
		}
		if err := part(tx, ch, m, now); err != nil {
			return err
		}
		return insertSystemMessage(tx, ch, chat.RemovedText(user, m.Username), now)
	})
}

// memberNamed finds a member as spelled, else in any case.
func memberNamed(c chat.PrivateChannel, name string) (chat.Member, bool) {
	if m, ok := c.Member(name); ok {
		return m, true
	}
	for _, m := range c.Members {
		if strings.EqualFold(m.Username, name) {
			return m, true
		}
	}
	return chat.Member{}, false
}

// part ends a membership, remembers what was visible, and ends the typing.
func part(tx *transaction, ch chat.Channel, m chat.Member, now time.Time) error {
	tx.publish(chat.TopicPerson(m.Username), chat.TopicTyping(ch.ID))
	err := privateKeepFormer.exec(tx.Conn, whole(":channel_id", ch.PrivateID), text(":username", m.Username),
		stamp(":history_start_ts", m.HistoryStart), real(":left_ts", chat.StampOf(now)))
	if err != nil {
		return err
	}
	if err := privateDeleteMember.exec(tx.Conn, whole(":channel_id", ch.PrivateID), text(":username", m.Username)); err != nil {
		return err
	}
	return typingDelete.exec(tx.Conn, text(":user", m.Username), text(":channel", ch.ID))
}

// LeavePrivateChannel ends the user's own membership. When the owner goes, the
// longest-standing member owns the channel; when the last member goes, it is
// archived.
func (s *Store) LeavePrivateChannel(ctx context.Context, user string, id int64, now time.Time) error {
	return s.endPrivateChannel(ctx, user, id, now, func(tx *transaction, c chat.PrivateChannel, ch chat.Channel) error {
		return leave(tx, c, ch, user, user, now)
	})
}

// leave ends somebody's membership, of which the others are told by the name that is
// shown.
func leave(tx *transaction, c chat.PrivateChannel, ch chat.Channel, user, shown string, now time.Time) error {
	m, _ := c.Member(user)
	if err := part(tx, ch, m, now); err != nil {
		return err
	}
	successor := c.OwnerAfter(user)
	if successor == "" {
		return privateArchive.exec(tx.Conn, whole(":id", c.ID), real(":archived_ts", chat.StampOf(now)))
	}
	if successor != c.Owner() {
		if err := setOwner(tx, c.ID, successor); err != nil {
			return err
		}
	}
	return insertSystemMessage(tx, ch, chat.LeftText(shown), now)
}

// PartedLast tells how the user lost the private channel that they lost last, at some time since.
func (s *Store) PartedLast(ctx context.Context, user string, since time.Time) (p chat.Parting, err error) {
	err = s.read(ctx, func(conn Conn) error {
		var parted chat.Stamp
		p = chat.Parting{}
		_, err := privateLeftLast.one(conn, func(stmt Stmt) { p.Left, parted = stmt.GetBool("left"), getStamp(stmt, "left_ts") },
			text(":username", user), real(":since", chat.StampOf(since)), text(":said", chat.LeftText(user)))
		if err != nil {
			return err
		}
		var archived chat.PrivateChannel
		found, err := privateArchivedLast.one(conn, func(stmt Stmt) { archived = scanPrivateChannel(stmt) },
			text(":username", user), real(":since", max(chat.StampOf(since), parted)))
		if err != nil || !found {
			return err
		}
		archived.Members, err = findMembers(conn, archived.ID)
		p = chat.Parting{Archived: archived.Name, By: archived.Owner()} // nobody else may
		return err
	})
	return p, err
}

// setOwner puts a member on record as owner.
func setOwner(tx *transaction, id int64, owner string) error {
	return setRole(tx, id, owner, chat.RoleOwner)
}

func setRole(tx *transaction, id int64, username, role string) error {
	return privateSetRole.exec(tx.Conn, whole(":channel_id", id), text(":username", username), text(":role", role))
}

func findMembers(conn Conn, id int64) (members []chat.Member, err error) {
	err = privateMembers.each(conn, func(stmt Stmt) error {
		members = append(members, chat.Member{
			Username: stmt.GetText("username"), Role: stmt.GetText("role"),
			JoinedTS: getStamp(stmt, "joined_ts"), JoinedAtTS: getStamp(stmt, "joined_at_ts"),
			HistoryStart: getStamp(stmt, "history_start_ts"), Deactivated: stmt.GetBool("deactivated"), Bot: stmt.GetBool("bot"),
		})
		return nil
	}, whole(":channel_id", id))
	return members, err
}

func memberNames(members []chat.Member) []string {
	names := make([]string, len(members))
	for i, m := range members {
		names[i] = m.Username
	}
	return names
}
