package sqlite

import (
	"zombiezen.com/go/sqlite"

	"minimost/chat"
)

// memoRows bounds what the writer remembers: about 30 MB at worst.
const memoRows = 100_000

// memo is what the writer remembers of the rows it has read and written, so
// that frequent changes need not read them again. Only the writer's goroutine
// uses it. It is emptied whenever anything but a light change may have touched
// those rows: a commit of another connection, any other change, a rollback.
type memo struct {
	access    map[userChannel]reader
	posts     map[userChannel]reader // access of those who may post
	presences map[string]chat.Presence
	typing    map[userChannel]chat.Typing // a zero TS: there is no row
	clocks    map[string]clock
	messages  map[int64]reacted
	// touches are the stamps of messages whose reactions changed, to be stored
	// before anything but a light change looks at them.
	touches map[int64]chat.Stamp
}

type userChannel struct{ user, channel string }

// clock is the newest stamp that a channel has handed out.
type clock struct {
	last chat.Stamp
	// read is when it was read from the rows; one far ahead of the clock then may
	// have come into its range since.
	read chat.Stamp
}

// reacted is a message with its reactions in the order people made them.
type reacted struct {
	chat.Message
	rows []reactionRow
}

type reactionRow struct{ emoji, reactor string }

// forget empties the memo.
func (m *memo) forget() {
	if m.size() == 0 && m.access != nil {
		return
	}
	*m = memo{
		access: map[userChannel]reader{}, posts: map[userChannel]reader{}, presences: map[string]chat.Presence{},
		typing: map[userChannel]chat.Typing{}, clocks: map[string]clock{}, messages: map[int64]reacted{}, touches: map[int64]chat.Stamp{},
	}
}

func (m *memo) size() int {
	return len(m.access) + len(m.posts) + len(m.presences) + len(m.typing) + len(m.clocks) + len(m.messages) + len(m.touches)
}

// flush stores the touches.
func (m *memo) flush(conn *sqlite.Conn) error {
	for id, ts := range m.touches {
		if err := reactionTouch.exec(conn, whole(":id", id), real(":ts", ts)); err != nil {
			return err
		}
	}
	clear(m.touches)
	return nil
}

// recall returns what is remembered under key, or what read returns, which is
// then remembered.
func recall[K comparable, V any](known map[K]V, key K, read func() (V, error)) (V, error) {
	if v, ok := known[key]; ok {
		return v, nil
	}
	v, err := read()
	if err == nil {
		known[key] = v
	}
	return v, err
}
