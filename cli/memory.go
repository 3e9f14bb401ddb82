package cli

import (
	"context"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

const (
	// garbagePercent is how much garbage there may be beside what is in use: little of
	// what a chat server allocates outlives its request. In a large heap there is no more
	// than garbageBytes, or leastPercent: what lasts lies between what is garbage soon,
	// and keeps its pages resident. Where much is allocated there may be as much as is
	// in garbageSeconds, up to busyGarbageBytes: a collection looks at all that lasts.
	// While that grows by more than growingPercent in ten seconds, as when many pages
	// open, nothing is allowed for what is allocated.
	garbagePercent   = 200
	leastPercent     = 40
	garbageBytes     = 32 << 20
	garbageSeconds   = 2
	busyGarbageBytes = 128 << 20
	growingPercent   = 10

	memoryEvery = time.Second
	// restEvery is over how long the program is looked at. It is at rest when it allocates
	// at most restBytes meanwhile, and leftBytes is how much it must have allocated since
	// memory was given back for that to be worth a collection.
	restEvery = 10 // times memoryEvery
	restBytes = 128 << 20
	leftBytes = 24 << 20
)

// keepMemoryLow bounds the garbage that there is, unless the environment does, and
// gives memory back to the system whenever the program has come to rest after it
// needed more, until the returned function is called: ten thousand pages that were
// just opened leave more than they hold.
func keepMemoryLow(ctx context.Context) (stop func()) {
	samples := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/gc/heap/allocs:bytes"}}
	percent, turn := 0, 0
	var before, given, last, lasted uint64
	return repeat(ctx, memoryEvery, func(context.Context) {
		metrics.Read(samples)
		live, allocated := samples[0].Value.Uint64(), samples[1].Value.Uint64()
		lately := allocated - last
		last = allocated
		if isGrowing(lasted, live) {
			lately = 0
		}
		if next := garbageFor(live, lately); next != percent && os.Getenv("GOGC") == "" {
			percent = next
			debug.SetGCPercent(percent)
		}
		if turn = (turn + 1) % restEvery; turn != 0 {
			return
		}
		if isAtRest(allocated-before, allocated-given) {
			debug.FreeOSMemory()
			given = allocated
		}
		before, lasted = allocated, live
	})
}

// isGrowing tells by what was in use up to ten seconds ago, and is now.
func isGrowing(lasted, live uint64) bool { return live > lasted+lasted*growingPercent/100 }

// garbageFor is how much garbage there may be beside so many bytes in use where so many
// were allocated within a second, in tens of percent of those in use.
func garbageFor(live, lately uint64) (percent int) {
	bytes := min(max(garbageSeconds*lately, garbageBytes), busyGarbageBytes)
	of := min(bytes*100/max(live, 1), garbagePercent)
	return max(int(of)/10*10, leastPercent)
}

// isAtRest tells by what was allocated lately, and since memory was given back,
// whether that is to be done.
func isAtRest(lately, since uint64) bool { return lately <= restBytes && since >= leftBytes }
