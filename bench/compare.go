package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
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
			seconds := r.seconds
			if n == 0 {
				seconds = warmSeconds
			}
			from := t.fixture
			if from == nil {
				from = targets[i+1].fixture
			}
			round, err := r.round(ctx, e, t, from, seconds)
			if err != nil {
				return fmt.Errorf("%s: %s: %w", e.name, t.name, err)
			}
			if n > 0 {
				t.rounds = append(t.rounds, round)
				r.record(command, round.answers, []figure{{round.took.Seconds() / float64(round.answers), "sec/op"}, {round.perSecond(), "req/s"},
					{p50(round), "p50-sec"}, {p99(round), "p99-sec"}, {programCPU(round), "program-cpu-sec/op"}, {generatorCPU(round), "generator-cores"}},
					"endpoint", e.name, "side", t.name)
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
	status := e.status
	var background errgroup.Group
	beside, stop := context.WithCancel(ctx)
	defer stop()
	if t.fixture == nil {
		status = 200
	} else {
		background.Go(func() error { return t.sample(beside, e) })
		background.Go(func() error { return t.keepTyping(beside, e.typing) })
	}
	round, err = r.send(ctx, t.process, e.requests(from), status, seconds)
	stop()
	if e.sends() && t.fixture != nil {
		t.fixture.acknowledged += round.answers - round.wrong
	}
	if round.wrong > 0 {
		t.wrong, t.reason = t.wrong+round.wrong, errors.Join(t.reason, round.reason)
	}
	return round, errors.Join(err, background.Wait())
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

// throughput compares each endpoint with the bare handler, and with another program where one is named.
func throughput(ctx context.Context, r *run) (err error) {
	chosen, err := r.chosenEndpoints()
	if err != nil {
		return err
	}
	bare, err := startBareHandler(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, bare.stop()) }()
	targets := []*target{{process: bare, name: "bare"}}
	for _, program := range []struct{ name, binary string }{{"ours", r.binary}, {"against", r.against}} {
		if program.binary == "" {
			continue
		}
		t := &target{name: program.name, folder: filepath.Join(r.folder, program.name)}
		if t.process, err = serve(ctx, program.binary, t.folder); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, t.stop()) }()
		t.fixture = newFixture(newPeople(peopleCount, t.url, peopleCount))
		if err := t.fixture.fill(ctx); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
		targets = append(targets, t)
	}
	return errors.Join(r.shares(ctx, chosen, targets), r.aftermath(ctx, targets[1:]))
}

// shares measures the endpoints and prints a line for each and every program.
func (r *run) shares(ctx context.Context, chosen []endpoint, targets []*target) (wrong error) {
	r.printf("\n%d people, %d messages, %d private channels each; %d rounds of %g s, %d connections. Figures are medians of the rounds.\n\n",
		peopleCount, messageCount, teamChannels, r.rounds, r.seconds, r.connections)
	r.printf("| endpoint | program | bare req/s | req/s | share | wanted | p50 | p99 | CPU, bare | CPU | generator | checked | wrong |\n" +
		"| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n")
	bare, notes := targets[0], ""
	for _, e := range chosen {
		if err := r.compare(ctx, "Throughput", e, targets); err != nil {
			return errors.Join(wrong, err)
		}
		for _, t := range targets[1:] {
			share, slowest := t.share(bare), t.of(p99)
			r.printf("| `%s` | %s | %s | %s | %.2f %s | %.2f | %.2f ms | %.2f ms %s | %.1f µs | %.1f µs | %.2f | %d | %d |\n", e.name, t.name,
				grouped(bare.of(tally.perSecond)), grouped(t.of(tally.perSecond)), share, mark(share >= e.wanted), e.wanted, t.of(p50)*1e3,
				slowest*1e3, mark(slowest < wantedP99), bare.of(programCPU)*1e6, t.of(programCPU)*1e6, t.of(generatorCPU), t.checked, t.wrong)
			wrong = errors.Join(wrong, t.failure(e))
		}
		if len(targets) > 2 {
			notes += fmt.Sprintf("`%s`: ours / against %.3f\n\n", e.name, targets[1].share(targets[2]))
		}
		if e.durable {
			fsync, err := timeFsync(r.folder)
			if err != nil {
				return err
			}
			notes += fmt.Sprintf("`%s`: write and fsync just after: %s\n\n", e.name, fsync)
		}
	}
	r.printf("\n%s", notes)
	return wrong
}

// aftermath looks at the memory when nothing has happened for a while, starts the programs anew and verifies what they stored.
func (r *run) aftermath(ctx context.Context, targets []*target) (err error) {
	r.sayf("waiting %s to look at the memory", r.settle)
	pause(ctx, r.settle)
	for _, t := range targets {
		now, highest, failed := t.memory()
		r.printf("%s: resident memory %s after the run: %s (%s below %s; highest %s).\n", t.name, r.settle, mebibytes(now), mark(now < wantedMemory),
			mebibytes(wantedMemory), mebibytes(highest))
		r.record("Memory", 1, []figure{{float64(now), "rss-bytes"}, {float64(highest), "highest-rss-bytes"}}, "side", t.name)
		err = errors.Join(err, failed, t.verifyRestarted(ctx))
	}
	return err
}

func (t *target) verifyRestarted(ctx context.Context) error {
	if err := t.stop(); err != nil {
		return err
	}
	again, err := serve(ctx, t.cmd.Path, t.folder)
	if err != nil {
		return err
	}
	t.process = again
	for _, p := range t.fixture.people {
		p.base = again.url
	}
	if err := t.fixture.verify(ctx); err != nil {
		return fmt.Errorf("%s, started again: %w", t.name, err)
	}
	return nil
}
