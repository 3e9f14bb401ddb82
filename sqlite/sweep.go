package sqlite

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"minimost/chat"
)

// silentEvery is how often the sweep looks, at most, for tabs and rows whose lease
// is over: it goes through all that are there.
const silentEvery = time.Second

// Sweep stores and publishes what time alone has changed between last and now:
// tabs that no longer count, overrides that have ended, keystrokes that have
// grown stale. Reading decides by its own now, so this only keeps the rows true
// for other programs and wakes those who wait for a change. With a now that the
// clock shows before last, the clock was set back. It also removes keys that no
// longer stand for anything.
func (s *Store) Sweep(ctx context.Context, last, now time.Time) error {
	err := errors.Join(s.sweepPresence(ctx, last, now), s.sweepDoNotDisturb(ctx, now))
	if !last.Truncate(pruneEvery).Equal(now.Truncate(pruneEvery)) {
		err = errors.Join(err, s.pruneKeys(ctx, now))
	}
	return err
}

func (s *Store) sweepPresence(ctx context.Context, last, now time.Time) error {
	if chat.StampOf(now) < chat.StampOf(last) {
		if err := s.setBack(ctx, now); err != nil {
			return err
		}
	}
	var lapsed []lapse
	var topics []chat.Topic
	err := s.read(ctx, func(conn Conn) (err error) {
		if lapsed, err = s.findLapsed(conn, last, now); err != nil {
			return err
		}
		return typingLapsed.each(conn, func(stmt Stmt) error {
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
		for _, one := range lapsed {
			if one.seen {
				// What others saw changed when the time came, not when the row does.
				tx.publish(chat.TopicPresence, chat.TopicAppearance(one.user), chat.TopicPerson(one.user))
			}
			if err := changePresence(tx, now, one.user, func(p chat.Presence) chat.Presence { return p.Sweep(now) }); err != nil {
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
		return notificationSetBack.exec(tx.Conn)
	})
}

// lapse is somebody whose stored presence time alone has changed, and whether
// others may see that.
type lapse struct {
	user string
	seen bool
}

// findLapsed lists whose presence time alone has changed, once each.
func (s *Store) findLapsed(conn Conn, last, now time.Time) ([]lapse, error) {
	found := make(map[string]bool)
	err := presenceLapsed.each(conn, func(stmt Stmt) error {
		user := stmt.GetText("user")
		found[user] = found[user] || stmt.GetBool("seen")
		return nil
	}, real(":now", chat.StampOf(now)))
	if err == nil && !last.Truncate(silentEvery).Equal(now.Truncate(silentEvery)) {
		err = s.findSilent(conn, now, func(user string) { found[user] = true })
	}
	lapsed := make([]lapse, 0, len(found))
	for _, user := range slices.Sorted(maps.Keys(found)) {
		lapsed = append(lapsed, lapse{user, found[user]})
	}
	return lapsed, err
}

// findSilent calls add for each whose lease is over. Until the first can be over
// it reads nothing: what is heard later is over later.
func (s *Store) findSilent(conn Conn, now time.Time, add func(user string)) error {
	commits := s.writer.externalCommits.Load()
	if since := now.Sub(s.silent.looked); since >= 0 && now.Before(s.silent.next) && s.silent.commits == commits {
		return nil
	}
	var oldest chat.Stamp
	if _, err := presenceNextSilent.one(conn, func(stmt Stmt) { oldest = getStamp(stmt, "last_seen") }); err != nil {
		return err
	}
	if oldest == 0 {
		oldest = chat.StampOf(now)
	}
	s.silent = silentLook{looked: now, next: oldest.Add(chat.Lease).Time(), commits: commits}
	return presenceSilent.each(conn, func(stmt Stmt) error {
		add(stmt.GetText("user"))
		return nil
	}, real(":silent", chat.StampOf(now.Add(-chat.Lease))))
}

// silentLook is when the sweep looked for what is silent, and until when it need
// not look again unless another program writes.
type silentLook struct {
	looked, next time.Time
	commits      int64
}
