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
	searchesEach     = 200 // of each shape and asker
	filtersEach      = 20  // of each that finds few
	wantedSearchP99  = 0.050
	indexingPatience = 10 * time.Minute
	quietly          = "--log-level=warn" // it says how far indexing has come, and the run fails on what servers say
)

//go:embed search.sql
var searchScript string

type searchShape struct{ name, query string }

// searchShapes are what people search for, in the order of the table.
var searchShapes = []searchShape{
	{"common word", "plan"}, {"rare word", "number4711"}, {"nothing", "zebra"}, {"beginning", "air"}, {"part", "rplan"}, {"phrase", `"plan deploy"`},
	{"two words", "budget harbour"}, {"excluded", "plan -deploy"}, {"person", "from:person07 lunch"}, {"two of CJK", "京の"},
}

// searchFilters find few messages or none: a page ends after so many were looked at.
var searchFilters = []searchShape{
	{"edited", "is:edited"}, {"all read", "is:unread"}, {"not itself", "plan -plan"}, {"few without", "numb -nu"}, {"none without", "numb -number"},
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
			r.measureSearch(ctx, asker.who, asker.side, shape, searchesEach, atMost(wantedSearchP99))
		}
		for _, shape := range searchFilters {
			r.measureSearch(ctx, asker.who, asker.side, shape, filtersEach, atMost(wantedSearchP99))
		}
	}
	require(r.stopServers())
	r.record("Search", "index", "of the database", 1, figure{"share", f.indexShare(), nil})
	r.table("Search", "p50-sec", "p99-sec", "max-sec", "share")
	r.searchSends(ctx, z)
}

func (r *run) measureSearch(ctx context.Context, who *person, side string, shape searchShape, times int, p99 goal) {
	sent := searchOften(ctx, who, who.prepare(get("/search?q="+url.QueryEscape(shape.query))), times)
	r.record("Search", shape.name, side, sent.done, delays(sent.latencies, p99)...)
}

// newSearchFixture is newFixture with texts that differ, most of them in a private channel.
func (r *run) newSearchFixture(ctx context.Context, z size) *fixture {
	f := r.newFixture(ctx, r.binary, "search", z, quietly)
	require(f.stop())
	f.change("DELETE FROM search_blocks; DELETE FROM search_grams;" + searchScript + "DELETE FROM search_stale;")
	f.serve(ctx, r, r.binary, quietly)
	return f
}

func (f *fixture) change(script string) {
	conn := required(sqlite.OpenConn(f.database, sqlite.OpenReadWrite))
	require(errors.Join(sqlitex.ExecScript(conn, script), conn.Close()))
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
	conn := required(sqlite.OpenConn(f.database, sqlite.OpenReadOnly))
	query := `SELECT (SELECT sum(pgsize) FROM dbstat WHERE name IN (SELECT name FROM sqlite_schema WHERE tbl_name LIKE 'search%')) * 1.0 / sum(pgsize) FROM dbstat`
	keep := func(row *sqlite.Stmt) error {
		share = row.ColumnFloat(0)
		return nil
	}
	require(errors.Join(sqlitex.ExecuteTransient(conn, query, &sqlitex.ExecOptions{ResultFunc: keep}), conn.Close()))
	return share
}
