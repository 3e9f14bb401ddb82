package demo

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"slices"
	"time"

	"minimost/chat"
)

// StepEvery is how often Step is to be called, and stepTimeout the most that it may take.
const (
	StepEvery   = 250 * time.Millisecond
	stepTimeout = 5 * time.Second
)

// Simulation plays people. It is used by one goroutine at a time.
type Simulation struct {
	store  Store
	script script
	random *rand.Rand
	logger *slog.Logger

	// The step that goes on, and what went wrong in it.
	ctx  context.Context
	now  time.Time
	errs []error

	began    chat.Stamp
	people   []*person
	lines    map[string][]string // channel: what is still to be said there
	spoke    map[string]string   // channel: who said something last
	queue    []event
	audience map[[2]string]time.Time // user and tab: when the page was active last
	answered map[string]int64        // channel: the newest message of real people that was taken care of
	welcomed time.Time               // when the last scene for someone who opened a page is over
}

// event is something that is to happen.
type event struct {
	at time.Time
	do func()
}

// New returns a simulation over a filled store. seed decides everything that is left to chance. Run alone needs
// the logger.
func New(store Store, seed uint64, logger *slog.Logger) *Simulation {
	s := &Simulation{
		store: store, script: loadScript(), random: rand.New(rand.NewPCG(seed, seed)), logger: logger,
		lines: map[string][]string{}, spoke: map[string]string{}, audience: map[[2]string]time.Time{}, answered: map[string]int64{},
	}
	for _, name := range played {
		s.people = append(s.people, &person{name: name, state: cmp.Or(begins[name], chat.Active)})
	}
	return s
}

// Run calls Step for every tick until ctx ends.
func (s *Simulation) Run(ctx context.Context, ticks <-chan time.Time) {
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-ticks:
			limited, cancel := context.WithTimeout(ctx, stepTimeout)
			if err := s.Step(limited, now); err != nil && ctx.Err() == nil {
				s.logger.Error("play the demo", "error", err)
			}
			cancel()
		}
	}
}

// Step does what is due at now.
func (s *Simulation) Step(ctx context.Context, now time.Time) error {
	s.ctx, s.now, s.errs = ctx, now, nil
	if s.began == 0 { // what goes on from now on starts, for a while as if someone watched
		s.began, s.audience[[2]string{}] = chat.StampOf(now), now
		s.beat()
		s.try(s.store.ChooseOverride(s.ctx, away, chat.OverrideIdle, 0, s.now))
		s.welcome()
		s.later(0, s.attend)
		s.later(welcomeLasts, s.goOn)
	}
	if s.look() {
		s.welcome()
	}
	due := filter(s.queue, func(e event) bool { return !e.at.After(now) })
	s.queue = filter(s.queue, func(e event) bool { return e.at.After(now) })
	slices.SortStableFunc(due, func(a, b event) int { return a.at.Compare(b.at) })
	for _, e := range due {
		e.do()
	}
	return errors.Join(s.errs...)
}

func (s *Simulation) later(in time.Duration, do func()) {
	s.queue = append(s.queue, event{s.now.Add(in), do})
}

// try notes what went wrong. That a message or channel is gone meanwhile is no failure: real people may have
// seen to that.
func (s *Simulation) try(err error) {
	if refusals := []chat.Code{chat.Forbidden, chat.NotFound, chat.Conflict, chat.Invalid}; !slices.Contains(refusals, chat.CodeOf(err)) {
		s.errs = append(s.errs, err)
	}
}

// between is a random time of at least low and less than high.
func (s *Simulation) between(low, high time.Duration) time.Duration {
	return low + time.Duration(s.random.Int64N(int64(high-low)))
}

func (s *Simulation) chance(percent int) bool { return s.random.IntN(100) < percent }

// one is any of the items; the zero value when there is none.
func one[T any](s *Simulation, items []T) (item T) {
	if len(items) > 0 {
		item = items[s.random.IntN(len(items))]
	}
	return item
}
