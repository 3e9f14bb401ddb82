package sqlite

import (
	"context"
	"slices"
	"time"

	"minimost/chat"
)

var (
	reactionList      = load("reaction/list")
	reactionSpellings = load("reaction/spellings")
	reactionInsert    = load("reaction/insert")
	reactionDelete    = load("reaction/delete")
	reactionTouch     = load("reaction/touch")
)

// React adds the user's reaction to a message, or takes it back, and returns
// the message's reactions after that. It is ErrNoMessage for a message that is
// deleted or that the user cannot see, and Conflict at the cap of emoji.
func (s *Store) React(ctx context.Context, user string, id int64, emoji string, now time.Time) ([]chat.Reaction, error) {
	return s.react(ctx, user, id, emoji, now, func(mine bool) bool { return !mine })
}

// SetReaction is React for a reaction that is to be there or not: one that is so
// already is left alone.
func (s *Store) SetReaction(ctx context.Context, user string, id int64, emoji string, on bool, now time.Time) error {
	_, err := s.react(ctx, user, id, emoji, now, func(bool) bool { return on })
	return err
}

// react makes the user's reaction what wanted says of what it is.
func (s *Store) react(ctx context.Context, user string, id int64, emoji string, now time.Time, wanted func(mine bool) bool) ([]chat.Reaction, error) {
	find := func(tx *transaction) (reacted, reader, error) {
		m, r, err := s.reactedMessage(tx, user, id)
		if err == nil && m.Deleted {
			err = chat.ErrNoMessage
		}
		return m, r, err
	}
	return once(ctx, s, &write{durability: durable, noSavepoint: true}, now, change[[]chat.Reaction]{
		do: func(tx *transaction) ([]chat.Reaction, error) {
			m, r, err := find(tx)
			if err != nil {
				return nil, err
			}
			if mine := slices.Contains(m.rows, reactionRow{emoji, user}); wanted(mine) == mine {
				return m.grouped, nil
			}
			add, err := chat.ToggleReaction(m.grouped, user, emoji)
			if err != nil {
				return nil, err
			}
			tx.publish(chat.TopicMessages(m.Channel), chat.TopicActivity(m.Sender))
			m.rows = toggled(m.rows, reactionRow{emoji, user}, add)
			if err := s.toggle(tx, m, r, emoji, add, now); err != nil {
				return nil, err
			}
			m.grouped = groupReactions(m.rows)
			tx.keepMessage(m)
			return m.grouped, nil
		},
		again: func(tx *transaction, reactions []chat.Reaction, kept bool) ([]chat.Reaction, error) {
			m, _, err := find(tx)
			if err == nil && !kept {
				reactions = m.grouped
			}
			return reactions, err
		},
	})
}

// reactedMessage is visibleMessage with the reactions, cached or read.
func (s *Store) reactedMessage(tx *transaction, user string, id int64) (reacted, reader, error) {
	m, ok := tx.messages[id]
	if !ok {
		found, r, err := s.visibleMessage(tx.Conn, user, id)
		if err != nil {
			return m, r, err
		}
		rows, respelled, err := s.reactionRows(tx.Conn, found)
		if err != nil {
			return m, r, err
		}
		found.Content = "" // of no use here, and long
		m = reacted{found, rows, groupReactions(rows), respelled}
		tx.messages[id] = m
	}
	r, err := s.knownAccess(tx, user, m.Channel)
	if chat.CodeOf(err) == chat.Forbidden || err == nil && !r.Sees(m.TS) {
		err = chat.ErrNoMessage
	}
	if closed := r.Closed(); err == nil && !closed.TakesChanges() {
		err = closed.Refusal("")
	}
	return m, r, err
}

// toggled is a new list with the row at its end, or without it.
func toggled(rows []reactionRow, row reactionRow, add bool) []reactionRow {
	next := make([]reactionRow, 0, len(rows)+1)
	for _, r := range rows {
		if r != row {
			next = append(next, r)
		}
	}
	if add {
		next = append(next, row)
	}
	return next
}

func (s *Store) toggle(tx *transaction, m reacted, r reader, emoji string, add bool, now time.Time) error {
	var err error
	key := []binding{text(":channel", m.Channel), real(":msg_ts", m.TS), text(":reactor", r.name)}
	switch {
	case add:
		err = reactionInsert.later(tx.Conn, append(key, text(":emoji", emoji), real(":reacted_ts", chat.StampOf(now)), text(":author", m.Sender))...)
	case m.respelled:
		err = s.deleteRespelled(tx.Conn, key, emoji)
	default:
		err = reactionDelete.later(tx.Conn, append(key, text(":emoji", emoji))...)
	}
	if err != nil {
		return err
	}
	ts, err := nextStamp(tx, r.Channel, now)
	if err != nil {
		return err
	}
	// Of many reactions to a message in one transaction the last stamp is enough.
	tx.pendingTouches[m.ID] = ts
	return nil
}

// deleteRespelled removes somebody's reaction to a message in every spelling: other
// programs leave out variation selectors, or store an emoji by its name.
func (s *Store) deleteRespelled(conn Conn, key []binding, emoji string) error {
	var spellings []string
	err := reactionSpellings.each(conn, func(stmt Stmt) error {
		if stored := stmt.GetText("emoji"); s.canonicalEmoji(stored) == emoji {
			spellings = append(spellings, stored)
		}
		return nil
	}, key...)
	for _, stored := range spellings {
		if err == nil {
			err = reactionDelete.exec(conn, append(key, text(":emoji", stored))...)
		}
	}
	return err
}

// fillReactions adds the reactions to those messages that ever had one.
func (s *Store) fillReactions(conn Conn, messages []*chat.Message) (err error) {
	for _, m := range messages {
		if m.ReactionsTS == 0 || m.Deleted {
			continue
		}
		if m.Reactions, err = s.findReactions(conn, *m); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) findReactions(conn Conn, m chat.Message) ([]chat.Reaction, error) {
	rows, _, err := s.reactionRows(conn, m)
	return groupReactions(rows), err
}

// reactionRows reads a message's reactions. Two spellings of one emoji by one
// person are one reaction; respelled says that some are not stored as they are listed.
func (s *Store) reactionRows(conn Conn, m chat.Message) (rows []reactionRow, respelled bool, err error) {
	err = reactionList.each(conn, func(stmt Stmt) error {
		stored := stmt.GetText("emoji")
		row := reactionRow{s.canonicalEmoji(stored), stmt.GetText("reactor")}
		respelled = respelled || row.emoji != stored
		if !respelled || !slices.Contains(rows, row) {
			rows = append(rows, row)
		}
		return nil
	}, text(":channel", m.Channel), real(":msg_ts", m.TS))
	return rows, respelled, err
}

// groupReactions puts the reactors of each emoji together, in the order they
// reacted; the emoji are in the order of their first.
func groupReactions(rows []reactionRow) (reactions []chat.Reaction) {
	for _, row := range rows {
		i := slices.IndexFunc(reactions, func(r chat.Reaction) bool { return r.Emoji == row.emoji })
		if i < 0 {
			i = len(reactions)
			reactions = append(reactions, chat.Reaction{Emoji: row.emoji})
		}
		reactions[i].Reactors = append(reactions[i].Reactors, row.reactor)
	}
	return reactions
}
