package liveness_test

import (
	"context"
	"testing"
	"time"

	"minimost/chat"
	"minimost/liveness"
	"minimost/push"
)

// slow is a store that takes its time for renewing rows.
type slow struct {
	memory
	renew func()
	stood []time.Duration // for how long nobody could be heard, each time
}

func (s *slow) RenewTabs(ctx context.Context, tabs map[string][]string, now time.Time) error {
	s.renew()
	return s.memory.RenewTabs(ctx, tabs, now)
}

func (s *slow) StandStill(ctx context.Context, last, now time.Time) error {
	s.stood = append(s.stood, now.Sub(last))
	return s.memory.StandStill(ctx, last, now)
}

// TestASlowStoreIsNoStandstill: whoever was lost meanwhile would stay for as much longer. While the process itself
// is stopped nothing watches.
func TestASlowStoreIsNoStandstill(t *testing.T) {
	const takes = 3 * time.Second
	for name, c := range map[string]struct {
		watched bool
		want    int
	}{"the store is slow": {true, 0}, "the process is stopped": {false, 1}} {
		var now time.Duration
		store := &slow{memory: make(memory)}
		clock := func() time.Duration { return now }
		tracker := liveness.New(store, func() time.Time { return epoch.Add(now) }, clock, silent)
		store.renew = func() {
			for until := now + takes; now < until; now += sweepEvery {
				if c.watched {
					tracker.Watch()
				}
			}
		}
		sweep := func(lasting time.Duration) {
			for until := now + lasting; now < until; now += sweepEvery {
				tracker.Watch()
				tracker.Sweep(t.Context())
			}
		}
		holder := push.Holder{User: "alice", Tab: "one", Session: "s", Number: 1}
		tracker.Opened(t.Context(), holder, chat.Active, 1, tracker.Now())
		for range chat.RenewEvery / sweepEvery {
			tracker.Heard(holder, tracker.Now())
			sweep(sweepEvery)
		}
		tracker.Heard(holder, tracker.Now())
		sweep(2 * time.Second)
		tracker.Ended(t.Context(), holder, push.Broken, tracker.Now())
		sweep(chat.LostGrace + sweepEvery)
		if len(store.stood) != c.want {
			t.Errorf("%s: stood still for %v, want %d times", name, store.stood, c.want)
		}
		if state, _, _ := store.look("alice", tracker.Now()); state != chat.Offline {
			t.Errorf("%s: %s after her connection was lost, want offline", name, state)
		}
	}
}
