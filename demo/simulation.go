package demo

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"slices"
	"time"

	"minimost/chat"
)

const (
	// StepEvery is how often Step is to be called.
	StepEvery = 250 * time.Millisecond
	// quietAfter is how long nobody real has been seen active until the played
	// people fall silent: nobody would see them, and the disk would fill.
	quietAfter = time.Minute

	stepTimeout = 5 * time.Second
)

// Simulation plays people. It is used by one goroutine at a time.
type Simulation struct {
	store    Store
	random   *rand.Rand
	logger   *slog.Logger
	began    chat.Stamp
	people   []*person
	rooms    map[string]*room
	queue    []event
	audience audience
	playing  bool
	// openedAt is when a page was opened last; soon after that more happens.
	openedAt     time.Time
	welcoming    bool
	welcomeAgain bool
	reading      map[string]bool  // person and channel: is about to read
	answered     map[string]int64 // channel: the newest message of real people that was taken care of
}

// event is something that is to happen.
type event struct {
	at time.Time
	do func(ctx context.Context, now time.Time) error
}

// New returns a simulation over a filled store. seed decides everything that is
// left to chance. The logger may be nil.
func New(store Store, seed uint64, logger *slog.Logger) *Simulation {
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	s := &Simulation{
		store: store, random: rand.New(rand.NewPCG(seed, seed)), logger: logger,
		rooms: make(map[string]*room), reading: make(map[string]bool), answered: make(map[string]int64),
		audience: newAudience(),
	}
	for _, name := range played {
		s.people = append(s.people, &person{name: name, state: chat.Offline, away: name == away})
	}
	for i, channel := range store.PublicChannels() {
		s.rooms[channel] = newRoom(chatter[i%len(chatter)])
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
	if s.began == 0 {
		s.began = chat.StampOf(now)
		s.audience.last = now
		if err := s.enter(ctx, now); err != nil {
			return err
		}
	}
	opened, err := s.audience.look(ctx, s.store, now)
	if err != nil {
		return err
	}
	if quiet := now.Sub(s.audience.last) > quietAfter; quiet == s.playing {
		s.playing = !quiet
		s.turn(now)
		opened = opened || s.playing
	}
	if opened {
		s.welcome(now)
	}
	return errors.Join(s.beat(ctx, now), s.play(ctx, now))
}

// turn starts or ends what goes on while someone watches.
func (s *Simulation) turn(now time.Time) {
	s.queue, s.welcoming, s.welcomeAgain = nil, false, false
	clear(s.reading)
	if s.playing {
		s.later(now, 0, s.attend)
		s.later(now, welcomeLasts, s.goOn)
	}
}

func (s *Simulation) later(now time.Time, in time.Duration, do func(context.Context, time.Time) error) {
	s.queue = append(s.queue, event{now.Add(in), do})
}

// play does the events that are due, earliest first. That a message or channel
// is gone meanwhile is no failure: real people may have seen to that.
func (s *Simulation) play(ctx context.Context, now time.Time) error {
	slices.SortStableFunc(s.queue, func(a, b event) int { return a.at.Compare(b.at) })
	due := s.queue
	if i := slices.IndexFunc(due, func(e event) bool { return e.at.After(now) }); i >= 0 {
		due = due[:i]
	}
	s.queue = slices.Clone(s.queue[len(due):])
	var errs []error
	for _, e := range due {
		err := e.do(ctx, now)
		switch chat.CodeOf(err) {
		case chat.Forbidden, chat.NotFound, chat.Conflict, chat.Invalid:
		default:
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// between is a random time of at least low and less than high.
func (s *Simulation) between(low, high time.Duration) time.Duration {
	return low + time.Duration(s.random.Int64N(int64(high-low)))
}

func (s *Simulation) chance(percent int) bool { return s.random.IntN(100) < percent }
