package sqlite

import (
	"context"
	"sync/atomic"
	"time"

	"minimost/chat"
)

var (
	typingFind          = load("typing/find")
	typingUpsert        = load("typing/upsert")
	typingDelete        = load("typing/delete")
	typingDeleteUser    = load("typing/delete_user")
	typingDeleteChannel = load("typing/delete_channel")
	typingList          = load("typing/list")
	typingChannels      = load("typing/channels")
	typingLapsed        = load("typing/lapsed")
	typingSetBack       = load("typing/set_back")
)

// StartTyping records a keystroke. It is ErrNoChannel without access; nothing
// is written for those whose typing is not shown.
func (s *Store) StartTyping(ctx context.Context, user, channel string, now time.Time) error {
	var lapses chat.Stamp // of the keystroke before, where this one goes on from it
	err := s.writeWithoutSavepoint(ctx, volatile, func(tx *transaction) error {
		lapses = 0
		reader, err := s.postAccess(tx, user, channel)
		if err != nil {
			return err
		}
		p, err := tx.presence(user)
		if err != nil || !chat.ShowsTyping(reader.settings, p.Invisible(now)) {
			return err
		}
		before, err := tx.typingRow(user, channel)
		if err != nil {
			return err
		}
		t := before.Keystroke(now)
		if t.StartedTS != before.Started() {
			tx.publish(chat.TopicTyping(channel))
		} else {
			lapses = before.TS.Add(chat.TypingWindow)
		}
		tx.keepTyping(userChannel{user, channel}, t)
		return typingUpsert.later(tx.Conn, text(":user", user), text(":channel", channel),
			real(":ts", t.TS), real(":started_ts", t.StartedTS))
	})
	// The list of typists stays as it is, unless somebody has asked for it when
	// the keystroke before was over and this one not yet there.
	if err == nil && lapses != 0 && s.typingAsked.isAfter(lapses) {
		s.publish(chat.TopicTyping(channel))
	}
	return err
}

// latest is the latest of the times that it was told of.
type latest struct{ micros atomic.Int64 }

func (l *latest) note(t time.Time) {
	for {
		known := l.micros.Load()
		if known >= t.UnixMicro() || l.micros.CompareAndSwap(known, t.UnixMicro()) {
			return
		}
	}
}

func (l *latest) isAfter(s chat.Stamp) bool { return l.micros.Load() > s.Time().UnixMicro() }

// StopTyping forgets the user's keystrokes in the channel. Where there can be
// none it does nothing.
func (s *Store) StopTyping(ctx context.Context, user, channel string) error {
	if _, err := chat.ParseChannel(channel); err != nil {
		return nil //nolint:nilerr // what a client makes up is not cached
	}
	return s.writeWithoutSavepoint(ctx, volatile, func(tx *transaction) error {
		return stopTyping(tx, user, channel)
	})
}

func stopTyping(tx *transaction, user, channel string) error {
	t, err := tx.typingRow(user, channel)
	if err != nil || t.TS == 0 {
		return err
	}
	tx.publish(chat.TopicTyping(channel))
	tx.keepTyping(userChannel{user, channel}, chat.Typing{User: user})
	return typingDelete.later(tx.Conn, text(":user", user), text(":channel", channel))
}

// typingRow is the user's row of the channel, cached or read; without one
// its TS is none.
func (tx *transaction) typingRow(user, channel string) (chat.Typing, error) {
	return loadCached(tx.typing, userChannel{user, channel}, func() (chat.Typing, error) {
		t := chat.Typing{User: user}
		_, err := typingFind.one(tx.Conn, func(stmt Stmt) {
			t.TS, t.StartedTS = getStamp(stmt, "ts"), getStamp(stmt, "started_ts")
		}, text(":user", user), text(":channel", channel))
		return t, err
	})
}

// stopTypingEverywhere forgets all of the user's keystrokes.
func stopTypingEverywhere(tx *transaction, user string) error {
	err := typingChannels.each(tx.Conn, func(stmt Stmt) error {
		tx.publish(chat.TopicTyping(stmt.GetText("channel")))
		return nil
	}, text(":user", user))
	if err != nil {
		return err
	}
	return typingDeleteUser.exec(tx.Conn, text(":user", user))
}

// Typing lists the keystrokes in the channel that may still count at now and
// that others may see, whoever asks.
func (s *Store) Typing(ctx context.Context, channel string, now time.Time) (rows []chat.Typing, err error) {
	s.typingAsked.note(now)
	err = s.read(ctx, func(conn Conn) error {
		return typingList.each(conn, func(stmt Stmt) error {
			p := chat.Presence{Override: chat.Override(stmt.GetText("override")), OverrideUntil: getStamp(stmt, "override_until")}
			if chat.ShowsTyping(chat.Settings{ShareTyping: stmt.GetBool("share_typing")}, p.Invisible(now)) {
				rows = append(rows, chat.Typing{
					User: stmt.GetText("user"), TS: getStamp(stmt, "ts"), StartedTS: getStamp(stmt, "started_ts"),
				})
			}
			return nil
		}, text(":channel", channel), real(":since", chat.StampOf(now.Add(-chat.TypingWindow))))
	})
	return rows, err
}
