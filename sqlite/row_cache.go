package sqlite

import (
	"minimost/chat"
)

// maxCachedRows bounds the row cache: about 30 MB at worst.
const maxCachedRows = 100_000

// rowCache holds the rows that the writer has read and written, so that frequent
// changes need not read them again. Only the writer's goroutine uses it. It is
// cleared whenever anything but a change without a savepoint may have touched
// those rows: an external commit, any other change, a rollback.
type rowCache struct {
	access    map[userChannel]reader
	posts     map[userChannel]reader // access of those who may post
	presences map[string]chat.Presence
	typing    map[userChannel]chat.Typing // a zero TS: there is no row
	clocks    map[string]clock
	messages  map[int64]reacted
	// pendingTouches are the stamps of messages whose reactions changed, which flush
	// stores before anything but a change without a savepoint reads them.
	pendingTouches map[int64]chat.Stamp

	touched Touched // by the present transaction
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
	rows      []reactionRow
	grouped   []chat.Reaction // the rows, as they are answered
	respelled bool            // some are stored in another spelling
}

type reactionRow struct{ emoji, reactor string }

// clear empties the cache.
func (c *rowCache) clear() {
	c.touched.Everything = true
	if c.size() == 0 && c.access != nil {
		return
	}
	*c = rowCache{
		touched: c.touched,
		access:  map[userChannel]reader{}, posts: map[userChannel]reader{}, presences: map[string]chat.Presence{},
		typing: map[userChannel]chat.Typing{}, clocks: map[string]clock{}, messages: map[int64]reacted{}, pendingTouches: map[int64]chat.Stamp{},
	}
}

func (c *rowCache) size() int {
	return len(c.access) + len(c.posts) + len(c.presences) + len(c.typing) + len(c.clocks) + len(c.messages) + len(c.pendingTouches)
}

// flush stores the pending touches.
func (c *rowCache) flush(conn Conn) error {
	for id, ts := range c.pendingTouches {
		if err := reactionTouch.later(conn, whole(":id", id), real(":ts", ts)); err != nil {
			return err
		}
	}
	clear(c.pendingTouches)
	return nil
}

// loadCached returns the cached value of key, or what read returns, which is then
// cached.
func loadCached[K comparable, V any](known map[K]V, key K, read func() (V, error)) (V, error) {
	if v, ok := known[key]; ok {
		return v, nil
	}
	v, err := read()
	if err == nil {
		known[key] = v
	}
	return v, err
}
