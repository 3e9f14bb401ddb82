package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"
)

const (
	// lostAfter is how long after the last change one that has not reached a
	// stream is lost.
	lostAfter = 10 * time.Second
	// atOnce is how many pages are opened side by side.
	atOnce = 8
	// renewEvery is how often people say that they are still there.
	renewEvery = 40 * time.Second
)

// spread measures how long changes take to the others' streams.
type spread struct {
	conversations []*conversation
	perSecond     float64 // changes, over all conversations
	lasting       time.Duration
}

// delays are the figures of one kind of change.
type delays struct {
	kind string
	took []time.Duration // to each stream
	lost int
}

func (s *spread) streams() (all []*stream) {
	for _, c := range s.conversations {
		all = append(all, c.streams...)
	}
	return all
}

func (s *spread) people() (all []*person) {
	for _, st := range s.streams() {
		all = append(all, st.person)
	}
	return all
}

func (s *spread) check() error {
	for _, c := range s.conversations {
		if made := s.perSecond * s.lasting.Seconds() / float64(len(s.conversations)); int(made)+1 > c.longest() {
			return fmt.Errorf("%d people have emoji for %d changes, not for %.0f", len(c.streams), c.longest(), made)
		}
	}
	return nil
}

// run opens every stream, makes the changes and returns how long they took, and
// who had the processors meanwhile.
func (s *spread) run(ctx context.Context, p *process) (list []delays, used string, err error) {
	if err := s.check(); err != nil {
		return nil, "", err
	}
	ctx, closeStreams := context.WithCancel(ctx)
	defer closeStreams()
	if err := s.open(ctx); err != nil {
		return nil, "", err
	}
	stop := keepOnline(ctx, s.people())
	defer func() { err = errors.Join(err, stop()) }()
	before, err := usageNow(p)
	if err != nil {
		return nil, "", err
	}
	arrivals, err := s.make(ctx)
	if err != nil {
		return nil, "", err
	}
	after, err := usageNow(p)
	if err != nil {
		return nil, "", err
	}
	if err := awaitAll(ctx, arrivals, lostAfter); err != nil {
		return nil, "", err
	}
	return sum(arrivals), after.since(before), s.failure()
}

// failure is why the first of the streams that ended did.
func (s *spread) failure() error {
	for _, st := range s.streams() {
		if err := st.failure(); err != nil {
			return fmt.Errorf("the stream of %s: %w", st.name, err)
		}
	}
	return nil
}

func (s *spread) open(ctx context.Context) error {
	err := eachOf(ctx, s.streams(), func(ctx context.Context, st *stream) error { return st.report(ctx, "active") })
	if err != nil {
		return err
	}
	err = eachOf(ctx, s.conversations, func(ctx context.Context, c *conversation) error { return c.begin(ctx) })
	if err != nil {
		return err
	}
	return openAll(ctx, s.streams())
}

func openAll(ctx context.Context, streams []*stream) error {
	client := &http.Client{Transport: manyConnections(false)}
	return eachOf(ctx, streams, func(_ context.Context, st *stream) error { return st.open(ctx, client) })
}

// eachOf does something for each of a list, a few at a time, until one fails.
func eachOf[T any](ctx context.Context, list []T, do func(context.Context, T) error) error {
	all, ctx := errgroup.WithContext(ctx)
	all.SetLimit(atOnce)
	for _, item := range list {
		all.Go(func() error { return do(ctx, item) })
	}
	return all.Wait()
}

// make makes changes in even steps, each in a conversation of its own in turn.
func (s *spread) make(ctx context.Context) (arrivals []*arrival, err error) {
	var requests errgroup.Group
	ticker := time.NewTicker(time.Duration(float64(time.Second) / s.perSecond))
	defer ticker.Stop()
	for i := range int(s.perSecond * s.lasting.Seconds()) {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-ticker.C:
		}
		c := s.conversations[i%len(s.conversations)]
		by, next := c.next()
		next.began = time.Now()
		for _, st := range c.streams {
			if st != by {
				arrivals = append(arrivals, st.await(next))
			}
		}
		requests.Go(func() error { return next.make(ctx) })
	}
	return arrivals, requests.Wait()
}

func sum(arrivals []*arrival) []delays {
	list := make([]delays, len(kinds))
	for i, kind := range kinds {
		list[i].kind = kind
		for _, a := range arrivals {
			if a.kind == kind {
				list[i].add(a)
			}
		}
	}
	return list
}

func (d *delays) add(a *arrival) {
	if took := a.delay(); took > 0 {
		d.took = append(d.took, took)
		return
	}
	d.lost++
}

// awaitAll returns when every change has reached its stream, or after a time.
func awaitAll(ctx context.Context, arrivals []*arrival, atMost time.Duration) error {
	missing := func(a *arrival) bool { return a.delay() == 0 }
	for began := time.Now(); time.Since(began) < atMost && slices.ContainsFunc(arrivals, missing); {
		if err := pause(ctx, 50*time.Millisecond); err != nil {
			return err
		}
	}
	return nil
}

// keepOnline renews everyone's lease, each for the first time when it is due,
// until the returned function is called, which waits for it.
func keepOnline(ctx context.Context, people []*person) (stop func() error) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() {
		if pause(ctx, renewEvery) != nil {
			ended <- nil
			return
		}
		ticker := time.NewTicker(renewEvery / time.Duration(len(people)))
		defer ticker.Stop()
		for i := 0; ; i++ {
			select {
			case <-ctx.Done():
				ended <- nil
				return
			case <-ticker.C:
				if err := people[i%len(people)].report(ctx, "active"); err != nil && ctx.Err() == nil {
					ended <- err
					return
				}
			}
		}
	}()
	return func() error {
		cancel()
		return <-ended
	}
}
