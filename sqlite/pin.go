package sqlite

import (
	"cmp"
	"context"
	"time"

	"minimost/chat"
)

var (
	pinInsert = load("pin/insert")
	pinDelete = load("pin/delete")
	pinList   = load("pin/list")
	pinCount  = load("pin/count")
	pinFind   = load("pin/find")
)

// SetPin pins a message for everybody in its channel, or ends that; one that is so
// already is left alone. Whoever may write there may. It is ErrNoMessage for a
// message that is deleted, the system's or not to be seen, ErrReadOnly, and
// ErrTooManyPins.
func (s *Store) SetPin(ctx context.Context, user string, id int64, pinned bool, now time.Time) error {
	find := func(tx *transaction) (chat.Message, reader, error) {
		m, r, err := s.visibleMessage(tx.Conn, user, id)
		if err = cmp.Or(err, chat.CheckPin(m)); err == nil {
			r, err = s.accessToPost(tx.Conn, user, m.Channel)
		}
		return m, r, err
	}
	access := func(tx *transaction) error {
		_, _, err := find(tx)
		return err
	}
	return s.onceWrite(ctx, now, access, func(tx *transaction) error {
		m, r, err := find(tx)
		if err != nil {
			return err
		}
		changed, err := setPin(tx, m, user, pinned, now)
		if err != nil || !changed {
			return err
		}
		ts, err := nextStamp(tx, r.Channel, now)
		if err != nil {
			return err
		}
		if err := reactionTouch.exec(tx.Conn, whole(":id", id), real(":ts", ts)); err != nil {
			return err
		}
		tx.publish(chat.TopicPins(m.Channel), chat.TopicRevisions(m.Channel))
		return insertSystemMessage(tx, r.Channel, chat.PinText(user, pinned), now)
	})
}

func setPin(tx *transaction, m chat.Message, user string, pinned bool, now time.Time) (changed bool, err error) {
	if !pinned {
		err = pinDelete.exec(tx.Conn, whole(":message_id", m.ID))
		return tx.Changes() > 0, err
	}
	if by, err := findPin(tx.Conn, m.ID); by != "" || err != nil {
		return false, err
	}
	pins := 0
	_, err = pinCount.one(tx.Conn, func(stmt Stmt) { pins = int(stmt.GetInt64("pins")) }, text(":channel", m.Channel))
	if err == nil && pins >= chat.MaxPins {
		err = chat.ErrTooManyPins
	}
	if err != nil {
		return false, err
	}
	return true, pinInsert.exec(tx.Conn, whole(":message_id", m.ID), text(":channel", m.Channel), text(":pinned_by", user),
		real(":pinned_ts", chat.StampOf(now)))
}

// findPin is who has pinned a message, "" where nobody has.
func findPin(conn Conn, id int64) (by string, err error) {
	_, err = pinFind.one(conn, func(stmt Stmt) { by = stmt.GetText("pinned_by") }, whole(":message_id", id))
	return by, err
}

// fillPins adds who has pinned them to messages. Pinning moves ReactionsTS.
func fillPins(conn Conn, messages []*chat.Message) (err error) {
	for _, m := range messages {
		if m.ReactionsTS == 0 || m.Deleted {
			continue
		}
		if m.PinnedBy, err = findPin(conn, m.ID); err != nil {
			return err
		}
	}
	return nil
}

// Pins are the pinned messages of a channel, whoever asks, the last pinned first.
func (s *Store) Pins(ctx context.Context, channel string) (pins []chat.Pin, err error) {
	err = s.read(ctx, func(conn Conn) error {
		return pinList.each(conn, func(stmt Stmt) error {
			pins = append(pins, chat.Pin{
				MessageID: stmt.GetInt64("message_id"), TS: getStamp(stmt, "ts"),
				PinnedBy: stmt.GetText("pinned_by"), PinnedTS: getStamp(stmt, "pinned_ts"),
			})
			return nil
		}, text(":channel", channel))
	})
	return pins, err
}
