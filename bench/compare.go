package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"
)

const (
	warmSeconds    = 0.5
	checkEvery     = 50 * time.Millisecond
	keystrokeEvery = 2 * time.Second // as browsers do; the server forgets a keystroke after five seconds
)

// target is a server that takes its turn, with what was measured of it.
type target struct {
	*process
	name    string
	fixture *fixture // the bare handler has none, and gets another's requests
	folder  string
	prepare func(context.Context) error // before each round; nil: nothing

	rounds         []tally
	checked, wrong int
	reason         error
}

func (t *target) note(err error) {
	if t.checked++; err != nil {
		t.wrong, t.reason = t.wrong+1, errors.Join(t.reason, err)
	}
}

// of is the median of a figure over the rounds.
func (t *target) of(figure func(tally) float64) float64 {
	var values []float64
	for _, round := range t.rounds {
		values = append(values, figure(round))
	}
	return median(values)
}

// share is the median over the rounds of its requests a second as a share of another's in the same round.
func (t *target) share(of *target) float64 {
	var shares []float64
	for i := range t.rounds {
		shares = append(shares, t.rounds[i].perSecond()/of.rounds[i].perSecond())
	}
	return median(shares)
}

func p99(t tally) float64          { return quantile(t.latencies, 0.99).Seconds() }
func p50(t tally) float64          { return quantile(t.latencies, 0.5).Seconds() }
func programCPU(t tally) float64   { return t.usage.program.Seconds() / float64(t.answers) }
func generatorCPU(t tally) float64 { return t.usage.generator.Seconds() / t.took.Seconds() }

// compare measures an endpoint at the targets in turn, each as often.
func (r *run) compare(ctx context.Context, command string, e endpoint, targets []*target) error {
	r.sayf("%s", e.name)
	for _, t := range targets {
		t.rounds, t.checked, t.wrong, t.reason = nil, 0, 0, nil
	}
	for n := range r.rounds + 1 {
		for i, t := range targets {
			from, length := t.fixture, r.seconds
			if n == 0 {
				length = warmSeconds
			}
			if from == nil {
				from = targets[i+1].fixture
			}
			round, err := r.round(ctx, e, t, from, length)
			if err != nil {
				return fmt.Errorf("%s: %s: %w", e.name, t.name, err)
			}
			if n > 0 {
				t.rounds = append(t.rounds, round)
				r.record(command, round.answers, figures{"sec/op": 1 / round.perSecond(), "req/s": round.perSecond(), "p50-sec": p50(round), "p99-sec": p99(round),
					"program-cpu-sec/op": programCPU(round), "generator-cores": generatorCPU(round)}, "endpoint", e.name, "side", t.name)
			}
		}
	}
	for _, t := range targets {
		if e.after != nil && t.fixture != nil {
			s := &script{Context: ctx}
			e.after(t.fixture, s)
			t.note(s.err)
		}
	}
	return ctx.Err()
}

// round sends one round's load to a target, and checks its answers meanwhile.
func (r *run) round(ctx context.Context, e endpoint, t *target, from *fixture, seconds float64) (round tally, err error) {
	s := &script{Context: ctx}
	if t.prepare != nil {
		s.err = t.prepare(ctx)
	}
	from.heartbeat(s)
	if e.before != nil {
		e.before(from, s)
	}
	if e.typing {
		from.keystroke(s)
	}
	if s.err != nil {
		return round, s.err
	}
	if t.fixture == nil {
		round, err = r.send(ctx, t.process, e.requests(from), 200, seconds)
	} else {
		var background errgroup.Group
		beside, stop := context.WithCancel(ctx)
		background.Go(func() error { return t.sample(beside, e) })
		background.Go(func() error { return t.keepTyping(beside, e.typing) })
		round, err = r.send(ctx, t.process, e.requests(from), e.status, seconds)
		stop()
		err = errors.Join(err, background.Wait())
	}
	if e.sends() && t.fixture != nil {
		t.fixture.acknowledged += round.answers - round.wrong
	}
	if round.wrong > 0 {
		t.wrong, t.reason = t.wrong+round.wrong, errors.Join(t.reason, round.reason)
	}
	return round, err
}

// sample checks some answers a second while load is sent; a check under way is ended before it returns.
func (t *target) sample(ctx context.Context, e endpoint) error {
	for ; ctx.Err() == nil; pause(ctx, checkEvery) {
		s := &script{Context: context.WithoutCancel(ctx)}
		e.check(t.fixture, s, e.asker(t.fixture, t.checked))
		t.note(s.err)
	}
	return nil
}

func (t *target) keepTyping(ctx context.Context, typing bool) error {
	for pause(ctx, keystrokeEvery); typing && ctx.Err() == nil; pause(ctx, keystrokeEvery) {
		s := &script{Context: context.WithoutCancel(ctx)}
		if t.fixture.keystroke(s); s.err != nil {
			return s.err
		}
	}
	return nil
}

// pause waits, unless ctx ends before.
func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// failure is an error when anything was answered wrongly.
func (t *target) failure(e endpoint) error {
	if t.wrong == 0 {
		return nil
	}
	return fmt.Errorf("%s: %s: %d wrong answers: %w", e.name, t.name, t.wrong, t.reason)
}
