package sqlite

import (
	"context"

	"minimost/search"
)

var searchBlockNumbers = load("search/block_numbers")

// IndexMessages takes one step of indexing what is not indexed yet, the newest
// first, and tells how far it has come. Where nothing is left it only looks.
func (s *Store) IndexMessages(ctx context.Context) (search.Indexing, error) {
	var missing, outdated []int64
	var so search.Indexing
	var stale bool
	err := s.read(ctx, func(conn Conn) (err error) {
		if missing, outdated, so, err = indexState(conn); err == nil {
			stale, err = searchAnyStale.one(conn, func(Stmt) {})
		}
		return err
	})
	if err != nil {
		return so, err
	}
	if stale || len(outdated) > 0 {
		// Of another program's change nobody has taken notice yet.
		err = s.write(ctx, volatile, func(tx *transaction) error {
			if len(outdated) == 0 {
				return nil
			}
			return deleteBlocks(tx.Conn, 0, outdated[0])
		})
	}
	if err != nil || len(missing) == 0 {
		return so, err
	}
	made, err := s.indexBlock(ctx, missing[0])
	if made {
		so.Done++
	}
	return so, err
}

// indexState lists the blocks that are full and not indexed, and those of which no
// message is left, the highest first.
func indexState(conn Conn) (missing, outdated []int64, so search.Indexing, err error) {
	var lowest, highest int64
	if _, err = searchNumbers.one(conn, func(stmt Stmt) {
		lowest, highest = stmt.GetInt64("lowest"), stmt.GetInt64("highest")
	}); err != nil || lowest == 0 {
		return nil, nil, so, err
	}
	first, _ := search.Place(lowest)
	next, _ := search.Place(highest + 1) // which is not full
	n := next - 1
	err = searchBlockNumbers.each(conn, func(stmt Stmt) error {
		number := stmt.GetInt64("block")
		if number < first {
			outdated = append(outdated, number)
			return nil
		}
		for ; n > number; n-- {
			missing = append(missing, n)
		}
		n--
		so.Done++
		return nil
	})
	for ; n >= first; n-- {
		missing = append(missing, n)
	}
	so.All = so.Done + len(missing)
	return missing, outdated, so, err
}

// indexBlock makes a block from what is committed and stores it, unless a message
// that is in no block has changed meanwhile: then the next step tries again.
func (s *Store) indexBlock(ctx context.Context, number int64) (made bool, err error) {
	before := s.writer.unindexed.Load()
	builder := search.NewBuilder()
	first, last := search.Numbers(number)
	err = s.read(ctx, func(conn Conn) error {
		return searchToIndex.each(conn, func(stmt Stmt) error {
			builder.Add(scanMessage(stmt), stmt.GetBool("reacted"))
			return nil
		}, whole(":first", first), whole(":last", last))
	})
	if err != nil {
		return false, err
	}
	block := builder.Block()
	err = s.write(ctx, volatile, func(tx *transaction) error {
		if made = s.writer.unindexed.Load() == before; !made {
			return nil
		}
		return insertBlock(tx.Conn, number, block)
	})
	return made && err == nil, err
}
