package sqlite

import (
	"errors"
	"time"

	"zombiezen.com/go/sqlite"

	"minimost/chat"
	"minimost/search"
)

var (
	searchBlocks       = load("search/blocks")
	searchFindBlock    = load("search/find_block")
	searchInsertBlock  = load("search/insert_block")
	searchDeleteBlocks = load("search/delete_blocks")
	searchFindData     = load("search/find_data")
	searchInsertData   = load("search/insert_data")
	searchDeleteData   = load("search/delete_data")
)

// indexBlock is what is always read of a block of the index.
type indexBlock struct {
	number         int64
	oldest, newest chat.Stamp
	disorder       time.Duration
	directory      search.Directory
}

// Rows of search_grams that belong to a block, from its first row on.
const (
	blockRows    = 1024
	channelsRow  = 0
	sendersRow   = 1
	firstGramRow = 2
)

// errBadIndex is a part of the index that nothing of ours has written.
var errBadIndex = errors.New("the index of the messages is damaged")

func scanBlock(stmt Stmt) (b indexBlock, err error) {
	b = indexBlock{
		number: stmt.GetInt64("block"), oldest: getStamp(stmt, "oldest_ts"), newest: getStamp(stmt, "newest_ts"),
		disorder: time.Duration(stmt.GetFloat("disorder_s") * float64(time.Second)),
	}
	var ok bool
	if b.directory, ok = search.ReadDirectory(getBlob(stmt, "directory")); !ok || len(b.directory) == 0 {
		return b, errBadIndex
	}
	return b, nil
}

func getBlob(stmt Stmt, column string) []byte {
	data := make([]byte, stmt.GetLen(column))
	stmt.GetBytes(column, data)
	return data
}

// row is a row of search_grams.
func (b indexBlock) row(n int) int64 { return b.number*blockRows + int64(n) }

func (b indexBlock) read(conn Conn, n int) (data []byte, err error) {
	found, err := searchFindData.one(conn, func(stmt Stmt) { data = getBlob(stmt, "data") }, whole(":id", b.row(n)))
	if err == nil && !found {
		err = errBadIndex
	}
	return data, err
}

func (b indexBlock) write(conn Conn, n int, data []byte) error {
	return searchInsertData.exec(conn, whole(":id", b.row(n)), blob(":data", data))
}

func (b indexBlock) names(conn Conn, n int) (search.Names, error) {
	data, err := b.read(conn, n)
	if err != nil {
		return search.Names{}, err
	}
	names, ok := search.ReadNames(data)
	if !ok {
		err = errBadIndex
	}
	return names, err
}

// gram is which messages of the block have a gram.
func (b indexBlock) gram(conn Conn, gram string) (bits search.Bits, err error) {
	chunk, err := b.read(conn, firstGramRow+b.directory.Chunk(gram))
	if err != nil {
		return bits, err
	}
	bits, ok := search.Find(chunk, gram)
	if !ok {
		err = errBadIndex
	}
	return bits, err
}

// insertBlock stores a block, unless it is there already.
func insertBlock(conn Conn, number int64, made search.Block) error {
	err := searchInsertBlock.exec(conn, whole(":block", number), real(":oldest_ts", made.Oldest), real(":newest_ts", made.Newest),
		binding{name: ":disorder_s", kind: sqlite.TypeFloat, num: made.Disorder.Seconds()}, blob(":directory", made.Directory.Encode()))
	if err != nil || conn.Changes() == 0 {
		return err
	}
	b := indexBlock{number: number}
	for i, data := range append([][]byte{made.Channels.Encode(), made.Senders.Encode()}, made.Chunks...) {
		if err := b.write(conn, i, data); err != nil {
			return err
		}
	}
	return nil
}

// deleteBlocks forgets blocks: their messages are read one by one until they are
// indexed again.
func deleteBlocks(conn Conn, first, last int64) error {
	if err := searchDeleteBlocks.exec(conn, whole(":first", first), whole(":last", last)); err != nil {
		return err
	}
	return searchDeleteData.exec(conn, whole(":first", first*blockRows), whole(":last", (last+1)*blockRows-1))
}
