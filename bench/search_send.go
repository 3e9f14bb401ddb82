package main

import (
	"context"
	_ "embed"
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
	without, with := r.newFixture(ctx, r.binary, "without index", z), r.newFixture(ctx, r.binary, "with index", z)
	require(without.stop())
	without.script(unindexedScript)
	without.serve(ctx, r, r.binary)
	waitForIndex(ctx, with.people[0])
	share := func(_ endpoint, round []tally, i int) []figure {
		return []figure{{"share", round[i].perSecond() / round[0].perSecond(), atLeast(wantedSendShare)}}
	}
	r.length = max(r.length, leastSending)
	at := slices.IndexFunc(endpoints, endpoint.sends)
	comparison{r, "Sending", []*fixture{without, with}, share}.measure(ctx, endpoints[at:at+1], "share")
}
