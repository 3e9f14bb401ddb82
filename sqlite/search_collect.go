package sqlite

import (
	"math"

	"zombiezen.com/go/sqlite"
)

var searchScan = load("search/scan")

// collect gathers the hits.
func (c *collector) collect() error { return c.scan(1, math.MaxInt64) }

// scan looks at every message of a range of ids.
func (c *collector) scan(first, last int64) error {
	return searchScan.each(c.conn, func(stmt *sqlite.Stmt) error {
		if c.channels[stmt.GetText("channel")] == nil {
			return nil
		}
		return c.consider(scanMessage(stmt))
	}, whole(":first", first), whole(":last", last))
}
