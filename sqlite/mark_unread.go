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
	mark := func(tx *transaction) error {
		spans, _, err := s.nextSpans(tx.Conn, user)
		for _, span := range spans {
			if err == nil {
				err = s.markRead(tx, span, now)
			}
		}
		return err
	}
	return s.stepByStep(ctx, func(ctx context.Context) (more bool, err error) {
		if more, err = s.takesMore(ctx, user, now); err != nil {
			return false, err
		}
		if more {
			return true, s.write(ctx, durable, mark)
		}
		return false, s.onceWrite(ctx, now, nil, mark)
	})
}

// takesMore reports whether one transaction is not to mark everything read that the user has not, unless that was done
// before under the key of chat.WithOnce in ctx.
func (s *Store) takesMore(ctx context.Context, user string, now time.Time) (more bool, err error) {
	if used, err := s.KeyUsed(ctx, now); used || err != nil {
		return false, err
	}
	err = s.read(ctx, func(conn Conn) (err error) {
		_, more, err = s.nextSpans(conn, user)
		return err
	})
	return more, err
}

// nextSpans are what one transaction marks read of the channels of the user's sidebar, and whether there is more.
func (s *Store) nextSpans(conn Conn, user string) (spans []span, more bool, err error) {
	list, err := s.sidebarChannels(conn, user)
	if err != nil {
		return nil, false, err
	}
	left := int64(readAtOnce)
	for _, c := range list {
		next, err := s.unreadSpan(conn, user, c.ID, 0)
		if err != nil {
			return nil, false, err
		}
		if !next.anything() {
			continue
		}
		if left == 0 {
			return spans, true, nil
		}
		n, more, err := shorten(conn, &next, left)
		if err != nil {
			return nil, false, err
		}
		if spans, left = append(spans, next), left-n; more {
			return spans, true, nil
		}
	}
	return spans, false, nil
}
