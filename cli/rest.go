package cli

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

const (
	restEvery = 10 * time.Second
	// restBytes is up to how much is allocated in restEvery while the program is at
	// rest, and leftBytes how much is to have been since memory was given back for that
	// to be worth a collection of garbage.
	restBytes = 32 << 20
	leftBytes = 24 << 20
)

// giveBack gives memory back to the system whenever the program has come to rest
// after it needed more, until the returned function is called: ten thousand pages
// that were just opened leave more garbage than they hold, which would stay as
// long as nothing else is allocated.
func giveBack(ctx context.Context) (stop func()) {
	allocated := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	var before, given uint64
	return repeat(ctx, restEvery, func(context.Context) {
		metrics.Read(allocated)
		now := allocated[0].Value.Uint64()
		if isAtRest(now-before, now-given) {
			debug.FreeOSMemory()
			given = now
		}
		before = now
	})
}

// isAtRest tells by what was allocated lately, and since memory was given back,
// whether that is to be done.
func isAtRest(lately, since uint64) bool { return lately <= restBytes && since >= leftBytes }
