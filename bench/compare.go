package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
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
	wantedP99      = 0.020 // s
	wantedMemory   = 100 << 20
	wantedGrowth   = 1.5 // times the cost in the small database
)

// comparison is of targets that take turns. relate is what is said of each but the first beside the others, for a round.
type comparison struct {
	*run
	title   string
	targets []*fixture
	relate  func(e endpoint, round []tally, i int) []figure
}

// throughput compares each endpoint with the bare handler, and with another program where one is named.
func throughput(ctx context.Context, r *run) {
	rows := chosen(r, endpoints, func(e endpoint) string { return e.name })
	ours := r.newFixture(ctx, r.binary, "ours", usualSize)
	bare := *ours
	bare.name, bare.bare, bare.process = "bare", true, r.start(ctx, required(os.Executable()), "bare")
	targets := []*fixture{&bare, ours}
	if r.against != "" {
		targets = append(targets, r.newFixture(ctx, r.against, "against", usualSize))
	}
	for _, s := range r.systems()[1:] {
		z := usualSize
		z.nodes = s.nodes
		targets = append(targets, r.newFixture(ctx, r.binary, s.name, z))
	}
	// In the same round, so that a machine that is slow for a while is slow for both.
	share := func(e endpoint, round []tally, i int) []figure {
		figures := []figure{{"share", round[i].perSecond() / round[0].perSecond(), atLeast(e.wanted)}}
		if i == 1 && r.against != "" {
			return append(figures, figure{"ours/against", round[1].perSecond() / round[2].perSecond(), nil})
		}
		return figures
	}
	comparison{r, "Throughput", targets, share}.measure(ctx, rows, "share", "ours/against")
}

// growth compares a small database with a large one, for each way in which one can grow.
func growth(ctx context.Context, r *run) {
	few := usualSize
	few.messages = 1000
	talkative, crowded, divided := few, few, few
	talkative.messages, crowded.accounts, divided.channels = r.scaled(1_000_000, few.messages), r.scaled(10_000, few.accounts), r.scaled(300, few.channels)
	ways := map[string]size{"messages": talkative, "accounts": crowded, "private-channels": divided}
	var failed error
	for _, way := range chosen(r, slices.Sorted(maps.Keys(ways)), func(way string) string { return way }) {
		failed = errors.Join(failed, try(func() { r.growthOf(ctx, way, few, ways[way]) }))
	}
	require(failed)
}

func (r *run) growthOf(ctx context.Context, way string, few, many size) {
	sayf("%s: %+v → %+v", way, few, many)
	targets := []*fixture{r.newFixture(ctx, r.binary, "few "+way, few), r.newFixture(ctx, r.binary, "many "+way, many)}
	for i, t := range targets {
		t.name, t.sendTo = []string{"few", "many"}[i], talkChannel // where the history is
	}
	cost := func(e endpoint, round []tally, _ int) []figure {
		cheap := map[bool]goal{false: atMost(wantedGrowth)}[e.longer == way] // an answer that is longer costs more
		return []figure{{"cost", round[0].perSecond() / round[1].perSecond(), cheap}}
	}
	comparison{r, "Growth/by=" + way, targets, cost}.measure(ctx, endpoints, "cost")
}

// measure measures the endpoints, and verifies what the programs have stored. It fails on a wrong answer, but not before the end.
func (c comparison) measure(ctx context.Context, rows []endpoint, units ...string) {
	// The generator takes one core at most, and leaves the others to the server.
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	defer c.table(c.title, append(append([]string{"req/s"}, units...), "p50-sec", "p99-sec", "cpu-µs", "db-µs", "generator-cores", "checked", "wrong", "rss-B", "highest-B")...)
	for _, t := range c.targets {
		each(t.talkers, t.chooseOverride)
	}
	var wrong error
	for _, e := range rows {
		sayf("%s", e.name)
		c.rounds(ctx, e)
		for _, t := range c.targets {
			wrong = errors.Join(wrong, c.conclude(e, t))
		}
		if e.durable {
			disk := fsync(ctx, c.folder)
			c.record(c.title, e.name, "fsync", disk.done, delays(disk.latencies, nil)...)
		}
	}
	sayf("waiting %s to look at the memory", c.settle)
	pause(ctx, c.settle)
	for _, t := range c.targets {
		c.record(c.title, "memory after "+c.settle.String(), t.name, 1, t.memory(atMost(wantedMemory))...)
	}
	require(errors.Join(wrong, ctx.Err(), c.stopServers()))
	for _, t := range c.targets {
		if !t.bare {
			t.serve(ctx, c.run, t.cmd.Path)
			t.verify()
		}
	}
	require(c.stopServers())
}

// rounds measures one endpoint for some rounds, after one that warms up.
func (c comparison) rounds(ctx context.Context, e endpoint) {
	c.round(ctx, e, min(c.length, warmTime))
	for range c.run.rounds {
		round := c.round(ctx, e, c.length)
		for i, sent := range round {
			figures := append(append(delays(sent.latencies, atMost(wantedP99)), sent.cores()...), figure{"req/s", sent.perSecond(), nil},
				figure{"sec/op", 1 / sent.perSecond(), nil}, figure{"cpu-µs", sent.program.Seconds() * 1e6 / float64(sent.done), nil})
			if c.targets[i].lender != nil {
				figures = append(figures, figure{"db-µs", sent.database.Seconds() * 1e6 / float64(sent.done), nil})
			}
			if i > 0 {
				figures = append(figures, c.relate(e, round, i)...)
			}
			c.record(c.title, e.name, c.targets[i].name, sent.done, figures...)
		}
	}
}

func (c comparison) round(ctx context.Context, e endpoint, lasting time.Duration) (sent []tally) {
	for _, t := range c.targets {
		t.renew()
		if e.before != nil {
			e.before(t)
		}
		if len(t.others) > 0 {
			pause(ctx, untilTold)
		}
		sent = append(sent, t.turn(ctx, e, c.connections, lasting))
	}
	require(ctx.Err())
	return sent
}

// turn sends load to a target, and checks its answers meanwhile.
func (t *fixture) turn(ctx context.Context, e endpoint, connections int, lasting time.Duration) tally {
	if t.bare {
		e.status = 200
	}
	background, stop := context.WithCancel(ctx)
	sampled := make(chan tally, 1)
	go func() { sampled <- t.sampler(e).run(background, untilStopped) }()
	sent := t.send(ctx, t.loadOf(e, connections), lasting)
	stop()
	t.checks.add(<-sampled)
	t.checks.add(tally{wrong: sent.wrong, reason: sent.reason})
	if e.sends() && !t.bare {
		t.acknowledged += sent.done - sent.wrong
	}
	return sent
}

// sampler checks some answers a second, as one person after another, and lets people go on typing.
func (t *fixture) sampler(e endpoint) load {
	if t.bare {
		return load{}
	}
	from := t.checks.done
	return load{workers: 1, every: checkEvery, do: func(_, n int) {
		if e.typing && n%keystrokeEvery == keystrokeEvery-1 {
			t.keystroke()
		}
		e.check(t, e.asker(t, from+n))
	}}
}

// loadOf sends an endpoint's requests to a target's servers, those of all people in turn, and wants one status of all answers.
func (t *fixture) loadOf(e endpoint, connections int) load {
	askers, requests, answers := t.askers(e), make([][]*fasthttp.Request, connections), make([]fasthttp.Response, connections)
	for worker := range requests {
		for _, p := range askers[worker%len(askers)] {
			requests[worker] = append(requests[worker], p.prepare(e.requestFor(t, p)))
		}
	}
	return load{workers: connections, do: func(worker, n int) {
		answer, client := &answers[worker], askers[worker%len(askers)][0].client
		require(client.Do(requests[worker][(worker+n)%len(requests[worker])], answer))
		if answer.StatusCode() != e.status {
			fail("status %d, want %d; body %.200q", answer.StatusCode(), e.status, answer.Body())
		}
	}}
}

// askers are those who send an endpoint's requests, as they ask each server: with a page of its own where polls go on from one.
func (t *fixture) askers(e endpoint) (at [][]*person) {
	for server, client := range t.clients() {
		var people []*person
		for _, p := range t.talkers {
			if !e.writes || p != t.observer {
				people = append(people, &person{name: p.name, cookie: p.cookie, cursor: p.cursor, client: client})
			}
		}
		if e.poll && server > 0 {
			each(people, func(p *person) { p.openPage(talkChannel) })
		}
		at = append(at, people)
	}
	return at
}

// conclude looks at what the rounds have left, and records how many answers were looked at and how many of all were wrong.
func (c comparison) conclude(e endpoint, t *fixture) error {
	if e.after != nil && !t.bare {
		if err := try(func() { e.after(t) }); err != nil {
			t.checks.add(tally{wrong: 1, reason: err})
		}
	}
	found := t.checks
	t.checks = tally{}
	c.record(c.title, e.name, t.name, 1, figure{"checked", float64(found.done), nil}, figure{"wrong", float64(found.wrong), atMost(0)})
	if found.wrong > 0 {
		return fmt.Errorf("%s: %s: %d wrong answers, such as: %w", e.name, t.name, found.wrong, found.reason)
	}
	return nil
}
