package sqlite

import (
	"cmp"
	"context"
	"math"
	"time"

	"minimost/chat"
)

var (
	savedInsert = load("saved/insert")
	savedDelete = load("saved/delete")
	savedFind   = load("saved/find")
	savedCount  = load("saved/count")
	savedList   = load("saved/list")
	savedBy     = load("saved/by")
)

// SetSaved keeps a message for the user, or ends that; one that is so already is
// left alone. It is ErrNoMessage for a message that is deleted, the system's or not
// to be seen, and ErrTooManySaved.
func (s *Store) SetSaved(ctx context.Context, user string, id int64, saved bool, now time.Time) error {
	access := func(tx *transaction) error {
		m, _, err := s.visibleMessage(tx.Conn, user, id)
		return cmp.Or(err, chat.CheckPin(m))
	}
	return s.onceWrite(ctx, now, access, func(tx *transaction) error {
		if err := access(tx); err != nil {
			return err
		}
		of := []binding{text(":username", user), whole(":message_id", id)}
		tx.publish(chat.TopicSaved(user))
		if !saved {
			return savedDelete.exec(tx.Conn, of...)
		}
		n := 0
		_, err := savedCount.one(tx.Conn, func(stmt Stmt) { n = int(stmt.GetInt64("saved")) }, of[0])
		if err != nil {
			return err
		}
		if kept, err := savedTS(tx.Conn, user, id); err != nil || kept != 0 {
			return err
		}
		if n >= chat.MaxSaved {
			return chat.ErrTooManySaved
		}
		return savedInsert.exec(tx.Conn, append(of, real(":saved_ts", chat.StampOf(now)))...)
	})
}

// publishSaved publishes that a message may read otherwise for those who have saved it.
func publishSaved(tx *transaction, id int64) error {
	return savedBy.each(tx.Conn, func(stmt Stmt) error {
		tx.publish(chat.TopicSaved(stmt.GetText("username")))
		return nil
	}, whole(":message_id", id))
}

// savedTS is when the user saved a message, 0 for never.
func savedTS(conn Conn, user string, id int64) (ts chat.Stamp, err error) {
	_, err = savedFind.one(conn, func(stmt Stmt) { ts = getStamp(stmt, "saved_ts") },
		text(":username", user), whole(":message_id", id))
	return ts, err
}

// IsSaved reports whether the user keeps a message.
func (s *Store) IsSaved(ctx context.Context, user string, id int64) (saved bool, err error) {
	err = s.read(ctx, func(conn Conn) error {
		ts, err := savedTS(conn, user, id)
		saved = ts != 0
		return err
	})
	return saved, err
}

// Saved returns up to limit messages that the user keeps and can still see, with
// their reactions, the last saved first: those after the message with an id, 0 for
// the first.
func (s *Store) Saved(ctx context.Context, user string, before int64, limit int) (messages []chat.Message, err error) {
	err = s.read(ctx, func(conn Conn) error {
		ts := chat.Stamp(math.MaxFloat64)
		if before != 0 {
			if ts, err = savedTS(conn, user, before); err != nil {
				return err
			}
		}
		for len(messages) < limit {
			var ids []int64
			err := savedList.each(conn, func(stmt Stmt) error {
				before, ts = stmt.GetInt64("message_id"), getStamp(stmt, "saved_ts")
				ids = append(ids, before)
				return nil
			}, text(":username", user), real(":before_ts", ts), whole(":before", before), whole(":limit", int64(limit)))
			if err != nil || len(ids) == 0 {
				return err
			}
			if messages, err = s.appendVisible(conn, messages, user, ids); err != nil {
				return err
			}
		}
		messages = messages[:min(len(messages), limit)]
		return nil
	})
	return messages, err
}
