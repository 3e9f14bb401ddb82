package sqlite

import (
	"cmp"
	"context"
	"math"
	"slices"

	"minimost/chat"
	"minimost/search"
)

// Search returns a page of the messages that the user can see and that the query
// is for: the newest first, or the best of chat.SearchRanked first.
func (s *Store) Search(ctx context.Context, user string, q search.Query, page search.Page) (found search.Result, err error) {
	if q.Impossible() {
		return found, nil
	}
	err = s.read(ctx, func(conn Conn) error {
		scope, err := s.searchScope(conn, user, q)
		if err != nil {
			return err
		}
		if len(scope.channels) == 0 {
			return scope.fillUnknown(&found)
		}
		c := &collector{scope: scope, before: page.Before, limit: chat.SearchPage + 1, reads: cmp.Or(page.Reads, chat.SearchReads)}
		if q.Best {
			c.before, c.limit = upTo(page.Before.Newest), chat.SearchRanked
		}
		if err := c.collect(); err != nil {
			return err
		}
		found = c.page(page.Before)
		found.Incomplete = c.incomplete
		if len(found.Hits) == 0 && found.Next == (search.Cursor{}) {
			return scope.fillUnknown(&found)
		}
		return s.fillHits(conn, found.Hits)
	})
	return found, err
}

func (s *Store) fillHits(conn Conn, hits []search.Hit) error {
	messages := make([]*chat.Message, len(hits))
	for i := range hits {
		messages[i] = &hits[i].Message
	}
	return s.fill(conn, messages)
}

// collector gathers the newest hits.
type collector struct {
	*scope
	before     search.Cursor
	limit      int
	hits       []search.Hit // the newest first
	reads      int          // how many messages may still be looked at
	ended      bool         // at so many
	rest       chat.Stamp   // with ended: up to it none was looked at in what was left
	incomplete bool
}

func newestFirst(a, b search.Hit) int {
	return cmp.Or(cmp.Compare(b.Message.TS, a.Message.TS), cmp.Compare(b.Message.ID, a.Message.ID))
}

// needs reports whether a message of that stamp, or an older one, would be among
// the hits that are asked for.
func (c *collector) needs(ts chat.Stamp) bool {
	return len(c.hits) < c.limit || ts >= c.hits[len(c.hits)-1].Message.TS
}

// consider adds a message that is a hit.
func (c *collector) consider(m chat.Message) error {
	if !c.before.After(m) || !c.needs(m.TS) {
		return nil
	}
	hit, found, err := c.hit(m)
	if err != nil || !found {
		return err
	}
	at, _ := slices.BinarySearchFunc(c.hits, hit, newestFirst)
	c.hits = slices.Insert(c.hits, at, hit)
	c.hits = c.hits[:min(len(c.hits), c.limit)]
	return nil
}

// page is what is shown of the hits that were gathered.
func (c *collector) page(before search.Cursor) search.Result {
	if !c.q.Best {
		if c.ended {
			return c.pageBeforeRest()
		}
		if len(c.hits) <= chat.SearchPage {
			return search.Result{Hits: c.hits}
		}
		hits := c.hits[:chat.SearchPage]
		last := hits[chat.SearchPage-1].Message
		return search.Result{Hits: hits, Next: search.Cursor{TS: last.TS, ID: last.ID}}
	}
	ranked := c.rank(before)
	from := 0
	if before.ID != 0 {
		for from < len(ranked) && bestFirst(ranked[from], rankedHit{search.Hit{Message: chat.Message{TS: before.TS, ID: before.ID}}, before.Score}) <= 0 {
			from++
		}
	}
	to := min(from+chat.SearchPage, len(ranked))
	found := search.Result{Newest: c.ended}
	for _, r := range ranked[from:to] {
		found.Hits = append(found.Hits, r.Hit)
	}
	if to < len(ranked) {
		last := ranked[to-1]
		found.Next = search.Cursor{TS: last.Message.TS, ID: last.Message.ID, Score: last.score, Newest: newestOf(c.hits, before)}
	}
	return found
}

// upTo is where messages up to a stamp begin, all for none.
func upTo(newest chat.Stamp) search.Cursor {
	if newest == 0 {
		return search.Cursor{}
	}
	return search.Cursor{TS: newest, ID: math.MaxInt64}
}

// pageBeforeRest is a page that ends where no more messages were looked at.
func (c *collector) pageBeforeRest() search.Result {
	hits := slices.DeleteFunc(c.hits, func(h search.Hit) bool { return h.Message.TS <= c.rest })
	return search.Result{Hits: hits, Next: search.Cursor{TS: c.rest, ID: math.MaxInt64}}
}

// rankedHit is a hit and how good it is.
type rankedHit struct {
	search.Hit
	score float64
}

func bestFirst(a, b rankedHit) int {
	return cmp.Or(cmp.Compare(b.score, a.score), newestFirst(a.Hit, b.Hit))
}

// newestOf is the stamp of the newest hit that is put in order.
func newestOf(hits []search.Hit, before search.Cursor) chat.Stamp {
	if before.Newest != 0 || len(hits) == 0 {
		return before.Newest
	}
	return hits[0].Message.TS
}

// rank puts the best first, by their texts and their age.
func (c *collector) rank(before search.Cursor) []rankedHit {
	newest := newestOf(c.hits, before)
	ranked := make([]rankedHit, len(c.hits))
	for i, h := range c.hits {
		ranked[i] = rankedHit{h, c.q.Score(h.Message, newest)}
	}
	slices.SortFunc(ranked, bestFirst)
	return ranked
}
