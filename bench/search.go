package main

import (
	"context"
	_ "embed"
	"errors"
	"net/url"
	"slices"
	"time"

	"github.com/valyala/fasthttp"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

const (
	wantedSearchP99  = 0.050
	indexingPatience = 10 * time.Minute
)

//go:embed search.sql
var searchScript string

// searchShapes are what people search for, and how often each asker does, in the order of the table. The last find few
// messages or none: a page ends after so many were looked at.
var searchShapes = []struct {
	name, query string
	times       int
}{
	{"common word", "plan", 200}, {"rare word", "number4711", 200}, {"nothing", "zebra", 200}, {"beginning", "air", 200}, {"part", "rplan", 200},
	{"phrase", `"plan deploy"`, 200}, {"two words", "budget harbour", 200}, {"excluded", "plan -deploy", 200}, {"person", "from:person07 lunch", 200},
	{"two of CJK", "京の", 200}, {"edited", "is:edited", 20}, {"all read", "is:unread", 20}, {"not itself", "plan -plan", 20}, {"few without", "numb -nu", 20},
	{"none without", "numb -number", 20},
}

// searches measures searches, one after the other, by somebody who sees all messages and by somebody who sees one in a hundred,
// what the index takes of the database, and what it takes of the speed of sending.
func searches(ctx context.Context, r *run) {
	z := usualSize
	z.messages = r.scaled(1_000_000, 10_000)
	sayf("searching %d messages", z.messages)
	f := r.newSearchFixture(ctx, z)
	for _, asker := range []struct {
		side string
		who  *person
	}{{"sees all", f.people[0]}, {"sees 1 %", f.observer}} {
		waitForIndex(ctx, asker.who)
		for _, shape := range searchShapes {
			sent := searchOften(ctx, asker.who, asker.who.prepare(get("/search?q="+url.QueryEscape(shape.query))), shape.times)
			r.record("Search", shape.name, asker.side, sent.done, delays(sent.latencies, atMost(wantedSearchP99))...)
		}
	}
	require(r.stopServers())
	r.record("Search", "index", "of the database", 1, figure{"share", f.indexShare(), nil})
	r.table("Search", "p50-sec", "p99-sec", "max-sec", "share")
	r.searchSends(ctx, z)
}

// newSearchFixture is newFixture with texts that differ, most of them in a private channel.
func (r *run) newSearchFixture(ctx context.Context, z size) *fixture {
	f := r.newFixture(ctx, r.binary, "search", z)
	require(f.stop())
	f.script("DELETE FROM search_blocks; DELETE FROM search_grams;" + searchScript + "DELETE FROM search_stale;")
	f.serve(ctx, r, r.binary)
	return f
}

// waitForIndex waits until a search reaches the oldest message.
func waitForIndex(ctx context.Context, p *person) {
	for end := time.Now().Add(indexingPatience); time.Now().Before(end); pause(ctx, 200*time.Millisecond) {
		var answer struct{ Incomplete bool }
		if p.read("/search?q=zebra", &answer); !answer.Incomplete {
			return
		}
		require(ctx.Err())
	}
	fail("the messages are not indexed after %s", indexingPatience)
}

// searchOften asks the same again and again, after a time to warm up.
func searchOften(ctx context.Context, p *person, asked *fasthttp.Request, times int) (sent tally) {
	var answer fasthttp.Response
	for n := range times + times/10 {
		began := time.Now()
		require(errors.Join(p.client.Do(asked, &answer), ctx.Err()))
		if answer.StatusCode() != fasthttp.StatusOK {
			fail("%s: status %d; body %.200q", asked.URI(), answer.StatusCode(), answer.Body())
		}
		if n >= times/10 {
			sent.done, sent.latencies = sent.done+1, append(sent.latencies, time.Since(began))
		}
	}
	slices.Sort(sent.latencies)
	return sent
}

// indexShare is what the tables of the index take of the database's file.
func (f *fixture) indexShare() (share float64) {
	query := `SELECT (SELECT sum(pgsize) FROM dbstat WHERE name IN (SELECT name FROM sqlite_schema WHERE tbl_name LIKE 'search%')) * 1.0 / sum(pgsize) FROM dbstat`
	f.stored(func(conn *sqlite.Conn) (err error) {
		share, err = sqlitex.ResultFloat(conn.Prep(query))
		return err
	})
	return share
}
