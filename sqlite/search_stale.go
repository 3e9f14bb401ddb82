package sqlite

import (
	"errors"

	"zombiezen.com/go/sqlite"

	"minimost/chat"
	"minimost/search"
)

var (
	searchStale       = load("search/stale")
	searchAnyStale    = load("search/any_stale")
	searchDeleteStale = load("search/delete_stale")
	searchToIndex     = load("search/to_index")
)

// staleMessage is a message that has changed since it was indexed.
type staleMessage struct {
	id      int64
	content string // what was indexed
	changed bool   // whether the text was
}

// reindex brings the index up to date with what has changed, in the transaction
// that has changed it. It reports whether messages changed that are in no block.
func (w *writer) reindex() (unindexed bool, err error) {
	if watch, ok := w.conn.(indexWatch); ok && !watch.MayUnindex() {
		return false, nil
	}
	return reindex(w.conn)
}

// indexWatch is a connection that knows what its transaction has done.
type indexWatch interface {
	// MayUnindex reports whether that may have left something to index anew: finding out takes
	// a round trip.
	MayUnindex() bool
}

// reindex indexes what has changed.
func reindex(conn Conn) (unindexed bool, err error) {
	if any, err := searchAnyStale.one(conn, func(Stmt) {}); err != nil || !any {
		return false, err
	}
	var stale []staleMessage
	err = searchStale.each(conn, func(stmt Stmt) error {
		old := staleMessage{id: stmt.GetInt64("message_id"), content: stmt.GetText("content")}
		old.changed = stmt.ColumnType(stmt.ColumnIndex("content")) != sqlite.TypeNull
		stale = append(stale, old)
		return nil
	})
	if err != nil {
		return false, err
	}
	for rest := stale; len(rest) > 0; {
		block, _ := search.Place(rest[0].id)
		n := 1
		for n < len(rest) && inBlock(rest[n].id, block) {
			n++
		}
		indexed, err := reindexBlock(conn, block, rest[:n])
		if errors.Is(err, errBadIndex) {
			indexed, err = false, deleteBlocks(conn, block, block)
		}
		if err != nil {
			return unindexed, err
		}
		unindexed, rest = unindexed || !indexed, rest[n:]
	}
	return unindexed, searchDeleteStale.exec(conn, whole(":first", stale[0].id), whole(":last", stale[len(stale)-1].id))
}

func inBlock(id, block int64) bool {
	b, _ := search.Place(id)
	return b == block
}

// reindexBlock brings a block up to date, if it is there.
func reindexBlock(conn Conn, number int64, stale []staleMessage) (indexed bool, err error) {
	var b indexBlock
	indexed, err = findBlock(conn, number, &b)
	if err != nil || !indexed {
		return false, err
	}
	channels, err := b.names(conn, channelsRow)
	if err != nil {
		return true, err
	}
	senders, err := b.names(conn, sendersRow)
	if err != nil {
		return true, err
	}
	var changes []search.Change
	for _, old := range stale {
		_, place := search.Place(old.id)
		now, reacted, err := findToIndex(conn, old.id)
		if err != nil {
			return true, err
		}
		channel, sender := "", ""
		if now != nil {
			channel, sender = now.Channel, now.Sender
		}
		channels.Set(place, channel)
		senders.Set(place, sender)
		changes = append(changes, old.change(place, now, reacted))
	}
	if err := errors.Join(b.write(conn, channelsRow, channels.Encode()), b.write(conn, sendersRow, senders.Encode())); err != nil {
		return true, err
	}
	return true, b.apply(conn, changes)
}

func (old staleMessage) change(place int, now *chat.Message, reacted bool) search.Change {
	switch {
	case old.changed:
		return search.NewChange(place, &chat.Message{Content: old.content, Edited: true}, now, reacted)
	case now != nil:
		return search.NewMarks(place, *now, reacted)
	}
	return search.Change{Place: place}
}

func findBlock(conn Conn, number int64, b *indexBlock) (found bool, err error) {
	err = searchFindBlock.each(conn, func(stmt Stmt) (err error) {
		found = true
		*b, err = scanBlock(stmt)
		return err
	}, whole(":block", number))
	return found, err
}

// findToIndex is a message as it is now, nil where it cannot be found any more.
func findToIndex(conn Conn, id int64) (m *chat.Message, reacted bool, err error) {
	err = searchToIndex.each(conn, func(stmt Stmt) error {
		if now := scanMessage(stmt); search.Indexed(now) {
			m, reacted = &now, stmt.GetBool("reacted")
		}
		return nil
	}, whole(":first", id), whole(":last", id))
	return m, reacted, err
}

// apply changes the chunks of a block.
func (b indexBlock) apply(conn Conn, changes []search.Change) error {
	for at, part := range search.ByChunk(b.directory, changes) {
		chunk, err := b.read(conn, firstGramRow+at)
		if err != nil {
			return err
		}
		changed, ok := search.Apply(chunk, part)
		if !ok {
			return errBadIndex
		}
		if err := b.write(conn, firstGramRow+at, changed); err != nil {
			return err
		}
	}
	return nil
}
