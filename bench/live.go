package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"syscall"
	"time"
)

const (
	wantedTownP99 = 0.100 // s
	// The hub is what can be reached: so many times its figures, and so much more, may a page take.
	wantedOfHub, wantedBesides = 3, 0.008         // s
	wantedIdleMemory           = 10 << 10         // for each socket
	wantedPollP99              = 0.050            // s
	lostAfter                  = 10 * time.Second // after the last change, one that has not reached a socket is lost
	heartbeatOf                = 30               // polls of a page come to one heartbeat
	warmPages                  = 3 * time.Second
)

// part is a row of what is measured with many pages open.
type part struct {
	name     string
	people   int
	channels int    // that they share out, each in one
	named    string // the channels by their numbers
	rate     int    // changes a second in each channel
	kinds    []string
	measure  func(*run, context.Context, part, system)
}

// live measures the parts that are chosen; one that fails does not keep others from being measured.
func live(ctx context.Context, r *run) {
	messages, groups := []string{"message"}, r.scaled(50, 1)
	parts := chosen(r, []part{
		{"spread", 20 * groups, groups, "channel%d", 4, messages, (*run).besideHub},
		{"one", 20 * groups, 1, "channel%d", 10, messages, (*run).besideHub},
		{"town", 50 * 4 * groups, 4 * groups, "private:%d", 1, kinds, (*run).fanout},
		{"idle", 200 * groups, 1, "channel%d", 0, messages, (*run).idle},
		{"poll", 200 * groups, 1, "channel%d", 0, nil, (*run).poll},
	}, func(p part) string { return p.name })
	allowFiles(uint64(200*groups + 500))
	var failed error
	for _, p := range parts {
		for _, s := range r.systems() {
			sayf("%s: %s", p.name, s.name)
			open, closeSockets := context.WithCancel(ctx)
			if err := errors.Join(try(func() { p.measure(r, open, p, s) }), ctx.Err()); err != nil {
				failed = errors.Join(failed, fmt.Errorf("%s: %s: %w", p.name, s.name, err))
			}
			closeSockets()
			failed = errors.Join(failed, r.stopServers())
		}
	}
	r.table("Live", "p50-sec", "p99-sec", "max-sec", "req/s", "lost", "bytes", "cpu-sec", "each-B", "rss-B", "highest-B", "program-cores", "database-cores", "generator-cores")
	require(failed)
}

// people serves the program to those of a part, who are all online.
func (r *run) people(ctx context.Context, p part, s system) *fixture {
	z := size{accounts: p.people, messages: 1000, teams: 1, teamSize: min(usualSize.teamSize, p.people), channels: 1, nodes: s.nodes}
	names := talkChannel + "," + quietChannel
	if p.named == "private:%d" { // each its own team's
		z.teams, z.teamSize = p.channels, p.people/p.channels
	} else {
		for i := range p.channels {
			names += fmt.Sprintf(","+p.named, i+1)
		}
	}
	f := r.newFixture(ctx, r.binary, p.name+" "+s.name, z, "--channels="+names)
	for i, clients := 0, f.clients(); i < len(f.people); i++ {
		f.people[i].client = clients[i%len(clients)]
	}
	f.renew()
	return f
}

// converse opens everybody's sockets, which last as long as ctx.
func (p part) converse(ctx context.Context, a *arrivals, f *fixture) (all []*conversation) {
	for share := range slices.Chunk(f.people, len(f.people)/p.channels) {
		c := &conversation{arrivals: a, channel: fmt.Sprintf(p.named, len(all)+1), people: share, kinds: p.kinds, hub: f.isHub}
		all = append(all, c)
		each(c.people, func(p *person) { c.open(ctx, p) })
	}
	return all
}

// besideHub measures a hub with the same load, and then the program.
func (r *run) besideHub(ctx context.Context, p part, s system) {
	open, closeHub := context.WithCancel(ctx)
	p99, each := r.spread(open, p, r.hub(ctx, p.people), strings.TrimSuffix("hub for "+s.name, " for ours"), nil, nil)
	closeHub()
	r.spread(ctx, p, r.people(ctx, p, s), s.name, atMost(wantedOfHub*p99+wantedBesides), atMost(wantedOfHub*each))
}

func (r *run) fanout(ctx context.Context, p part, s system) {
	r.spread(ctx, p, r.people(ctx, p, s), s.name, atMost(wantedTownP99), nil)
}

// spread makes changes in even steps in each channel in turn. It returns how long they took, and what processor time, to a page.
func (r *run) spread(ctx context.Context, p part, f *fixture, side string, p99, cpu goal) (longest, each float64) {
	a := newArrivals()
	all := p.converse(ctx, a, f)
	pause(ctx, min(r.settle, warmPages)) // until pages know that all the others are there
	a.forget()
	sent := f.send(ctx, load{workers: len(all), every: time.Second / time.Duration(p.rate), do: func(worker, _ int) {
		all[worker].make(all[worker].next())
	}}, r.lasting)
	r.record("Live", p.name, side+" held", len(f.people), f.held(sent)...)
	took, err := r.arrivals(ctx, p, side, a, p99)
	deliveries := float64(max(len(took), 1))
	each = sent.program.Seconds() / deliveries
	r.record("Live", p.name, side, len(took), figure{"bytes", float64(a.heard()) / deliveries, nil}, figure{"cpu-sec", each, cpu})
	require(errors.Join(sent.reason, err))
	return quantile(took, 0.99), each
}

// arrivals waits until every change has reached its sockets or is lost, and records how long each kind took.
func (r *run) arrivals(ctx context.Context, p part, side string, a *arrivals, p99 goal) ([]time.Duration, error) {
	all, missing, failed := a.arrived(p.kinds...)
	for began := time.Now(); missing > 0 && time.Since(began) < lostAfter && ctx.Err() == nil; all, missing, failed = a.arrived(p.kinds...) {
		pause(ctx, 50*time.Millisecond)
	}
	for _, kind := range p.kinds {
		if took, _, _ := a.arrived(kind); len(p.kinds) > 1 {
			r.record("Live", p.name, side+" "+kind, len(took), delays(took, p99)...)
		}
	}
	r.record("Live", p.name, side, len(all), append(delays(all, p99), figure{"lost", float64(missing), atMost(0)})...)
	if missing > 0 {
		failed = errors.Join(failed, fmt.Errorf("%d times a socket did not show the change", missing))
	}
	return all, failed
}

// allowFiles lets this process, and so the program that it starts, have so many files and connections open.
func allowFiles(n uint64) {
	var limit syscall.Rlimit
	require(syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit))
	if limit.Cur, limit.Max = max(n, limit.Cur), max(n, limit.Max); syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit) != nil {
		fail("%d open files are needed: see ulimit -Hn", n)
	}
}

// idle holds many sockets on which nothing happens, and then lets one message go to all of them.
func (r *run) idle(ctx context.Context, p part, s system) {
	f, a := r.people(ctx, p, s), newArrivals()
	pause(ctx, r.settle)
	before := f.memory(nil)[0].value
	c := p.converse(ctx, a, f)[0]
	sent := f.send(ctx, load{workers: 1, every: r.settle, do: func(int, int) { pause(ctx, r.settle) }}, r.settle)
	each := (f.memory(nil)[0].value - before) / float64(len(f.people))
	r.record("Live", p.name, s.name+" held", len(f.people), append(f.held(sent), figure{"each-B", each, atMost(wantedIdleMemory)})...)
	c.make(f.people[0], messageBy(c.channel, "Is everybody there?"))
	_, err := r.arrivals(ctx, p, s.name, a, nil)
	require(err)
}

// poll lets everybody's page poll once a second, over a connection of their own, instead of having a socket.
func (r *run) poll(ctx context.Context, p part, s system) {
	f := r.people(ctx, p, s)
	for _, p := range f.people {
		p.client = newClient(p.client.Addr)
	}
	// A page that was opened while others' requests came is behind, and catches up while the load is warm.
	each(f.people, (*person).poll)
	polls := load{workers: len(f.people), every: time.Second, do: func(worker, n int) {
		if (worker+n)%heartbeatOf == 0 {
			f.people[worker].report("active")
		} else {
			f.people[worker].poll()
		}
	}}
	warm := polls.run(ctx, warmPages)
	sent := f.send(ctx, polls, r.lasting)
	r.record("Live", p.name, s.name, sent.done, append(delays(sent.latencies, atMost(wantedPollP99)), figure{"req/s", sent.perSecond(), nil})...)
	r.record("Live", p.name, s.name+" held", len(f.people), f.held(sent)...)
	require(cmp.Or(warm.reason, sent.reason))
}

// held is what many open pages cost while a load was sent.
func (f *fixture) held(sent tally) []figure { return append(sent.cores(), f.memory(nil)...) }
