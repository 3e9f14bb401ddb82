package sqlite

import (
	"context"
	"slices"
	"time"

	"zombiezen.com/go/sqlite"

	"minimost/chat"
)

// silentEvery is how often the sweep looks for tabs and rows whose lease is
// over: it goes through all that are there.
const silentEvery = time.Second

// Sweep stores and publishes what time alone has changed between last and now:
// tabs that no longer count, overrides that have ended, keystrokes that have
// grown stale. Reading decides by its own now, so this only keeps the rows true
// for other programs and wakes those who wait for a change. With a now that the
// clock shows before last, the clock was set back.
func (s *Store) Sweep(ctx context.Context, last, now time.Time) error {
	if chat.StampOf(now) < chat.StampOf(last) {
		if err := s.setBack(ctx, now); err != nil {
			return err
		}
	}
	if !last.Truncate(pruneEvery).Equal(now.Truncate(pruneEvery)) {
		if err := s.pruneKeys(ctx, now); err != nil {
			return err
		}
	}
	var lapsed []string
	var topics []chat.Topic
	err := s.read(ctx, func(conn *sqlite.Conn) (err error) {
		if lapsed, err = findLapsed(conn, last, now); err != nil {
			return err
		}
		return typingLapsed.each(conn, func(stmt *sqlite.Stmt) error {
			topics = append(topics, chat.TopicTyping(stmt.GetText("channel")))
			return nil
		}, real(":from", chat.StampOf(last.Add(-chat.TypingWindow))), real(":to", chat.StampOf(now.Add(-chat.TypingWindow))))
	})
	if err != nil {
		return err
	}
	if len(topics) > 0 {
		s.publish(topics...)
	}
	if len(lapsed) == 0 {
		return nil
	}
	return s.write(ctx, volatile, func(tx *transaction) error {
		// What others saw changed when the time came, not when the row does.
		tx.publish(chat.TopicPresence)
		for _, user := range lapsed {
			tx.publish(chat.TopicAppearance(user), chat.TopicPerson(user))
			if err := changePresence(tx, now, user, func(p chat.Presence) chat.Presence { return p.Sweep(now) }); err != nil {
				return err
			}
		}
		return nil
	})
}

// setBack takes what was reported before the clock was set back for reported
// now: nobody stays online, or comes to type again, for as long as it was set
// back. Everybody looks again at what they show.
func (s *Store) setBack(ctx context.Context, now time.Time) error {
	return s.write(ctx, volatile, func(tx *transaction) error {
		tx.publish(chat.TopicAnything)
		for _, statement := range []query{presenceSetBack, presenceTabsBack, typingSetBack} {
			if err := statement.exec(tx.Conn, real(":now", chat.StampOf(now))); err != nil {
				return err
			}
		}
		return nil
	})
}

// findLapsed lists whose presence time alone has changed, once each.
func findLapsed(conn *sqlite.Conn, last, now time.Time) (users []string, err error) {
	add := func(stmt *sqlite.Stmt) error {
		users = append(users, stmt.GetText("user"))
		return nil
	}
	err = presenceLapsed.each(conn, add, real(":left", chat.StampOf(now.Add(-chat.Grace))), real(":now", chat.StampOf(now)))
	if err == nil && !last.Truncate(silentEvery).Equal(now.Truncate(silentEvery)) {
		err = presenceSilent.each(conn, add, real(":silent", chat.StampOf(now.Add(-chat.Lease))))
	}
	slices.Sort(users)
	return slices.Compact(users), err
}
