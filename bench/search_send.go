package main

import (
	"context"
	_ "embed"
	"errors"
	"runtime"
	"slices"
	"time"
)

const (
	wantedSendShare = 0.9
	leastSending    = 6 * time.Second // of a round: messages are indexed up to a second later
)

//go:embed unindexed.sql
var unindexedScript string

// searchSends compares what sending messages takes where they are indexed with where they are not, in the same rounds.
func (r *run) searchSends(ctx context.Context, z size) {
	sayf("sending messages with and without the index")
	without, with := r.newFixture(ctx, r.binary, "without index", z, quietly), r.newFixture(ctx, r.binary, "with index", z, quietly)
	require(without.stop())
	without.change(unindexedScript)
	without.serve(ctx, r, r.binary, quietly)
	waitForIndex(ctx, with.people[0])
	share := func(_ endpoint, round []tally, i int) []figure {
		return []figure{{"share", round[i].perSecond() / round[0].perSecond(), atLeast(wantedSendShare)}}
	}
	r.length = max(r.length, leastSending)
	c, e := comparison{r, "Sending", []*fixture{without, with}, share}, endpoints[slices.IndexFunc(endpoints, endpoint.sends)]
	// The generator takes one core at most, and leaves the others to the server.
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	c.rounds(ctx, e)
	require(errors.Join(c.conclude(e, without), c.conclude(e, with), r.stopServers()))
	for _, t := range c.targets {
		t.serve(ctx, r, r.binary, quietly)
		t.verify()
	}
	require(r.stopServers())
	r.table("Sending", "req/s", "share", "p50-sec", "p99-sec", "cpu-µs")
}
