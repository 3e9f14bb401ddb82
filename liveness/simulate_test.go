package liveness_test

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"minimost/chat"
)

// usualHistories is how many random histories are played unless -histories says, and
// usualStores on how many of them a presence.db is used.
var usualHistories, usualStores uint64 = 10_000, 20

var (
	histories = flag.Uint64("histories", 0, "how many random histories are played; 0: 10,000, or with the race detector some")
	stores    = flag.Uint64("stores", 0, "how many of them are played on a presence.db too; 0: 20, or with the race detector some")
	seed      = flag.Uint64("seed", 0, "the first history's seed; with -histories=1 everything that happens is shown")
)

// newBackend makes stores for histories that are played one after the other.
type newBackend func() backend

// firstFailure plays histories until one fails, on every processor, and returns
// it cut down to its shortest.
func firstFailure(ctx context.Context, from, n uint64, newStore newBackend) (failing history, why string) {
	var next atomic.Uint64
	var once sync.Once
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for i := next.Add(1) - 1; i < n; i = next.Add(1) - 1 {
				h := newHistory(from + i)
				if h.play(ctx, newStore(), "", nil) != "" {
					once.Do(func() { failing = h })
					next.Store(n)
				}
			}
		})
	}
	group.Wait()
	if failing.acts == nil {
		return failing, ""
	}
	failing = failing.shorten(func(h history) bool { return h.play(ctx, newStore(), "", nil) != "" })
	return failing, failing.play(ctx, newStore(), "", nil)
}

func inMemory() backend { return memory{} }

// TestHistories plays random histories: whatever happens, nobody is shown as they
// are not for longer than the bounds allow.
func TestHistories(t *testing.T) {
	if *histories == 1 {
		h := newHistory(*seed)
		if why := h.play(t.Context(), inMemory(), "", nil); why != "" {
			h = h.shorten(func(h history) bool { return h.play(t.Context(), inMemory(), "", nil) != "" })
			t.Fatal(report(h, why, inMemory))
		}
		return
	}
	if h, why := firstFailure(t.Context(), *seed, cmp.Or(*histories, usualHistories), inMemory); why != "" {
		t.Fatal(report(h, why, inMemory))
	}
}

// TestASilentPageIsNoticedAfterAStandstill has the network of a page that polls go as the server stands still: it is
// found silent at a time that nothing else happens at.
func TestASilentPageIsNoticedAfterAStandstill(t *testing.T) {
	h := history{seed: 171009849, acts: []act{
		{after: 48136011677, kind: "state", browser: 3, place: 2, state: chat.Idle},
		{after: 527398757, kind: "stall", lasts: 11227242766},
		{after: 35940740, kind: "cut", browser: 4, place: 2, lasts: 31054706540},
	}}
	if why := h.play(t.Context(), inMemory(), "", nil); why != "" {
		t.Fatal(report(h, why, inMemory))
	}
}

// TestAPageThatIsBackOutlivesALatePollOfTheOneBetween has somebody go back twice, where the poll of the page between
// comes after that of the one that they are back on.
func TestAPageThatIsBackOutlivesALatePollOfTheOneBetween(t *testing.T) {
	back := func(after time.Duration) act { return act{after: after, kind: "back", browser: 5, place: 4} }
	h := history{seed: 400448551, acts: []act{
		{after: 30182622971, kind: "link", browser: 5, place: 4, lasts: 347229436},
		back(1134981373), back(36603937186), back(43474575600), back(74616701),
	}}
	if why := h.play(t.Context(), inMemory(), "", nil); why != "" {
		t.Fatal(report(h, why, inMemory))
	}
}

// report is a failing history with what happened, and how to see it again.
func report(h history, why string, newStore newBackend) string {
	text := fmt.Sprintf("%s\nseed %d, cut down to:\n%v\nwhat happened:\n", why, h.seed, h)
	_ = h.play(context.Background(), newStore(), "", func(format string, args ...any) { text += fmt.Sprintf(format, args...) + "\n" })
	return text + fmt.Sprintf("go test ./liveness -run TestHistories -histories=1 -seed=%d -v", h.seed)
}
