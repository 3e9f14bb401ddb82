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
	// than what is allocated in garbageSeconds, but at least garbageBytes and leastPercent, and at
	// most busyGarbageBytes: a collection looks at all that lasts, and what lasts lies between what is
	// garbage soon, and keeps its pages resident. While what lasts grows by more than
	// growingPercent in ten seconds, as when many pages open, there is no more than
	// growingGarbageBytes.
	garbagePercent      = 200
	leastPercent        = 10
	garbageBytes        = 8 << 20
	garbageSeconds      = 6
	busyGarbageBytes    = 128 << 20
	growingPercent      = 10
	growingGarbageBytes = 16 << 20

	// memoryEvery is how soon it is noticed that much is allocated, as when a message goes
	// to ten thousand pages at rest. calmsDown is by how much less of it counts each time after.
	memoryEvery = time.Second / 10
	calmsDown   = 10 // percent
	// restEvery is over how long the program is looked at. It is at rest when it allocates
	// at most restBytes meanwhile, and leftBytes is how much it must have allocated since
	// memory was given back for that to be worth a collection.
	restEvery = 100 // times memoryEvery
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
	var before, given, last, lately uint64
	var lasted [restEvery]uint64 // what was in use at each of the last looks
	return repeat(ctx, memoryEvery, func(context.Context) {
		metrics.Read(samples)
		live, allocated := samples[0].Value.Uint64(), samples[1].Value.Uint64()
		lately = max((allocated-last)*uint64(time.Second/memoryEvery), lately*(100-calmsDown)/100)
		last = allocated
		turn = (turn + 1) % restEvery
		growing := isGrowing(lasted[turn], live)
		lasted[turn] = live
		if next := garbageFor(live, lately, growing); next != percent && os.Getenv("GOGC") == "" {
			percent = next
			debug.SetGCPercent(percent)
		}
		if turn != 0 {
			return
		}
		if isAtRest(allocated-before, allocated-given) {
			debug.FreeOSMemory()
			given = allocated
		}
		before = allocated
	})
}

// isGrowing tells by what was in use ten seconds ago, and is now.
func isGrowing(lasted, live uint64) bool { return live > lasted+lasted*growingPercent/100 }

// garbageFor is how much garbage there may be beside so many bytes in use where so many
// were allocated within a second, in tens of percent of those in use.
func garbageFor(live, lately uint64, growing bool) (percent int) {
	most := uint64(busyGarbageBytes)
	if growing {
		most = growingGarbageBytes
	}
	bytes := min(max(garbageSeconds*lately, garbageBytes), most)
	of := min(bytes*100/max(live, 1), garbagePercent)
	return max(int(of)/10*10, leastPercent)
}

// isAtRest tells by what was allocated lately, and since memory was given back,
// whether that is to be done.
func isAtRest(lately, since uint64) bool { return lately <= restBytes && since >= leftBytes }
