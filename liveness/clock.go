package liveness

import (
	"context"
	"time"

	"minimost/chat"
)

// Now is the clock by which everything is stored: the machine's as it was looked at
// last, and the time that has passed since. So nothing is stored by a clock that was
// set before what is stored already has been made up for that.
func (t *Tracker) Now() time.Time {
	last := t.read.Load()
	if last == nil {
		return t.machine()
	}
	return last.wall.Add(t.clock() - last.at)
}

// tornLook is how long a look at both clocks may take: who is held up between them
// would take the machine's for set. It is tried again so many times.
const (
	tornLook  = time.Millisecond
	tornLooks = 20
)

// look is what the machine's clock shows.
func (t *Tracker) look() *reading {
	for tries := 1; ; tries++ {
		began := t.clock()
		wall := t.machine()
		if at := t.clock(); at-began < tornLook || tries == tornLooks {
			return &reading{at, wall}
		}
	}
}

// followClock makes up for what the machine's clock was set by since it was called
// last, and for a time in which nobody could be heard.
func (t *Tracker) followClock(ctx context.Context) error {
	t.clockMu.Lock()
	defer t.clockMu.Unlock()
	before, now := t.read.Load(), t.look()
	if before == nil {
		t.read.Store(now)
		return nil
	}
	elapsed := now.at - before.at
	if elapsed > chat.StoodStill {
		steady := before.wall.Add(elapsed)
		if err := t.store.StandStill(ctx, before.wall, steady); err != nil {
			return err
		}
		t.excuse(elapsed)
		t.read.Store(&reading{now.at, steady})
	}
	if by := chat.ClockSet(chat.StampOf(now.wall).Sub(chat.StampOf(before.wall)), elapsed); by != 0 {
		if err := t.store.SetClock(ctx, by, now.wall); err != nil {
			return err
		}
	}
	t.read.Store(now)
	return nil
}
