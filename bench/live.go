package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"
)

const (
	wantedDelay      = 25 * time.Millisecond // to the others, in the 99th of a hundred cases
	wantedIdleMemory = 400 << 20
	lostAfter        = 10 * time.Second // after the last change, one that has not reached a stream is lost
	renewEvery       = 40 * time.Second // people say that they are still there
	atOnce           = 8                // pages that are opened side by side
)

// live measures the parts that are chosen; one that fails does not keep others from being measured.
func live(ctx context.Context, r *run) (failed error) {
	if err := allowFiles(uint64(max(r.streams, r.idle, r.pollers) + 500)); err != nil {
		return err
	}
	for _, part := range []struct {
		name    string
		measure func(context.Context) error
	}{
		{"fanout", func(ctx context.Context) error { return r.fanout(ctx, "fanout", r.channels, r.rate) }},
		{"one", func(ctx context.Context) error { return r.fanout(ctx, "one", 1, r.oneRate) }},
		{"idle", r.idleStreams}, {"poll", r.polls},
	} {
		if r.only.MatchString(part.name) && ctx.Err() == nil {
			r.sayf("%s", part.name)
			if err := errors.Join(part.measure(ctx), r.stopServers()); err != nil {
				failed = errors.Join(failed, fmt.Errorf("%s: %w", part.name, err))
			}
		}
	}
	return failed
}

// allowFiles lets this process, and so the program that it starts, have so many files and connections open. Go raises the
// soft limit to the hard one by itself.
func allowFiles(n uint64) error {
	var limit syscall.Rlimit
	err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit)
	if err == nil && limit.Max < n {
		err = syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: n, Max: n})
	}
	if err != nil {
		return fmt.Errorf("%d open files are needed, the limit is %d (ulimit -Hn): %w", n, limit.Max, err)
	}
	return nil
}

// fanout measures how long changes take to the streams of the others in their channels.
func (r *run) fanout(ctx context.Context, name string, channels int, rate float64) (err error) {
	z, args := size{accounts: r.streams, messages: 1000, teams: 1, teamSize: teamSize, channels: 1}, []string(nil)
	names := []string{talkChannel}
	if channels > 1 {
		names = nil
		for i := range channels {
			names = append(names, fmt.Sprint("room", i+1))
		}
		if args = []string{"--channels=" + strings.Join(names, ",")}; !r.public {
			z.teams, z.teamSize, args = channels, r.streams/channels, nil
			for i := range names {
				names[i] = fmt.Sprint("private:", i+1)
			}
		}
	}
	p, people, err := r.serveSeeded(ctx, name, z, args...)
	if err != nil {
		return err
	}
	ctx, closeStreams := context.WithCancel(ctx)
	defer closeStreams()
	var conversations []*conversation
	for i, group := range slices.Collect(slices.Chunk(people, r.streams/channels))[:channels] {
		c, err := converse(ctx, names[i], group)
		if err != nil {
			return err
		}
		conversations = append(conversations, c)
	}
	go keepOnline(ctx, people)
	before := p.usageNow()
	arrivals, err := makeChanges(ctx, conversations, rate, r.lasting)
	if err != nil {
		return err
	}
	used := p.since(before)
	awaitAll(ctx, arrivals)
	memory, _ := p.memory()
	r.printf("\n**%d channels of %d streams**, %g changes a second for %s; resident memory %s; %s\n\n", channels, r.streams/channels, rate, r.lasting,
		mebibytes(memory), used)
	err = r.delays(name, arrivals)
	for _, c := range conversations {
		err = errors.Join(err, c.failure())
	}
	return err
}

// makeChanges makes changes in even steps, each in a conversation of its own in turn.
func makeChanges(ctx context.Context, conversations []*conversation, rate float64, lasting time.Duration) (arrivals []*arrival, err error) {
	var requests errgroup.Group
	ticker := time.NewTicker(time.Duration(float64(time.Second) / rate))
	defer ticker.Stop()
	for i := range int(rate * lasting.Seconds()) {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-ticker.C:
		}
		c := conversations[i%len(conversations)]
		by, next, err := c.next()
		if err != nil {
			return nil, err
		}
		arrivals = append(arrivals, c.await(by, next)...)
		requests.Go(func() error {
			s := &script{Context: ctx}
			s.ask(by.person, next.request, 200, 204)
			return s.err
		})
	}
	return arrivals, requests.Wait()
}

// delays prints how long each kind of change took.
func (r *run) delays(part string, arrivals []*arrival) (lost error) {
	r.printf("| change | arrivals | p50 | p99 | longest | lost |\n| --- | ---: | ---: | ---: | ---: | ---: |\n")
	for _, kind := range append(kinds, "all") {
		var took []time.Duration
		missing := 0
		for _, a := range arrivals {
			if a.kind == kind || kind == "all" {
				if a.delay() == 0 {
					missing++
				} else {
					took = append(took, a.delay())
				}
			}
		}
		if len(took)+missing == 0 {
			continue
		}
		slices.Sort(took)
		p50, p99, longest := quantile(took, 0.5), quantile(took, 0.99), quantile(took, 1)
		r.printf("| %s | %s | %s | %s %s | %s | %d |\n", kind, grouped(float64(len(took))), milliseconds(p50), milliseconds(p99), mark(p99 < wantedDelay),
			milliseconds(longest), missing)
		r.record("Live", len(took), figures{"p50-sec": p50.Seconds(), "p99-sec": p99.Seconds(), "longest-sec": longest.Seconds(),
			"lost": float64(missing)}, "part", part, "change", kind)
		if missing > 0 {
			lost = errors.Join(lost, fmt.Errorf("%s: %d times a stream did not show the change", kind, missing))
		}
	}
	return lost
}

// awaitAll returns when every change has reached its stream, or is lost.
func awaitAll(ctx context.Context, arrivals []*arrival) {
	missing := func(a *arrival) bool { return a.delay() == 0 }
	for began := time.Now(); time.Since(began) < lostAfter && ctx.Err() == nil && slices.ContainsFunc(arrivals, missing); {
		pause(ctx, 50*time.Millisecond)
	}
}

// keepOnline renews everyone's lease, each for the first time when it is due. One that is missed shows as a lost change.
func keepOnline(ctx context.Context, people []*person) {
	for i := 0; ctx.Err() == nil; i++ {
		pause(ctx, renewEvery/time.Duration(len(people)))
		(&script{Context: ctx}).report(people[i%len(people)], "active")
	}
}

// idleStreams holds many streams on which nothing happens, and then lets one message go to all of them.
func (r *run) idleStreams(ctx context.Context) (err error) {
	p, people, err := r.serveSeeded(ctx, "idle", size{accounts: r.idle, messages: 1000, teams: 1, teamSize: teamSize, channels: 1})
	if err != nil {
		return err
	}
	ctx, closeStreams := context.WithCancel(ctx)
	defer closeStreams()
	c, err := converse(ctx, talkChannel, people)
	if err != nil {
		return err
	}
	before := p.usageNow()
	pause(ctx, r.settle)
	used := p.since(before)
	memory, highest := p.memory()
	r.printf("\n**%s idle streams** for %s: resident memory %s %s (highest %s); %s. One message to all of them:\n\n", grouped(float64(r.idle)), r.settle,
		mebibytes(memory), mark(memory < wantedIdleMemory), mebibytes(highest), used)
	r.record("Idle", r.idle, figures{"rss-B": memory, "highest-rss-B": highest})
	m := messageBy(talkChannel, "Is everybody there?")
	arrivals := c.await(c.streams[0], m)
	s := &script{Context: ctx}
	s.ask(people[0], m.request, 200)
	awaitAll(ctx, arrivals)
	return errors.Join(s.err, r.delays("idle", arrivals), c.failure())
}
