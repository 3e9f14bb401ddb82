package auth

import (
	"context"
	"sync/atomic"
	"time"
)

// maxEvenTime bounds how long a failed login is held back.
const maxEvenTime = time.Second

// evenTime lets every failed login take as long as one against a hash of the
// original's, which costs several times what ours do: else the time would tell
// which accounts were moved in and never used since.
type evenTime struct{ longest atomic.Int64 } // ns

// note remembers how long a comparison with a hash of the original's took.
func (e *evenTime) note(took time.Duration) {
	took = min(took, maxEvenTime)
	for {
		longest := e.longest.Load()
		if int64(took) <= longest || e.longest.CompareAndSwap(longest, int64(took)) {
			return
		}
	}
}

// missing is what a comparison that took so long falls short of the longest.
func (e *evenTime) missing(took time.Duration) time.Duration {
	return max(0, time.Duration(e.longest.Load())-took)
}

// wait lets the missing time pass, or ctx end.
func (e *evenTime) wait(ctx context.Context, took time.Duration) {
	missing := e.missing(took)
	if missing == 0 {
		return
	}
	timer := time.NewTimer(missing)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
