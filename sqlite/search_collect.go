package sqlite

import (
	"cmp"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"

	"minimost/search"
)

var (
	searchScan    = load("search/scan")
	searchNumbers = load("search/numbers")
	searchFindAll = load("search/find_all")
)

// maxScanned is how many blocks that are not indexed a search reads message by
// message: the newest, which is being filled, and those that wait for the index.
const maxScanned = 4

// collect gathers the hits: of the newest messages one by one, of the others by the
// index.
func (c *collector) collect() error {
	if slices.ContainsFunc(c.q.Has, func(f search.Flag) bool { return f.What == search.HasPin && !f.Not }) {
		return c.collectPinned()
	}
	blocks, err := c.readBlocks()
	if err != nil {
		return err
	}
	if err := c.scanUnindexed(blocks); err != nil {
		return err
	}
	slices.SortStableFunc(blocks, func(a, b indexBlock) int { return cmp.Compare(b.newest, a.newest) })
	look := c.newLookup()
	for _, b := range blocks {
		if !c.needs(b.newest) {
			return nil
		}
		if !c.mayHold(b) {
			continue
		}
		// Each page gets further than the one before, however much the times of blocks overlap.
		if c.reads <= 0 && (c.before.ID == 0 || b.newest < c.before.TS) {
			c.ended, c.rest = true, b.newest
			return nil
		}
		if err := c.searchBlock(look, b); err != nil {
			return err
		}
	}
	return nil
}

// collectPinned looks at the pinned messages alone, which are few.
func (c *collector) collectPinned() error {
	for channel := range c.channels {
		err := pinList.each(c.conn, func(stmt Stmt) error {
			m, found, err := findMessage(c.conn, stmt.GetInt64("message_id"))
			if err != nil || !found {
				return err
			}
			return c.consider(m)
		}, text(":channel", channel))
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *collector) readBlocks() (blocks []indexBlock, err error) {
	err = searchBlocks.each(c.conn, func(stmt Stmt) error {
		b, err := scanBlock(stmt)
		blocks = append(blocks, b)
		return err
	})
	return blocks, err
}

// mayHold reports whether messages of the block are of the time that is asked for.
func (c *collector) mayHold(b indexBlock) bool {
	return b.newest >= max(c.q.Since, c.unread) && (c.q.Until == 0 || b.oldest < c.q.Until) && (c.before.ID == 0 || b.oldest <= c.before.TS)
}

// scanUnindexed looks at every message that is in none of the blocks, which come
// the highest first.
func (c *collector) scanUnindexed(blocks []indexBlock) error {
	var lowest, highest int64
	_, err := searchNumbers.one(c.conn, func(stmt Stmt) {
		lowest, highest = stmt.GetInt64("lowest"), stmt.GetInt64("highest")
	})
	if err != nil || lowest == 0 {
		return err
	}
	first, _ := search.Place(lowest)
	last, _ := search.Place(highest)
	scanned := 0
	for n := last; n >= first; n-- {
		for len(blocks) > 0 && blocks[0].number > n {
			blocks = blocks[1:]
		}
		if len(blocks) > 0 && blocks[0].number == n {
			continue
		}
		if scanned++; scanned > maxScanned {
			c.incomplete = true
			return nil
		}
		from, to := search.Numbers(n)
		if n == last {
			to = math.MaxInt64
		}
		if err := c.scan(from, to); err != nil {
			return err
		}
	}
	return nil
}

// scan looks at every message of a range of ids.
func (c *collector) scan(first, last int64) error {
	return searchScan.each(c.conn, func(stmt Stmt) error {
		if c.channels[stmt.GetText("channel")] == nil {
			return nil
		}
		return c.consider(scanMessage(stmt))
	}, whole(":first", first), whole(":last", last))
}

// lookup is what is looked up in each block.
type lookup struct {
	grams   []gramFound
	without []string // grams that no hit has
	from    bool     // whether the sender is looked up
}

// gramFound is a gram and how many messages had it so far.
type gramFound struct {
	gram  string
	found int
}

func (c *collector) newLookup() *lookup {
	look := &lookup{without: c.q.Without(), from: len(c.q.From) > 0 || c.q.Asks(search.IsMine)}
	for _, gram := range c.q.Grams() {
		look.grams = append(look.grams, gramFound{gram: gram})
	}
	return look
}

var errFull = errors.New("enough hits of a block")

// searchBlock looks at the messages of a block that have every gram, are in a
// channel of the asker's and of a sender who is asked for.
func (c *collector) searchBlock(look *lookup, b indexBlock) error {
	bits, err := c.candidates(look, b)
	if err != nil {
		return err
	}
	first, _ := search.Numbers(b.number)
	ids, most := make([]int64, 0, mostFound), leastFound
	for place := range bits.Backwards {
		if ids = append(ids, first+int64(place)); len(ids) < most {
			continue
		}
		if err := c.considerAll(ids, b); err != nil {
			return enough(err)
		}
		ids, most = ids[:0], min(2*most, mostFound)
	}
	return enough(c.considerAll(ids, b))
}

// enough is nil for errFull.
func enough(err error) error {
	if errors.Is(err, errFull) {
		return nil
	}
	return err
}

// leastFound and mostFound are how many messages are read at once: the more were no
// page of hits the more.
const leastFound, mostFound = 16, 256

// considerAll looks at messages, the highest first, as long as hits are needed.
func (c *collector) considerAll(ids []int64, b indexBlock) error {
	if len(ids) == 0 {
		return nil
	}
	c.reads -= len(ids)
	list := make([]byte, 0, 12*len(ids))
	for i, id := range ids {
		if i > 0 {
			list = append(list, ',')
		}
		list = strconv.AppendInt(list, id, 10)
	}
	return searchFindAll.each(c.conn, func(stmt Stmt) error {
		m := scanMessage(stmt)
		if !c.needs(m.TS.Add(b.disorder)) {
			return errFull
		}
		return c.consider(m)
	}, text(":ids", string(list)))
}

func (c *collector) candidates(look *lookup, b indexBlock) (bits search.Bits, err error) {
	bits = search.AllBits()
	for i := range look.grams {
		with, err := b.gram(c.conn, look.grams[i].gram)
		if err != nil {
			return bits, err
		}
		look.grams[i].found += with.Count()
		if bits.And(&with) == 0 {
			look.rarestFirst()
			return bits, nil
		}
	}
	look.rarestFirst()
	channels, err := b.names(c.conn, channelsRow)
	if err != nil {
		return bits, err
	}
	seen := channels.Fitting(func(id string) bool { return c.channels[id] != nil })
	if bits.And(&seen) == 0 {
		return bits, nil
	}
	for _, gram := range look.without {
		with, err := b.gram(c.conn, gram)
		if err != nil {
			return bits, err
		}
		bits.AndNot(&with)
	}
	if !look.from {
		return bits, nil
	}
	senders, err := b.names(c.conn, sendersRow)
	wanted := senders.Fitting(c.sentBy)
	bits.And(&wanted)
	return bits, err
}

// rarestFirst has the grams looked up first that leave the fewest messages.
func (l *lookup) rarestFirst() {
	slices.SortStableFunc(l.grams, func(a, b gramFound) int { return cmp.Compare(a.found, b.found) })
}

// sentBy reports whether messages of that sender may be hits.
func (sc *scope) sentBy(sender string) bool {
	for _, f := range sc.q.Is {
		if f.What == search.IsMine && (sender == sc.user) == f.Not {
			return false
		}
	}
	return named(sc.q.From, func(name string) bool { return sc.isSender(name, sender) })
}

func (sc *scope) isSender(name, sender string) bool {
	return strings.EqualFold(name, sender) || strings.EqualFold(name, "me") && sender == sc.user
}
