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

// span is a time, by the clock that nobody sets.
type span struct{ from, until time.Duration }

// Watch notes that the program runs. Whoever calls it some ten times a second waits for
// nothing meanwhile: a sweep that waits for the store is no standstill.
func (t *Tracker) Watch() {
	t.watchMu.Lock()
	defer t.watchMu.Unlock()
	now := t.clock()
	if now-t.watched > chat.StoodStill {
		t.stood = append(t.stood, span{t.watched, now})
	}
	t.watched = now
}

// standstills are those since a time that nobody has made up for.
func (t *Tracker) standstills(since time.Duration) (stood []span) {
	t.Watch()
	t.watchMu.Lock()
	defer t.watchMu.Unlock()
	for _, s := range t.stood {
		if s.until > since {
			stood = append(stood, span{max(s.from, since), s.until})
		}
	}
	t.stood = nil
	return stood
}

// followClock makes up for what the machine's clock was set by since it was called
// last, and for times in which nobody could be heard.
func (t *Tracker) followClock(ctx context.Context) error {
	t.clockMu.Lock()
	defer t.clockMu.Unlock()
	before, now := t.read.Load(), t.look()
	if before == nil {
		t.read.Store(now)
		return nil
	}
	steady := func(at time.Duration) time.Time { return before.wall.Add(at - before.at) }
	stood := t.standstills(before.at)
	for i, s := range stood {
		if err := t.store.StandStill(ctx, steady(s.from), steady(s.until)); err != nil {
			t.standAgain(stood[i:])
			return err
		}
		t.excuse(s.until - s.from)
	}
	if len(stood) > 0 {
		t.read.Store(&reading{now.at, steady(now.at)})
	}
	if by := chat.ClockSet(chat.StampOf(now.wall).Sub(chat.StampOf(before.wall)), now.at-before.at); by != 0 {
		if err := t.store.SetClock(ctx, by, now.wall); err != nil {
			return err
		}
	}
	t.read.Store(now)
	return nil
}

// standAgain has standstills be made up for another time.
func (t *Tracker) standAgain(stood []span) {
	t.watchMu.Lock()
	defer t.watchMu.Unlock()
	t.stood = append(stood, t.stood...)
}
