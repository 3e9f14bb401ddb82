package sqlite

import (
	"cmp"
	"context"
	"time"

	"minimost/chat"
)

var (
	receiptMarkUnread  = load("receipt/mark_unread")
	messageStampBefore = load("message/stamp_before")
)

// MarkUnread marks a message and what follows as unread to the user, until they
// have opened the channel anew and read it: pages that are open do not mark it.
// Receipts stay. It is ErrNoMessage for one that they cannot see and
// ErrNothingUnread where nothing from there on would count, or the channel's reason why
// nothing in it does.
func (s *Store) MarkUnread(ctx context.Context, user string, msgID int64, now time.Time) error {
	find := func(tx *transaction) (chat.Message, reader, error) { return s.visibleMessage(tx.Conn, user, msgID) }
	again := func(tx *transaction) error {
		_, _, err := find(tx)
		return err
	}
	return s.onceWrite(ctx, now, again, func(tx *transaction) error {
		m, r, err := find(tx)
		if err != nil {
			return err
		}
		if err := r.Closed().UnreadRefusal(); err != nil {
			return err
		}
		var before chat.Stamp
		_, err = messageStampBefore.one(tx.Conn, func(stmt Stmt) { before = getStamp(stmt, "ts") },
			text(":channel", m.Channel), real(":ts", m.TS))
		if err != nil {
			return err
		}
		if n, err := countUnread(tx.Conn, user, m.Channel, r.UnreadFloor(before)); err != nil || n == 0 {
			return cmp.Or(err, error(chat.ErrNothingUnread))
		}
		err = receiptMarkUnread.exec(tx.Conn, text(":user", user), text(":channel", m.Channel), real(":before", before))
		if err != nil {
			return err
		}
		settings, err := channelSettings(tx.Conn, user, m.Channel)
		if err != nil {
			return err
		}
		// Later than before in any case: by it pages know that they are older.
		marked := settings
		marked.MarkedUnread = chat.NextStamp(now, settings.MarkedUnread)
		return saveChannelSettings(tx, user, m.Channel, settings, marked)
	})
}

// clearMarkedUnread ends what MarkUnread began: the channel was read.
func clearMarkedUnread(tx *transaction, user, channel string) error {
	settings, err := channelSettings(tx.Conn, user, channel)
	if err != nil || settings.MarkedUnread == 0 {
		return err
	}
	read := settings
	read.MarkedUnread = 0
	return saveChannelSettings(tx, user, channel, settings, read)
}

// MarkAllRead marks every channel of the user's sidebar read.
func (s *Store) MarkAllRead(ctx context.Context, user string, now time.Time) error {
	return s.onceWrite(ctx, now, nil, func(tx *transaction) error {
		list, err := s.sidebarChannels(tx.Conn, user)
		if err != nil {
			return err
		}
		for _, c := range list {
			span, err := s.unreadSpan(tx.Conn, user, c.ID, 0)
			if err == nil && span.anything() {
				err = s.markRead(tx, span, now)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}
