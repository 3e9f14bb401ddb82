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
	err = s.read(ctx, func(conn Conn) error {
		scope, err := s.searchScope(conn, user, q)
		if err != nil || len(scope.channels) == 0 {
			return err
		}
		c := &collector{scope: scope, before: page.Before, limit: chat.SearchPage + 1, reads: cmp.Or(page.Reads, chat.SearchReads)}
		if q.Best {
			c.before, c.limit = search.Cursor{}, chat.SearchRanked
		}
		if err := c.collect(); err != nil {
			return err
		}
		found = c.page(page.Before)
		found.Incomplete = c.incomplete
		return s.fillHits(conn, found.Hits)
	})
	return found, err
}

func (s *Store) fillHits(conn Conn, hits []search.Hit) error {
	messages := make([]*chat.Message, len(hits))
	for i := range hits {
		messages[i] = &hits[i].Message
	}
	return s.fillReactions(conn, messages)
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
	c.rank()
	from := min(before.Shown, len(c.hits))
	to := min(from+chat.SearchPage, len(c.hits))
	found := search.Result{Hits: c.hits[from:to], Newest: c.ended}
	if to < len(c.hits) {
		found.Next.Shown = to
	}
	return found
}

// pageBeforeRest is a page that ends where no more messages were looked at.
func (c *collector) pageBeforeRest() search.Result {
	hits := slices.DeleteFunc(c.hits, func(h search.Hit) bool { return h.Message.TS <= c.rest })
	return search.Result{Hits: hits, Next: search.Cursor{TS: c.rest, ID: math.MaxInt64}}
}

// rank puts the best first, by their texts and their age.
func (c *collector) rank() {
	if len(c.hits) == 0 {
		return
	}
	newest := c.hits[0].Message.TS
	scores := make(map[int64]float64, len(c.hits))
	for _, h := range c.hits {
		scores[h.Message.ID] = c.q.Score(h.Message, newest)
	}
	slices.SortStableFunc(c.hits, func(a, b search.Hit) int {
		return cmp.Compare(scores[b.Message.ID], scores[a.Message.ID])
	})
}
