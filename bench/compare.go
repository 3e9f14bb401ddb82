package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"time"

	"github.com/valyala/fasthttp"
)

const (
	checkEvery     = 50 * time.Millisecond
	keystrokeEvery = 40 // checks, which is two seconds, as browsers do; the server forgets a keystroke after five
	warmTime       = 500 * time.Millisecond
	untilStopped   = 24 * time.Hour

	wantedP99    = 0.020 // s
	wantedMemory = 100 << 20
	wantedGrowth = 1.5 // times the cost in the small database
	longerAnswer = 1.2 // from when on an answer counts as longer in itself
)

// target is a server that takes its turn.
type target struct {
	*process
	*fixture // what it serves; the bare handler gets the requests for another's
	name     string
	checks   tally // of the endpoint that is measured, with what was wrong with the load
}

func (t *target) bare() bool { return t.process != t.fixture.process }

// relation is what is said of a target beside the first, for a round.
type relation func(e endpoint, own, first tally) []figure

// throughput compares each endpoint with the bare handler, and with another program where one is named.
func throughput(ctx context.Context, r *run) error {
	rows, err := chosen(r, endpoints, func(e endpoint) string { return e.name })
	if err != nil {
		return err
	}
	var targets []*target
	for _, program := range [][2]string{{"ours", r.binary}, {"against", r.against}} {
		if program[1] != "" {
			f, err := r.newFixture(ctx, program[1], program[0], usualSize)
			if err != nil {
				return fmt.Errorf("%s: %w", program[0], err)
			}
			targets = append(targets, &target{process: f.process, fixture: f, name: program[0]})
		}
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	bare, err := r.start(ctx, self, "bare")
	if err != nil {
		return err
	}
	targets = slices.Insert(targets, 0, &target{process: bare, fixture: targets[0].fixture, name: "bare"})
	// In the same round, so that a machine that is slow for a while is slow for both.
	share := func(e endpoint, own, bare tally) []figure {
		return []figure{{"share", own.perSecond() / bare.perSecond(), atLeast(e.wanted)}}
	}
	return r.compareAll(ctx, "Throughput", rows, targets, share, "share", "ours/against")
}

// growth compares a small database with a large one, for each way in which one can grow.
func growth(ctx context.Context, r *run) error {
	few := usualSize
	few.messages = 1000
	talkative, crowded, divided := few, few, few
	talkative.messages, crowded.accounts, divided.channels = r.scaled(1_000_000, few.messages), r.scaled(10_000, few.accounts), r.scaled(300, few.channels)
	ways, large := []string{"messages", "accounts", "private channels"}, []size{talkative, crowded, divided}
	type row struct {
		endpoint
		way int
	}
	var all []row
	for way := range ways {
		for _, e := range endpoints {
			all = append(all, row{e, way})
		}
	}
	rows, err := chosen(r, all, func(row row) string { return ways[row.way] + ": " + row.name })
	byWay := make([][]endpoint, len(ways))
	for _, row := range rows {
		byWay[row.way] = append(byWay[row.way], row.endpoint)
	}
	for way, endpoints := range byWay {
		if len(endpoints) > 0 {
			err = errors.Join(err, r.growthOf(ctx, ways[way], few, large[way], endpoints))
		}
	}
	return err
}

func (r *run) growthOf(ctx context.Context, way string, few, many size, rows []endpoint) error {
	sayf("%s: %+v → %+v", way, few, many)
	var targets []*target
	for i, z := range []size{few, many} {
		side := []string{"few", "many"}[i]
		f, err := r.newFixture(ctx, r.binary, way+" "+side, z)
		if err != nil {
			return err
		}
		f.sendTo = talkChannel // where the history is
		targets = append(targets, &target{process: f.process, fixture: f, name: side})
	}
	cost := func(e endpoint, own, few tally) []figure {
		cheap, short, long := atMost(wantedGrowth), targets[0].answerLength(e), targets[1].answerLength(e)
		if long > longerAnswer*short {
			cheap = nil // an answer that is longer costs more
		}
		return []figure{{"cost", few.perSecond() / own.perSecond(), cheap}, {"bytes-few", short, nil}, {"bytes-many", long, nil}}
	}
	return r.compareAll(ctx, "Growth/by="+way, rows, targets, cost, "cost", "bytes-few", "bytes-many")
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
func (r *run) compareAll(ctx context.Context, command string, rows []endpoint, targets []*target, relate relation, units ...string) (wrong error) {
	// The generator takes one core at most, and leaves the others to the server.
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	defer func() {
		r.table(command, append(append([]string{"req/s"}, units...), "p50-sec", "p99-sec", "cpu-µs", "generator-cores", "checked", "wrong", "rss-B", "highest-B")...)
	}()
	for _, t := range targets {
		wrong = errors.Join(wrong, inScript(t.overrides))
	}
	for _, e := range rows {
		sayf("%s", e.name)
		if err := r.compare(ctx, command, e, targets, relate); err != nil {
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
	for _, t := range targets {
		now, highest := t.memory()
		r.record(command, "memory after "+r.settle.String(), t.name, 1, figure{"rss-B", now, atMost(wantedMemory)}, figure{"highest-B", highest, nil})
	}
	wrong = errors.Join(wrong, ctx.Err(), r.stopServers())
	for _, t := range targets {
		if wrong == nil && !t.bare() {
			wrong = errors.Join(t.serve(ctx, r, t.cmd.Path), t.verify())
		}
	}
	return errors.Join(wrong, r.stopServers())
}

// compare measures one endpoint for some rounds, after one that warms up.
func (r *run) compare(ctx context.Context, command string, e endpoint, targets []*target, relate relation) error {
	for _, t := range targets {
		t.checks = tally{}
	}
	if _, err := r.round(ctx, e, targets, min(r.length, warmTime)); err != nil {
		return err
	}
	for range r.rounds {
		round, err := r.round(ctx, e, targets, r.length)
		if err != nil {
			return err
		}
		for i, sent := range round {
			figures := append(append(delays(sent.latencies, atMost(wantedP99)), sent.cores()...), figure{"req/s", sent.perSecond(), nil},
				figure{"sec/op", 1 / sent.perSecond(), nil}, figure{"cpu-µs", sent.program.Seconds() * 1e6 / float64(sent.done), nil})
			if i > 0 {
				figures = append(figures, relate(e, sent, round[0])...)
			}
			if i == 1 && len(round) > 2 {
				figures = append(figures, figure{"ours/against", sent.perSecond() / round[2].perSecond(), nil})
			}
			r.record(command, e.name, targets[i].name, sent.done, figures...)
		}
	}
	return nil
}

// round lets each of the targets take its turn.
func (r *run) round(ctx context.Context, e endpoint, targets []*target, lasting time.Duration) (sent []tally, err error) {
	for _, t := range targets {
		s := &script{err: t.renew()}
		if e.before != nil {
			e.before(t.fixture, s)
		}
		if e.typing {
			t.keystroke(s)
		}
		if s.err != nil {
			return nil, s.err
		}
		sent = append(sent, r.turn(ctx, e, t, lasting))
	}
	return sent, ctx.Err()
}

// turn sends load to a target, and checks its answers meanwhile.
func (r *run) turn(ctx context.Context, e endpoint, t *target, lasting time.Duration) (sent tally) {
	background, stop := context.WithCancel(ctx)
	sampled := make(chan tally)
	go func() { sampled <- t.sampler(e).run(background, untilStopped) }()
	sent = t.process.send(ctx, r.loadOf(e, t), lasting)
	stop()
	t.checks.add(<-sampled)
	t.checks.blame(sent)
	if e.sends() && !t.bare() {
		t.acknowledged += sent.done - sent.wrong
	}
	return sent
}

// sampler checks some answers a second, as one person after another, and lets people go on typing.
func (t *target) sampler(e endpoint) load {
	from := t.checks.done
	check := func(_, n int) error {
		s := &script{}
		if e.typing && n%keystrokeEvery == keystrokeEvery-1 {
			t.keystroke(s)
		}
		e.check(t.fixture, s, e.asker(t.fixture, from+n))
		return s.err
	}
	if t.bare() {
		return load{}
	}
	return load{workers: 1, every: checkEvery, do: check}
}

// loadOf sends an endpoint's requests to a target, those of all people in turn, and wants one status of all answers.
func (r *run) loadOf(e endpoint, t *target) load {
	client, status := newClient(t.process.address), e.status
	if t.bare() {
		status = 200
	}
	requests, answers := make([][]*fasthttp.Request, r.connections), make([]fasthttp.Response, r.connections)
	for worker := range requests {
		requests[worker] = e.requests(t.fixture)
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
	if e.after != nil && !t.bare() {
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
