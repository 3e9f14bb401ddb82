package sqlite

import (
	"context"
	"time"

	"minimost/chat"
)

var (
	privateInsert       = load("private_channel/insert")
	privateFind         = load("private_channel/find")
	privateList         = load("private_channel/list")
	privateMembers      = load("private_channel/members")
	privateRename       = load("private_channel/rename")
	privateArchive      = load("private_channel/archive")
	privateInsertMember = load("private_channel/insert_member")
	privateDeleteMember = load("private_channel/delete_member")
	privateSetRole      = load("private_channel/set_role")
	privateFindFormer   = load("private_channel/find_former")
	privateKeepFormer   = load("private_channel/keep_former")
	privateArchivedLast = load("private_channel/archived_last")
	privateLeftLast     = load("private_channel/left_last")
)

// CreatePrivateChannel makes a private channel that the user owns, with those
// of the members who have an account and whom the user may add. It is Invalid with more than
// chat.MaxNamedMembers of them.
func (s *Store) CreatePrivateChannel(ctx context.Context, user, name string, members []string, now time.Time) (c chat.PrivateChannel, err error) {
	if err := chat.CheckNamedMembers(members); err != nil {
		return c, err
	}
	id, err := once(ctx, s, &write{durability: durable}, now, change[int64]{
		do: func(tx *transaction) (int64, error) {
			c, err = createPrivateChannel(tx, user, name, members, now)
			return c.ID, err
		},
		again: func(tx *transaction, id int64, _ bool) (int64, error) {
			c, err = findPrivateChannel(tx.Conn, user, id)
			c.Name = name // as it was created
			return id, err
		},
	})
	c.ID = id
	return c, err
}

func createPrivateChannel(tx *transaction, user, name string, members []string, now time.Time) (c chat.PrivateChannel, err error) {
	if err := checkChannelMaker(tx.Conn, user); err != nil {
		return c, err
	}
	ts := chat.StampOf(now)
	err = privateInsert.exec(tx.Conn, text(":name", name), text(":created_by", user), real(":created_ts", ts))
	if err != nil {
		return c, err
	}
	c = chat.PrivateChannel{ID: tx.Conn.LastInsertRowID(), Name: name, CreatedBy: user, CreatedTS: ts}
	if err := join(tx, &c, chat.Member{Username: user, Role: chat.RoleOwner, JoinedTS: ts}); err != nil {
		return c, err
	}
	for _, name := range members {
		account, err := findUserInUse(tx.Conn, name)
		if chat.CodeOf(err) == chat.NotFound {
			continue
		}
		if err != nil {
			return c, err
		}
		if _, already := c.Member(account.Username); already {
			continue
		}
		switch err := checkAddable(tx.Conn, user, account.Username, c.ID, now); chat.CodeOf(err) {
		case "":
		case chat.Conflict:
			continue
		default:
			return c, err
		}
		if err := join(tx, &c, chat.Member{Username: account.Username, Role: chat.RoleMember, JoinedTS: ts, AddedBy: user}); err != nil {
			return c, err
		}
	}
	return c, nil
}

// PrivateChannels lists the private channels the user is a member of, by id.
func (s *Store) PrivateChannels(ctx context.Context, user string) (list []chat.PrivateChannelSummary, err error) {
	err = s.read(ctx, func(conn Conn) error {
		err := privateList.each(conn, func(stmt Stmt) error {
			list = append(list, chat.PrivateChannelSummary{PrivateChannel: scanPrivateChannel(stmt)})
			return nil
		}, text(":user", user))
		if err != nil {
			return err
		}
		for i := range list {
			c := &list[i]
			if c.Members, err = findMembers(conn, c.ID); err != nil {
				return err
			}
			if c.Unread, err = s.unread(conn, user, chat.PrivateChannelID(c.ID), 0); err != nil {
				return err
			}
		}
		return nil
	})
	return list, err
}

// PrivateChannel returns a private channel the user is a member of, or
// ErrNoChannel.
func (s *Store) PrivateChannel(ctx context.Context, user string, id int64) (c chat.PrivateChannel, err error) {
	err = s.read(ctx, func(conn Conn) error {
		c, err = findPrivateChannel(conn, user, id)
		return err
	})
	return c, err
}

// findPrivateChannel returns a channel in use with its members, or ErrNoChannel
// where user is none of them.
func findPrivateChannel(conn Conn, user string, id int64) (c chat.PrivateChannel, err error) {
	found, err := privateFind.one(conn, func(stmt Stmt) { c = scanPrivateChannel(stmt) }, whole(":id", id))
	if err != nil {
		return c, err
	}
	if found {
		if c.Members, err = findMembers(conn, id); err != nil {
			return c, err
		}
		_, found = c.Member(user)
	}
	if !found {
		return chat.PrivateChannel{}, chat.ErrNoChannel
	}
	return c, nil
}

func scanPrivateChannel(stmt Stmt) chat.PrivateChannel {
	return chat.PrivateChannel{
		ID: stmt.GetInt64("id"), Name: stmt.GetText("name"),
		CreatedBy: stmt.GetText("created_by"), CreatedTS: getStamp(stmt, "created_ts"),
	}
}

// changePrivateChannel runs change with a channel the user is a member of, in
// one transaction. It is ErrNoChannel for everyone else.
func (s *Store) changePrivateChannel(ctx context.Context, user string, id int64, now time.Time, change changeOfChannel) error {
	access := func(tx *transaction) error {
		_, err := findPrivateChannel(tx.Conn, user, id)
		return err
	}
	return s.onceWrite(ctx, now, access, s.channelChange(user, id, change))
}

// endPrivateChannel is changePrivateChannel for a change after which the user has
// no access. Whoever has made it is told so again all the same.
func (s *Store) endPrivateChannel(ctx context.Context, user string, id int64, now time.Time, change changeOfChannel) error {
	return s.onceWrite(ctx, now, nil, s.channelChange(user, id, change))
}

type changeOfChannel func(*transaction, chat.PrivateChannel, chat.Channel) error

func (s *Store) channelChange(user string, id int64, change changeOfChannel) func(*transaction) error {
	return func(tx *transaction) error {
		c, err := findPrivateChannel(tx.Conn, user, id)
		if err != nil {
			return err
		}
		ch, err := chat.ParseChannel(chat.PrivateChannelID(id))
		if err != nil {
			return err
		}
		tx.publish(chat.TopicMembers(ch.ID), chat.TopicLists)
		return change(tx, c, ch)
	}
}

// RenamePrivateChannel gives the channel a new name; any member may.
func (s *Store) RenamePrivateChannel(ctx context.Context, user string, id int64, name string, now time.Time) error {
	return s.changePrivateChannel(ctx, user, id, now, func(tx *transaction, c chat.PrivateChannel, ch chat.Channel) error {
		if c.Name == name {
			return nil
		}
		if err := privateRename.exec(tx.Conn, whole(":id", id), text(":name", name)); err != nil {
			return err
		}
		return insertSystemMessage(tx, ch, chat.RenamedText(user, name), now)
	})
}

// ArchivePrivateChannel takes the channel out of use; only the owner may.
func (s *Store) ArchivePrivateChannel(ctx context.Context, user string, id int64, now time.Time) error {
	return s.endPrivateChannel(ctx, user, id, now, func(tx *transaction, c chat.PrivateChannel, ch chat.Channel) error {
		if err := c.CheckOwner(user); err != nil {
			return err
		}
		if err := privateArchive.exec(tx.Conn, whole(":id", id), real(":archived_ts", chat.StampOf(now))); err != nil {
			return err
		}
		return typingDeleteChannel.exec(tx.Conn, text(":channel", ch.ID))
	})
}
