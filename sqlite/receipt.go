package sqlite

import (
	"context"
	"time"

	"minimost/chat"
)

var (
	receiptInsert      = load("receipt/insert")
	receiptList        = load("receipt/list")
	receiptWatermarks  = load("receipt/watermarks")
	receiptLastRead    = load("receipt/last_read")
	receiptSetLastRead = load("receipt/set_last_read")
	receiptStep        = load("receipt/step")
)

// readAtOnce is how many messages one transaction marks as read: nobody else writes meanwhile.
const readAtOnce = 500

// MarkRead moves what the user has read of the channel forward to upTo, or,
// with none, to its newest message, and leaves a receipt for every message of
// others on the way where the user shares receipts and is not invisible. It is
// ErrNoChannel without access.
func (s *Store) MarkRead(ctx context.Context, user, channel string, upTo chat.Stamp, now time.Time) error {
	return s.markReadUnless(ctx, user, channel, upTo, func(chat.Stamp) bool { return false }, now)
}

// MarkSeen is MarkRead by a page that showed it, which was opened while the channel
// was marked as unread at a time, 0 for not. Where it is now marked at another, it
// changes nothing: see MarkUnread.
func (s *Store) MarkSeen(ctx context.Context, user, channel string, upTo, opened chat.Stamp, now time.Time) error {
	return s.markReadUnless(ctx, user, channel, upTo, func(marked chat.Stamp) bool { return chat.HoldsUnread(marked, opened) }, now)
}

func (s *Store) markReadUnless(ctx context.Context, user, channel string, upTo chat.Stamp, held func(marked chat.Stamp) bool, now time.Time) error {
	anything := false
	err := s.read(ctx, func(conn Conn) error {
		span, err := s.unreadSpan(conn, user, channel, upTo)
		anything = span.anything() && !held(span.marked)
		return err
	})
	if err != nil || !anything {
		return err
	}
	return s.stepByStep(ctx, func(ctx context.Context) (more bool, err error) {
		err = s.writeWithoutSavepoint(ctx, durable, func(tx *transaction) error {
			more = false
			span, err := s.unreadSpan(tx.Conn, user, channel, upTo)
			if err != nil || !span.anything() || held(span.marked) {
				return err
			}
			if _, more, err = shorten(tx.Conn, &span, readAtOnce); err != nil {
				return err
			}
			return s.markRead(tx, span, now)
		})
		return more, err
	})
}

// shorten has a span end after so many messages, and returns how many it has and whether there are more.
func shorten(conn Conn, span *span, most int64) (n int64, more bool, err error) {
	last := span.newest
	_, err = receiptStep.one(conn, func(stmt Stmt) {
		if n = stmt.GetInt64("messages"); n == most {
			last = getStamp(stmt, "ts")
		}
	}, text(":channel", span.Channel.ID), real(":floor", span.UnreadFloor(span.furthest)), real(":up_to", span.newest), whole(":many", most))
	more, span.newest = last < span.newest, last
	return n, more, err
}

func (s *Store) markRead(tx *transaction, span span, now time.Time) error {
	user, channel := span.name, span.Channel.ID
	tx.publish(chat.TopicReceipts(channel), chat.TopicPerson(user))
	p, err := tx.presence(user)
	if err != nil {
		return err
	}
	if chat.LeavesReceipt(span.settings, p.Invisible(now)) {
		err := receiptInsert.exec(tx.Conn, text(":channel", channel), text(":reader", user), real(":read_ts", chat.StampOf(now)),
			real(":floor", span.UnreadFloor(span.furthest)), real(":up_to", span.newest))
		if err != nil {
			return err
		}
	}
	if span.marked != 0 {
		if err := clearMarkedUnread(tx, user, channel); err != nil {
			return err
		}
	}
	return receiptSetLastRead.later(tx.Conn, text(":user", user), text(":channel", channel), real(":last_read_ts", span.newest))
}

// span is what a reader is about to have read.
type span struct {
	reader
	lastRead chat.Stamp
	furthest chat.Stamp // as far as it was read before it was marked as unread
	newest   chat.Stamp // the newest message, or the one asked for if that is older
	marked   chat.Stamp // when it was marked as unread
}

func (sp *span) anything() bool { return sp.newest > sp.lastRead }

func (s *Store) unreadSpan(conn Conn, user, channel string, upTo chat.Stamp) (sp span, err error) {
	if sp.reader, err = s.access(conn, user, channel); err != nil {
		return sp, err
	}
	_, err = receiptLastRead.one(conn, func(stmt Stmt) {
		sp.lastRead, sp.furthest = getStamp(stmt, "last_read_ts"), getStamp(stmt, "furthest_ts")
	}, text(":user", user), text(":channel", channel))
	if err != nil {
		return sp, err
	}
	settings, err := channelSettings(conn, user, channel)
	if err != nil {
		return sp, err
	}
	sp.marked = settings.MarkedUnread
	_, err = messageNewestTS.one(conn, func(stmt Stmt) { sp.newest = getStamp(stmt, "ts") }, text(":channel", channel))
	if upTo != 0 {
		sp.newest = min(sp.newest, upTo)
	}
	return sp, err
}

// LastRead returns how far the user has read the channel; none is 0. It is
// ErrNoChannel without access.
func (s *Store) LastRead(ctx context.Context, user, channel string) (ts chat.Stamp, err error) {
	err = s.read(ctx, func(conn Conn) error {
		if _, err := s.access(conn, user, channel); err != nil {
			return err
		}
		ts, err = lastRead(conn, user, channel)
		return err
	})
	return ts, err
}

func lastRead(conn Conn, user, channel string) (ts chat.Stamp, err error) {
	_, err = receiptLastRead.one(conn, func(stmt Stmt) { ts = getStamp(stmt, "last_read_ts") },
		text(":user", user), text(":channel", channel))
	return ts, err
}

// Watermarks returns, for each reader of the channel who shares receipts, the
// newest message they left one for, whoever asks.
func (s *Store) Watermarks(ctx context.Context, channel string) (marks map[string]chat.Stamp, err error) {
	marks = make(map[string]chat.Stamp)
	err = s.read(ctx, func(conn Conn) error {
		return receiptWatermarks.each(conn, func(stmt Stmt) error {
			marks[stmt.GetText("reader")] = getStamp(stmt, "msg_ts")
			return nil
		}, text(":channel", channel))
	})
	return marks, err
}

// Receipts lists who has read a message and shares it, first reader first. It
// is ErrNoChannel without access and ErrNoMessage where the channel has no such
// message that the user can see.
func (s *Store) Receipts(ctx context.Context, user, channel string, msgID int64) (receipts []chat.Receipt, err error) {
	receipts = []chat.Receipt{}
	err = s.read(ctx, func(conn Conn) error {
		r, err := s.access(conn, user, channel)
		if err != nil {
			return err
		}
		m, found, err := findMessage(conn, msgID)
		if err != nil {
			return err
		}
		if !found || m.Channel != channel || !r.Sees(m.TS) {
			return chat.ErrNoMessage
		}
		return receiptList.each(conn, func(stmt Stmt) error {
			receipts = append(receipts, chat.Receipt{Reader: stmt.GetText("reader"), ReadTS: getStamp(stmt, "read_ts")})
			return nil
		}, text(":channel", channel), real(":msg_ts", m.TS))
	})
	return receipts, err
}
