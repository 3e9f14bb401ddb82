package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/valyala/fasthttp"
)

const (
	checkEvery     = 50 * time.Millisecond
	keystrokeEvery = 2 * time.Second // as browsers do; the server forgets a keystroke after five seconds
	warmTime       = 500 * time.Millisecond
	untilStopped   = 24 * time.Hour

	wantedP99    = 0.020 // s
	wantedMemory = 100 << 20
	wantedGrowth = 1.5 // times the cost in the small database
	longerAnswer = 1.2 // from when on an answer counts as longer in itself
)

// target is a server that takes its turn.
type target struct {
	*fixture
	name   string
	bare   *process // the bare handler, which gets the requests for the fixture
	checks tally    // of the endpoint that is measured, with what was wrong with the load
	relate func(e endpoint, own, first tally) []figure
}

// throughput compares each endpoint with the bare handler, and with another program where one is named.
func throughput(ctx context.Context, r *run) error {
	rows, err := chosen(r, endpoints, func(e endpoint) string { return e.name })
	if err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	bare, err := r.start(ctx, self, "bare")
	if err != nil {
		return err
	}
	targets := []*target{{name: "bare", bare: bare}}
	// What a program reaches of the bare handler's requests a second in the same round: a machine that is slow for a while is slow for both.
	share := func(e endpoint, own, bare tally) []figure {
		return []figure{{"share", own.perSecond() / bare.perSecond(), atLeast(e.wanted)}}
	}
	for _, program := range [][2]string{{"ours", r.binary}, {"against", r.against}} {
		if program[1] == "" {
			continue
		}
		f, err := r.newFixture(ctx, program[1], program[0], usualSize)
		if err != nil {
			return fmt.Errorf("%s: %w", program[0], err)
		}
		targets = append(targets, &target{fixture: f, name: program[0], relate: share})
	}
	targets[0].fixture = targets[1].fixture
	return r.compareAll(ctx, "Throughput", rows, targets, "share", "ours/against")
}

// growth compares a small database with a large one, for each way in which one can grow.
func growth(ctx context.Context, r *run) (wrong error) {
	few := usualSize
	few.messages = 1000
	talkative, crowded, divided := few, few, few
	talkative.messages, crowded.accounts, divided.channels = r.scaled(1_000_000, few.messages), r.scaled(10_000, few.accounts), r.scaled(300, few.channels)
	type row struct {
		way  string
		many size
		endpoint
	}
	var rows []row
	for _, e := range endpoints {
		rows = append(rows, row{"messages", talkative, e}, row{"accounts", crowded, e}, row{"private channels", divided, e})
	}
	rows, err := chosen(r, rows, func(row row) string { return row.way + ": " + row.name })
	for err == nil && len(rows) > 0 {
		way, many, inWay := rows[0].way, rows[0].many, []endpoint(nil)
		for _, row := range rows {
			if row.way == way {
				inWay = append(inWay, row.endpoint)
			}
		}
		rows = slices.DeleteFunc(rows, func(row row) bool { return row.way == way })
		sayf("%s: %+v → %+v", way, few, many)
		wrong = errors.Join(wrong, r.growthOf(ctx, way, few, many, inWay), ctx.Err())
	}
	return errors.Join(wrong, err)
}

func (r *run) growthOf(ctx context.Context, way string, few, many size, rows []endpoint) error {
	small, err := r.newFixture(ctx, r.binary, way+" few", few)
	if err != nil {
		return err
	}
	large, err := r.newFixture(ctx, r.binary, way+" many", many)
	if err != nil {
		return err
	}
	small.sendTo, large.sendTo = talkChannel, talkChannel // where the history is
	cost := func(e endpoint, own, few tally) []figure {
		cheap, short, long := atMost(wantedGrowth), small.answerLength(e), large.answerLength(e)
		if long > longerAnswer*short {
			cheap = nil // an answer that is longer costs more
		}
		return []figure{{"cost", few.perSecond() / own.perSecond(), cheap}, {"bytes-few", short, nil}, {"bytes-many", long, nil}}
	}
	targets := []*target{{fixture: small, name: "few"}, {fixture: large, name: "many", relate: cost}}
	return r.compareAll(ctx, "Growth/by="+way, rows, targets, "cost", "bytes-few", "bytes-many")
}

// answerLength is how long the body of an endpoint's answer is: 0 where nothing is read.
func (f *fixture) answerLength(e endpoint) float64 {
	if e.writes || e.poll {
		return 0
	}
	return float64(len((&script{}).ask(f.observer, e.requestFor(f, f.observer), e.status).Body()))
}

// compareAll measures the endpoints at the targets in turn, looks at the memory, and starts the programs anew to verify what
// they have stored. A wrong answer is an error, but not the end.
func (r *run) compareAll(ctx context.Context, command string, rows []endpoint, targets []*target, units ...string) (wrong error) {
	// The generator takes one core at most, and leaves the others to the server.
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	defer func() {
		r.table(command, append(append([]string{"req/s"}, units...), "p50-sec", "p99-sec", "cpu-µs", "generator-cores", "checked", "wrong")...)
	}()
	for _, t := range targets {
		s := &script{}
		if t.overrides(s); s.err != nil {
			return s.err
		}
	}
	for _, e := range rows {
		sayf("%s", e.name)
		if err := r.compare(ctx, command, e, targets); err != nil {
			return errors.Join(wrong, fmt.Errorf("%s: %w", e.name, err))
		}
		for _, t := range targets {
			wrong = errors.Join(wrong, r.conclude(command, e, t))
		}
		if e.durable {
			disk, err := fsync(ctx, r.folder)
			r.record(command, e.name, "fsync", disk.done, delays(disk.latencies, nil)...)
			wrong = errors.Join(wrong, err)
		}
	}
	sayf("waiting %s to look at the memory", r.settle)
	pause(ctx, r.settle)
	return errors.Join(wrong, ctx.Err(), r.aftermath(ctx, command, targets))
}

// compare measures one endpoint for some rounds, after one that warms up.
func (r *run) compare(ctx context.Context, command string, e endpoint, targets []*target) error {
	for _, t := range targets {
		t.checks = tally{}
	}
	for n := range r.rounds + 1 {
		lasting, round := r.length, []tally(nil)
		if n == 0 {
			lasting = min(lasting, warmTime)
		}
		for _, t := range targets {
			sent, err := r.round(ctx, e, t, lasting)
			if err = errors.Join(err, ctx.Err()); err != nil {
				return fmt.Errorf("%s: %w", t.name, err)
			}
			round = append(round, sent)
		}
		for i, t := range targets {
			if n == 0 {
				continue
			}
			sent := round[i]
			figures := append(delays(sent.latencies, atMost(wantedP99)), figure{"req/s", sent.perSecond(), nil}, figure{"sec/op", 1 / sent.perSecond(), nil},
				figure{"cpu-µs", sent.program.Seconds() * 1e6 / float64(sent.done), nil})
			if figures = append(figures, sent.cores()...); t.relate != nil {
				figures = append(figures, t.relate(e, sent, round[0])...)
			}
			if i == 1 && len(round) > 2 {
				figures = append(figures, figure{"ours/against", sent.perSecond() / round[2].perSecond(), nil})
			}
			r.record(command, e.name, t.name, sent.done, figures...)
		}
	}
	return nil
}

// round sends one round's load to a target, and checks its answers meanwhile.
func (r *run) round(ctx context.Context, e endpoint, t *target, lasting time.Duration) (sent tally, err error) {
	f, s := t.fixture, &script{}
	if s.err = f.renew(); e.before != nil {
		e.before(f, s)
	}
	if e.typing {
		f.keystroke(s)
	}
	if s.err != nil {
		return sent, s.err
	}
	if t.bare != nil {
		sent = t.bare.send(ctx, r.loadOf(e, f, newClient(t.bare.address), 200), lasting)
		t.checks.blame(sent)
		return sent, nil
	}
	background, stop := context.WithCancel(ctx)
	var beside sync.WaitGroup
	var checks, typing tally
	beside.Go(func() { checks = t.sampler(e).run(background, untilStopped) })
	if e.typing {
		beside.Go(func() {
			typing = load{workers: 1, every: keystrokeEvery, do: func(int, int) error { return inScript(f.keystroke) }}.run(background, untilStopped)
		})
	}
	sent = f.send(ctx, r.loadOf(e, f, f.observer.client, e.status), lasting)
	stop()
	beside.Wait()
	if e.sends() {
		f.acknowledged += sent.done - sent.wrong
	}
	t.checks.add(checks)
	t.checks.blame(sent)
	t.checks.blame(typing)
	return sent, nil
}

// sampler checks some answers a second, as one person after another.
func (t *target) sampler(e endpoint) load {
	from := t.checks.done
	return load{workers: 1, every: checkEvery, do: func(_, n int) error {
		return inScript(func(s *script) { e.check(t.fixture, s, e.asker(t.fixture, from+n)) })
	}}
}

// loadOf sends an endpoint's requests through a client, those of all people in turn, and wants one status of all answers.
func (r *run) loadOf(e endpoint, f *fixture, client *fasthttp.HostClient, status int) load {
	requests, answers := make([][]*fasthttp.Request, r.connections), make([]fasthttp.Response, r.connections)
	for worker := range requests {
		requests[worker] = e.requests(f)
	}
	return load{workers: r.connections, do: func(worker, n int) error {
		answer := &answers[worker]
		err := client.Do(requests[worker][(worker+n)%len(requests[worker])], answer)
		if err == nil && answer.StatusCode() != status {
			err = fmt.Errorf("status %d, want %d; body %.200q", answer.StatusCode(), status, answer.Body())
		}
		return err
	}}
}

// conclude looks at what the rounds have left, and records how many answers were looked at and how many of all were wrong.
func (r *run) conclude(command string, e endpoint, t *target) error {
	if e.after != nil && t.bare == nil {
		if err := inScript(func(s *script) { e.after(t.fixture, s) }); err != nil {
			t.checks.blame(tally{wrong: 1, reason: err})
		}
	}
	r.record(command, e.name, t.name, 1, figure{"checked", float64(t.checks.done), nil}, figure{"wrong", float64(t.checks.wrong), atMost(0)})
	if t.checks.wrong > 0 {
		return fmt.Errorf("%s: %s: %d wrong answers, such as: %w", e.name, t.name, t.checks.wrong, t.checks.reason)
	}
	return nil
}

// aftermath records the programs' memory, and verifies what they have stored when they are started again.
func (r *run) aftermath(ctx context.Context, command string, targets []*target) (wrong error) {
	for _, t := range targets {
		if t.bare == nil {
			now, highest := t.memory()
			r.record(command+"/memory", "after "+r.settle.String(), t.name, 1, figure{"rss-B", now, atMost(wantedMemory)}, figure{"highest-B", highest, nil})
		}
	}
	r.table(command+"/memory", "rss-B", "highest-B")
	if err := r.stopServers(); err != nil {
		return err
	}
	for _, t := range targets {
		if t.bare == nil {
			if err := errors.Join(t.serve(ctx, r, t.cmd.Path), t.verify()); err != nil {
				wrong = errors.Join(wrong, fmt.Errorf("%s, started again: %w", t.name, err))
			}
		}
	}
	return errors.Join(wrong, r.stopServers())
}
