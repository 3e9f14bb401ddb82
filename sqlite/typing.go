package sqlite

import (
	"context"
	"time"

	"zombiezen.com/go/sqlite"

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
)

// StartTyping records a keystroke. It is ErrNoChannel without access; nothing
// is written for those whose typing is not shown.
func (s *Store) StartTyping(ctx context.Context, user, channel string, now time.Time) error {
	return s.write(ctx, volatile, func(tx *transaction) error {
		reader, err := s.accessToPost(tx.Conn, user, channel)
		if err != nil {
			return err
		}
		p, err := findPresence(tx.Conn, user)
		if err != nil || !chat.ShowsTyping(reader.settings, p.Invisible(now)) {
			return err
		}
		t := chat.Typing{User: user}
		_, err = typingFind.one(tx.Conn, func(stmt *sqlite.Stmt) {
			t.TS, t.StartedTS = getStamp(stmt, "ts"), getStamp(stmt, "started_ts")
		}, text(":user", user), text(":channel", channel))
		if err != nil {
			return err
		}
		t = t.Keystroke(now)
		tx.about(chat.TopicTyping(channel))
		return typingUpsert.exec(tx.Conn, text(":user", user), text(":channel", channel),
			real(":ts", t.TS), real(":started_ts", t.StartedTS))
	})
}

// StopTyping forgets the user's keystrokes in the channel.
func (s *Store) StopTyping(ctx context.Context, user, channel string) error {
	return s.write(ctx, volatile, func(tx *transaction) error {
		tx.about(chat.TopicTyping(channel))
		return typingDelete.exec(tx.Conn, text(":user", user), text(":channel", channel))
	})
}

// stopTypingEverywhere forgets all of the user's keystrokes.
func stopTypingEverywhere(tx *transaction, user string) error {
	err := typingChannels.each(tx.Conn, func(stmt *sqlite.Stmt) error {
		tx.about(chat.TopicTyping(stmt.GetText("channel")))
		return nil
	}, text(":user", user))
	if err != nil {
		return err
	}
	return typingDeleteUser.exec(tx.Conn, text(":user", user))
}

// Typists lists who is typing in the channel, without the user, who started
// first first. It is ErrNoChannel without access.
func (s *Store) Typists(ctx context.Context, user, channel string, now time.Time) (names []string, err error) {
	err = s.read(ctx, func(conn *sqlite.Conn) error {
		if _, err := s.access(conn, user, channel); err != nil {
			return err
		}
		var rows []chat.Typing
		err := typingList.each(conn, func(stmt *sqlite.Stmt) error {
			p := chat.Presence{Override: chat.Override(stmt.GetText("override")), OverrideUntil: getStamp(stmt, "override_until")}
			if chat.ShowsTyping(chat.Settings{ShareTyping: stmt.GetBool("share_typing")}, p.Invisible(now)) {
				rows = append(rows, chat.Typing{
					User: stmt.GetText("user"), TS: getStamp(stmt, "ts"), StartedTS: getStamp(stmt, "started_ts"),
				})
			}
			return nil
		}, text(":channel", channel), real(":since", chat.StampOf(now.Add(-chat.TypingWindow))))
		names = chat.Typists(rows, user, now)
		return err
	})
	return names, err
}
