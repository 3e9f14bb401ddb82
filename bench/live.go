package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"syscall"
	"time"
)

const (
	wantedDelay      = 0.025 // s, to the others, in the 99th of a hundred cases
	wantedIdleMemory = 400 << 20
	wantedPollP99    = 0.050            // s
	lostAfter        = 10 * time.Second // after the last change, one that has not reached a socket is lost
	heartbeatOf      = 30               // polls of a page come to one heartbeat
	warmPolls        = 3 * time.Second
)

// part is a row of what is measured with many pages open.
type part struct {
	name    string
	crowd   size
	rate    int // changes a second in each channel
	measure func(*run, context.Context, part, *fixture)
}

// live measures the parts that are chosen; one that fails does not keep others from being measured.
func live(ctx context.Context, r *run) {
	groups := r.scaled(50, 1)
	divided := size{accounts: 20 * groups, messages: 1000, teams: groups, teamSize: 20, channels: 1}
	together, crowd := divided, divided
	together.teams, crowd.teams, crowd.accounts = 1, 1, r.scaled(10_000, 50)
	parts := chosen(r, []part{{"fanout", divided, 4, (*run).fanout}, {"one", together, 5, (*run).fanout}, {"idle", crowd, 0, (*run).idle},
		{"poll", crowd, 0, (*run).poll}}, func(p part) string { return p.name })
	allowFiles(uint64(crowd.accounts + 500))
	var failed error
	for _, p := range parts {
		sayf("%s", p.name)
		err := try(func() {
			open, closeSockets := context.WithCancel(ctx)
			defer closeSockets()
			f := r.newFixture(ctx, r.binary, p.name, p.crowd)
			f.renew() // everybody is online
			p.measure(r, open, p, f)
		})
		if err = errors.Join(err, r.stopServers(), ctx.Err()); err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s: %w", p.name, err))
		}
	}
	r.table("Live", "p50-sec", "p99-sec", "max-sec", "req/s", "lost", "rss-B", "highest-B", "program-cores", "generator-cores")
	require(failed)
}

// allowFiles lets this process, and so the program that it starts, have so many files and connections open. Go raises the
// soft limit to the hard one by itself.
func allowFiles(n uint64) {
	var limit syscall.Rlimit
	require(syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit))
	if limit.Max < n && syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: n, Max: n}) != nil {
		fail("%d open files are needed, the limit is %d (ulimit -Hn)", n, limit.Max)
	}
}

// fanout makes changes in even steps in the private channel of each team in turn, or in one channel of all.
func (r *run) fanout(ctx context.Context, p part, f *fixture) {
	all, a := []*conversation(nil), newArrivals()
	for group := range slices.Chunk(f.people, len(f.people)/f.teams) {
		channel := talkChannel
		if f.teams > 1 {
			channel = fmt.Sprint("private:", len(all)+1)
		}
		all = append(all, a.converse(ctx, channel, group))
	}
	// One who is late to say that they are still there shows as a lost change.
	go load{workers: 1, every: renewEvery / time.Duration(len(f.people)), do: func(_, n int) {
		f.people[n%len(f.people)].report("active")
	}}.run(ctx, untilStopped)
	sent := f.send(ctx, load{workers: len(all), every: time.Second / time.Duration(p.rate), do: func(worker, _ int) {
		all[worker].make(all[worker].next())
	}}, r.lasting)
	r.record("Live", p.name, "held", len(f.people), f.held(sent, nil)...)
	require(errors.Join(sent.reason, try(func() { r.arrivals(ctx, p.name, a) })))
}

// arrivals waits until every change has reached its sockets or is lost, and records how long each kind took.
func (r *run) arrivals(ctx context.Context, name string, a *arrivals) {
	_, missing, failed := a.arrived(kinds...)
	for began := time.Now(); missing > 0 && time.Since(began) < lostAfter && ctx.Err() == nil; _, missing, failed = a.arrived(kinds...) {
		pause(ctx, 50*time.Millisecond)
	}
	record := func(side string, kinds ...string) {
		if took, missing, _ := a.arrived(kinds...); len(took)+missing > 0 {
			r.record("Live", name, side, len(took), append(delays(took, atMost(wantedDelay)), figure{"lost", float64(missing), atMost(0)})...)
		}
	}
	for _, kind := range kinds {
		record(kind, kind)
	}
	record("all", kinds...)
	if missing > 0 {
		failed = errors.Join(failed, fmt.Errorf("%d times a socket did not show the change", missing))
	}
	require(failed)
}

// idle holds many sockets on which nothing happens, and then lets one message go to all of them.
func (r *run) idle(ctx context.Context, p part, f *fixture) {
	a := newArrivals()
	c := a.converse(ctx, talkChannel, f.people)
	nothing := load{workers: 1, every: r.settle, do: func(int, int) { pause(ctx, r.settle) }}
	r.record("Live", p.name, "held", len(f.people), f.held(f.send(ctx, nothing, r.settle), atMost(wantedIdleMemory))...)
	c.make(f.people[0], messageBy(talkChannel, "Is everybody there?"))
	r.arrivals(ctx, p.name, a)
}

// poll lets everybody's page poll once a second, over a connection of their own, instead of having a socket.
func (r *run) poll(ctx context.Context, p part, f *fixture) {
	for _, p := range f.people {
		p.client = newClient(f.address)
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
	warm := polls.run(ctx, warmPolls)
	sent := f.send(ctx, polls, r.lasting)
	r.record("Live", p.name, "polls", sent.done, append(delays(sent.latencies, atMost(wantedPollP99)), figure{"req/s", sent.perSecond(), nil})...)
	r.record("Live", p.name, "held", len(f.people), f.held(sent, nil)...)
	require(cmp.Or(warm.reason, sent.reason))
}

// held is what many open pages cost while a load was sent.
func (p *process) held(sent tally, target goal) []figure {
	now, highest := p.memory()
	return append(sent.cores(), figure{"rss-B", now, target}, figure{"highest-B", highest, nil})
}
