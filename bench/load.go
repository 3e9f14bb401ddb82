package main

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"sync"
	"time"
)

// load is what is sent to a server: each of its workers does one thing after the other and checks the answer.
type load struct {
	workers int
	every   time.Duration       // each worker begins something so often, and they take turns; 0: as fast as answers come
	do      func(worker, n int) // fails when the answer is wrong
}

type tally struct {
	done, wrong int
	reason      error // what was wrong first
	took        time.Duration
	latencies   []time.Duration // sorted; from when it was due, where there is a pace
	// processor time
	program, database, generator time.Duration
}

func (t tally) perSecond() float64 { return float64(t.done) / t.took.Seconds() }

// add sums up what workers or rounds have counted.
func (t *tally) add(other tally) {
	t.done, t.wrong, t.reason = t.done+other.done, t.wrong+other.wrong, cmp.Or(t.reason, other.reason)
	t.latencies = append(t.latencies, other.latencies...)
}

// run sends for some time or until ctx ends, and returns when all that was sent is answered.
func (l load) run(ctx context.Context, lasting time.Duration) (sum tally) {
	began, tallies := time.Now(), make([]tally, l.workers)
	var all sync.WaitGroup
	for worker := range tallies {
		all.Go(func() { tallies[worker] = l.work(ctx, worker, began, began.Add(lasting)) })
	}
	all.Wait()
	sum.took = time.Since(began)
	for _, t := range tallies {
		sum.add(t)
	}
	slices.Sort(sum.latencies)
	return sum
}

func (l load) work(ctx context.Context, worker int, began, end time.Time) (t tally) {
	due := began.Add(l.every * time.Duration(worker) / time.Duration(l.workers))
	for n := 0; ; n++ {
		now := time.Now()
		if l.every == 0 {
			due = now
		}
		if !due.Before(end) || now.After(end) {
			return t
		}
		if pause(ctx, due.Sub(now)); ctx.Err() != nil {
			return t
		}
		err := try(func() { l.do(worker, n) })
		t.done++
		t.latencies = append(t.latencies, time.Since(due))
		if err != nil {
			t.wrong, t.reason = t.wrong+1, cmp.Or(t.reason, err)
		}
		due = due.Add(l.every)
	}
}

func (t tally) cores() []figure {
	return []figure{{"program-cores", t.program.Seconds() / t.took.Seconds(), nil}, {"database-cores", t.database.Seconds() / t.took.Seconds(), nil},
		{"generator-cores", t.generator.Seconds() / t.took.Seconds(), nil}}
}

// delays are how long something took that was done so often: in the middle, in the 99th of a hundred cases and at most.
func delays(sorted []time.Duration, p99 goal) []figure {
	return []figure{{"p50-sec", quantile(sorted, 0.5), nil}, {"p99-sec", quantile(sorted, 0.99), p99}, {"max-sec", quantile(sorted, 1), nil}}
}

// quantile is the smallest of the sorted times that a share q of them does not exceed, in seconds; 0 for none.
func quantile(sorted []time.Duration, q float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[max(int(math.Ceil(q*float64(len(sorted))))-1, 0)].Seconds()
}

func pause(ctx context.Context, d time.Duration) {
	if d > 0 {
		select {
		case <-ctx.Done():
		case <-time.After(d):
		}
	}
}

type failure struct{ error }

// fail ends what is being tried, as Fatal ends a test.
func fail(format string, args ...any) { require(fmt.Errorf(format, args...)) }

func require(err error) {
	if err != nil {
		panic(failure{err})
	}
}

func required[T any](value T, err error) T {
	require(err)
	return value
}

// try does something until it ends or fails, and returns why it failed. Whatever runs in a goroutine of its own is tried there.
func try(do func()) (err error) {
	defer func() {
		if why := recover(); why != nil {
			failed, ok := why.(failure)
			if err = failed.error; !ok {
				panic(why)
			}
		}
	}()
	do()
	return nil
}
