package sqlite

import (
	"context"
	"slices"
	"time"

	"minimost/chat"
)

var (
	directList = load("direct/list")
	directHide = load("direct/hide")
)

// DirectChannels lists the user's direct channels that have messages, newest
// first, without those closed since their newest one.
func (s *Store) DirectChannels(ctx context.Context, user string) (list []chat.DirectChannel, err error) {
	err = s.read(ctx, func(conn Conn) error {
		list, err = s.directChannels(conn, user)
		return err
	})
	return list, err
}

func (s *Store) directChannels(conn Conn, user string) (list []chat.DirectChannel, err error) {
	var ids []string
	err = directList.each(conn, func(stmt Stmt) error {
		ids = append(ids, stmt.GetText("channel"))
		return nil
	}, text(":user", user))
	if err != nil {
		return nil, err
	}
	blocked, err := blockedBy(conn, user)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		ch, err := chat.ParseChannel(id)
		if err != nil {
			continue // another program's spelling: nobody can open it
		}
		if blocked[ch.Partner(user)] {
			continue // closed, whatever comes
		}
		unread, err := s.unread(conn, user, id, 0)
		if err != nil {
			return nil, err
		}
		list = append(list, chat.DirectChannel{Channel: id, Users: without(slices.Clone(ch.Participants), user), Unread: unread})
	}
	return list, nil
}

// UnreadDirect counts the user's unread direct messages.
func (s *Store) UnreadDirect(ctx context.Context, user string) (n int, err error) {
	list, err := s.DirectChannels(ctx, user)
	for _, d := range list {
		n += d.Unread
	}
	return n, err
}

// CloseDirectChannel hides a direct channel from the user's list until a newer
// message. It is Invalid for a channel of another kind and ErrNoChannel without
// access.
func (s *Store) CloseDirectChannel(ctx context.Context, user, channel string, now time.Time) error {
	ch, err := chat.ParseChannel(channel)
	if err != nil || ch.Kind != chat.Direct {
		return chat.Errorf(chat.Invalid, "Only direct messages can be closed.")
	}
	access := func(tx *transaction) error {
		_, err := s.access(tx.Conn, user, channel)
		return err
	}
	return s.onceWrite(ctx, now, access, func(tx *transaction) error {
		if err := access(tx); err != nil {
			return err
		}
		tx.publish(chat.TopicPerson(user))
		return directHide.exec(tx.Conn, text(":user", user), text(":channel", channel))
	})
}
