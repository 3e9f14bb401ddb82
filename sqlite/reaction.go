package sqlite

import (
	"context"
	"slices"
	"time"

	"zombiezen.com/go/sqlite"

	"minimost/chat"
)

var (
	reactionList   = load("reaction/list")
	reactionInsert = load("reaction/insert")
	reactionDelete = load("reaction/delete")
	reactionTouch  = load("reaction/touch")
)

// React adds the user's reaction to a message, or takes it back, and returns
// the message's reactions after that. It is ErrNoMessage for a message that is
// deleted or that the user cannot see, and Conflict at the cap of emoji.
func (s *Store) React(ctx context.Context, user string, id int64, emoji string, now time.Time) (reactions []chat.Reaction, err error) {
	err = s.write(ctx, durable, func(tx *transaction) error {
		m, r, err := s.visibleMessage(tx.Conn, user, id)
		if err != nil {
			return err
		}
		if m.Deleted {
			return chat.ErrNoMessage
		}
		if reactions, err = findReactions(tx.Conn, m); err != nil {
			return err
		}
		add, err := chat.ToggleReaction(reactions, user, emoji)
		if err != nil {
			return err
		}
		tx.about(chat.TopicMessages(m.Channel))
		if err := toggle(tx.Conn, m, r, emoji, add, now); err != nil {
			return err
		}
		reactions, err = findReactions(tx.Conn, m)
		return err
	})
	return reactions, err
}

func toggle(conn *sqlite.Conn, m chat.Message, r reader, emoji string, add bool, now time.Time) error {
	key := []binding{
		text(":channel", m.Channel), real(":msg_ts", m.TS), text(":emoji", emoji), text(":reactor", r.name),
	}
	var err error
	if add {
		err = reactionInsert.exec(conn, append(key, real(":reacted_ts", chat.StampOf(now)))...)
	} else {
		err = reactionDelete.exec(conn, key...)
	}
	if err != nil {
		return err
	}
	ts, err := nextStamp(conn, r.Channel, now)
	if err != nil {
		return err
	}
	return reactionTouch.exec(conn, whole(":id", m.ID), real(":ts", ts))
}

// fillReactions adds the reactions to those messages that ever had one.
func fillReactions(conn *sqlite.Conn, messages []*chat.Message) (err error) {
	for _, m := range messages {
		if m.ReactionsTS == 0 || m.Deleted {
			continue
		}
		if m.Reactions, err = findReactions(conn, *m); err != nil {
			return err
		}
	}
	return nil
}

func findReactions(conn *sqlite.Conn, m chat.Message) (reactions []chat.Reaction, err error) {
	err = reactionList.each(conn, func(stmt *sqlite.Stmt) error {
		emoji, reactor := stmt.GetText("emoji"), stmt.GetText("reactor")
		i := slices.IndexFunc(reactions, func(r chat.Reaction) bool { return r.Emoji == emoji })
		if i < 0 {
			i = len(reactions)
			reactions = append(reactions, chat.Reaction{Emoji: emoji})
		}
		reactions[i].Reactors = append(reactions[i].Reactors, reactor)
		return nil
	}, text(":channel", m.Channel), real(":msg_ts", m.TS))
	return reactions, err
}
