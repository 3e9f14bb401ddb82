package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os/exec"
	"regexp"
	"strconv"
	"time"

	"github.com/valyala/fasthttp"
)

const (
	actors           = 40  // people who act
	actionsPerSecond = 250 // of them together, at most
	streamers        = 30  // people who open and drop event streams beside them

	metricsOption = "--metrics-addr=127.0.0.1:0"
	calmTime      = 20 * time.Second // nothing may shrink for, until the program counts as at rest: memory comes back slowly
	collections   = 2                // of garbage as well: what one finds unused, the next has freed
	heapBytes     = "go_memstats_heap_alloc_bytes"
	gcCount       = "go_gc_duration_seconds_count"
	fileBytes     = "minimost_database_bytes"
	rows          = "rows"
	bytesPerRow   = 600
	fewRows       = 1000 // say nothing of the bytes that each takes
)

// flat is what may differ between two looks at a program that keeps nothing it need not: caches with a bound still fill, and
// memory comes back in pieces. A bound of its own is absolute.
var flat = []struct {
	metric             string
	share, more, bound float64
	shrinks            bool // at rest
}{
	{"process_resident_memory_bytes", 0.20, 24 << 20, 0, true},
	{heapBytes, 0.20, 8 << 20, 0, true},
	{"go_goroutines", 0, 8, 0, true},
	{"process_open_fds", 0, 8, 0, true},
	{"minimost_event_streams", 0, 0, 0.5, true},
	{"minimost_writer_queue_writes", 0, 0, 0.5, false},
	{"minimost_sessions", 0, 0, 0, false},
	{"minimost_database_wal_bytes", 0, 0, 32 << 20, false},
}

// inside is what the program's metrics say, by their names, and its rows.
type inside map[string]float64

// soak lets people do everything that people do, and compares what the program holds before and after.
func soak(ctx context.Context, r *run) error {
	mix, err := chosen(r, actions(), func(a action) string { return a.name })
	if err != nil {
		return err
	}
	z := usualSize
	z.accounts = actors + streamers
	f, err := r.newFixture(ctx, r.binary, "soak", z, metricsOption)
	if err != nil {
		return err
	}
	err = inScript(func(s *script) { s.enter(&person{name: visitorName, client: f.observer.client}, "/signup") })
	sayf("warming up for %s", r.lasting/3)
	warm := f.actAll(ctx, drawn(mix), r.lasting/3)
	before, restless := r.lookInside(ctx, f)
	if err := errors.Join(err, restless); err != nil {
		return err
	}
	sayf("mixed traffic for %s", r.lasting)
	sent := f.actAll(ctx, drawn(mix), r.lasting)
	after, err := r.lookInside(ctx, f)
	r.record("Mix", "everything", "ours", sent.done, append(delays(sent.latencies, nil), figure{"req/s", sent.perSecond(), nil})...)
	r.table("Mix", "req/s", "p50-sec", "p99-sec", "max-sec")
	return errors.Join(err, warm.reason, sent.reason, r.compareInside(before, after))
}

// actAll lets everybody act for some time, and leaves no connection open.
func (f *fixture) actAll(ctx context.Context, mix []action, lasting time.Duration) tally {
	defer f.observer.client.CloseIdleConnections()
	var everyone []*actor
	for i, p := range f.people {
		everyone = append(everyone, &actor{person: p, fixture: f, Rand: rand.New(rand.NewPCG(uint64(i), uint64(lasting)))})
	}
	streams := make(chan tally)
	go func() {
		streams <- load{workers: streamers, do: func(worker, _ int) error {
			return everyone[actors+worker].act(action{"open and drop a stream", 1, (*actor).stream})
		}}.run(ctx, lasting)
	}()
	sent := f.send(ctx, load{workers: actors, every: time.Second * actors / actionsPerSecond, do: func(worker, _ int) error {
		return everyone[worker].act(mix[everyone[worker].IntN(len(mix))])
	}}, lasting)
	sent.blame(<-streams)
	return sent
}

// lookInside waits until the program is at rest, and reads its metrics: the lowest of those that shrink meanwhile.
func (r *run) lookInside(ctx context.Context, f *fixture) (now inside, err error) {
	lowest, collected, calm := inside(nil), 0.0, time.Now()
	for ; lowest == nil || now[gcCount] < collected+collections || time.Since(calm) < calmTime; pause(ctx, 100*time.Millisecond) {
		if now, err = f.metrics(); errors.Join(err, ctx.Err()) != nil {
			return nil, errors.Join(err, ctx.Err())
		}
		if lowest == nil {
			lowest, collected = maps.Clone(now), now[gcCount]
		}
		for _, m := range flat {
			// A little memory comes back, and the heap grows and shrinks, all the time.
			if by := lowest[m.metric] - now[m.metric]; by > m.more/256 && m.shrinks && m.metric != heapBytes {
				calm = time.Now()
			}
			if m.shrinks {
				lowest[m.metric] = min(lowest[m.metric], now[m.metric])
				now[m.metric] = lowest[m.metric]
			}
		}
	}
	// The program counts the rows of all tables, and looks the database over.
	text, err := exec.CommandContext(ctx, r.binary, "check", "--db="+databaseIn(f.folder)).CombinedOutput()
	for _, found := range rowsLine.FindAllStringSubmatch(string(text), -1) {
		count, _ := strconv.ParseFloat(found[1], 64)
		now[rows] += count
	}
	if err != nil {
		err = fmt.Errorf("check: %w\n%s", err, text)
	}
	return now, err
}

var (
	metricLine = regexp.MustCompile(`(?m)^(\w+) (\S+)$`)
	rowsLine   = regexp.MustCompile(`(?m)^\s*(\d+)\s+\w+`)
)

// metrics are those of the program that have no labels.
func (p *process) metrics() (inside, error) {
	_, text, err := fasthttp.GetTimeout(nil, p.metricsURL, askPatience)
	if err != nil {
		return nil, err
	}
	return parseMetrics(string(text))
}

func parseMetrics(text string) (inside, error) {
	values := inside{}
	for _, found := range metricLine.FindAllStringSubmatch(text, -1) {
		values[found[1]], _ = strconv.ParseFloat(found[2], 64)
	}
	for _, f := range flat {
		if _, known := values[f.metric]; !known {
			return nil, fmt.Errorf("the metrics lack %s", f.metric)
		}
	}
	return values, nil
}

// compareInside is an error for what has grown without a reason.
func (r *run) compareInside(before, after inside) (grown error) {
	compare := func(what string, most float64) {
		r.record("Soak", what, "ours", 1, figure{"before", before[what], nil}, figure{"after", after[what], atMost(most)}, figure{"at-most", most, nil})
		if after[what] > most {
			grown = errors.Join(grown, fmt.Errorf("%s: %.0f before, %.0f after, allowed are %.0f", what, before[what], after[what], most))
		}
	}
	for _, f := range flat {
		compare(f.metric, cmp.Or(f.bound, before[f.metric]*(1+f.share)+f.more))
	}
	compare(fileBytes, before[fileBytes]+max(after[rows]-before[rows], fewRows)*bytesPerRow)
	r.table("Soak", "before", "after", "at-most")
	return grown
}
