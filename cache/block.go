package cache

import (
	"context"
	"maps"
	"slices"
	"time"

	"minimost/chat"
)

type blockStore interface {
	// Blocks are those of which the user is either side.
	Blocks(ctx context.Context, user string) ([]chat.Block, error)
	// BlockSides are the names of all who are either side of one, or bots that are through
	// their owners, some of them several times.
	BlockSides(ctx context.Context) ([]string, error)
}

// Blocks is what keeps somebody and others apart. Its maps are by the other, with
// since when.
type Blocks struct {
	// Blocked are those whom they have blocked, and Blockers those who have blocked
	// them and look offline to them.
	Blocked, Blockers map[string]chat.Stamp
	// bots are those of Blocked who are so through their owners.
	bots map[string]chat.Stamp
}

// Has reports whether they have blocked somebody.
func (b Blocks) Has(name string) bool {
	_, blocked := b.Blocked[name]
	return blocked
}

// Names are those whom they have blocked by name, sorted.
func (b Blocks) Names() []string {
	names := slices.Sorted(maps.Keys(b.Blocked))
	return slices.DeleteFunc(names, func(name string) bool { return b.bots[name] != 0 })
}

// Blocks is what keeps the user and others apart. Of most people, whom nothing does,
// nothing is kept.
func (c *Cache) Blocks(ctx context.Context, user string, now time.Time) (Blocks, error) {
	if sides, err := c.sidesOfBlocks(ctx, now); err != nil || !sides[user] {
		return Blocks{}, err
	}
	return c.blocks.Get(c.changes, now, user, func() (Read[Blocks], error) {
		list, err := c.store.Blocks(ctx, user)
		var b Blocks
		for _, block := range list {
			if block.Blocker == user && block.Owner != "" {
				b.bots = put(b.bots, block.Blocked, block.SinceTS)
			}
			if block.Blocker == user {
				b.Blocked = put(b.Blocked, block.Blocked, block.SinceTS)
			} else {
				b.Blockers = put(b.Blockers, block.Blocker, block.SinceTS)
			}
		}
		return Read[Blocks]{Value: b, Topics: []chat.Topic{chat.TopicBlocks, chat.TopicAccounts}}, err
	})
}

func (c *Cache) sidesOfBlocks(ctx context.Context, now time.Time) (map[string]bool, error) {
	return c.blockSides.Get(c.changes, now, func() (Read[map[string]bool], error) {
		names, err := c.store.BlockSides(ctx)
		return Read[map[string]bool]{Value: setOf(names), Topics: []chat.Topic{chat.TopicBlocks, chat.TopicAccounts}}, err
	})
}

func setOf(names []string) map[string]bool {
	set := make(map[string]bool, len(names))
	for _, name := range names {
		set[name] = true
	}
	return set
}

// put makes the map with its first entry: most people's are empty.
func put(m map[string]chat.Stamp, name string, since chat.Stamp) map[string]chat.Stamp {
	if m == nil {
		m = make(map[string]chat.Stamp)
	}
	m[name] = since
	return m
}

// PresencesFor are how people appear to one of them.
func (c *Cache) PresencesFor(ctx context.Context, viewer string, now time.Time) (Presences, error) {
	seen, err := c.Presences(ctx, now)
	if err != nil {
		return seen, err
	}
	b, err := c.Blocks(ctx, viewer, now)
	return seen.To(b), err
}

// To is how people appear to somebody whom so much keeps apart from others.
func (p Presences) To(b Blocks) Presences {
	p.blockers, p.blocked = b.Blockers, b.Blocked
	return p
}

// HidesAnybody reports whether anybody looks offline to the viewer because they
// blocked them.
func (p Presences) HidesAnybody() bool { return len(p.blockers) > 0 }

// Hides reports whether someone looks offline to the viewer because they blocked
// them, and since when.
func (p Presences) Hides(name string) (since chat.Stamp, hides bool) {
	since, hides = p.blockers[name]
	return since, hides
}

// Typists are those who type in a channel, as the viewer is shown them.
func (p Presences) Typists(rows []chat.Typing, viewer string) []string {
	names := chat.Typists(rows, viewer, p.now)
	if len(p.blockers)+len(p.blocked) == 0 {
		return names
	}
	return slices.DeleteFunc(names, func(name string) bool {
		_, hides := p.blockers[name]
		_, blocked := p.blocked[name]
		return hides || blocked
	})
}

// Receipts are those that the viewer is shown: none that who looks offline to them
// left since.
func (p Presences) Receipts(receipts []chat.Receipt) []chat.Receipt {
	if !p.HidesAnybody() {
		return receipts
	}
	return slices.DeleteFunc(slices.Clone(receipts), func(r chat.Receipt) bool {
		since, hides := p.Hides(r.Reader)
		return hides && r.ReadTS > since
	})
}
