package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"time"
)

// soak lets people do everything that people do, and compares what the program holds before and after.
func soak(ctx context.Context, r *run) error {
	folder := filepath.Join(r.folder, "soak")
	p, err := r.serve(ctx, r.binary, folder, "--metrics-addr=127.0.0.1:0")
	if err != nil {
		return err
	}
	m := &mixture{people: newPeople(r.people, p.url, 2*actors), done: map[string]int{}}
	s := &script{Context: ctx}
	for _, one := range m.people {
		one.signUp(s)
	}
	if s.err != nil {
		return s.err
	}
	r.sayf("warming up for %s", r.lasting/3)
	m.run(ctx, r.lasting/3, r)
	before, err := r.lookInside(ctx, p, folder)
	if err != nil {
		return err
	}
	clear(m.done)
	r.sayf("mixed traffic for %s", r.lasting)
	m.run(ctx, r.lasting, r)
	after, err := r.lookInside(ctx, p, folder)
	if err != nil {
		return err
	}
	r.printf("\n%d people in %s:\n\n| what they did | times |\n| --- | ---: |\n", r.people, r.lasting)
	for _, name := range slices.Sorted(maps.Keys(m.done)) {
		r.printf("| %s | %s |\n", name, grouped(float64(m.done[name])))
		r.record("Soak", m.done[name], figures{"actions/s": float64(m.done[name]) / r.lasting.Seconds()}, "action", name)
	}
	return errors.Join(ctx.Err(), m.wrong, r.compareInside(before, after))
}

// mixture is what people do at once.
type mixture struct {
	people []*person

	mu    sync.Mutex
	done  map[string]int
	wrong error // of the first few
	kept  int
}

const (
	actors    = 12 // who act at once besides those with streams
	wrongKept = 10
	// longestStream is how long a stream is held at most.
	longestStream = 3 * time.Second
)

// run lets everybody act for some time, and leaves no connection open.
func (m *mixture) run(ctx context.Context, lasting time.Duration, r *run) {
	ctx, stop := context.WithTimeout(ctx, lasting)
	defer stop()
	pace := time.NewTicker(time.Second / time.Duration(r.actionsPerSecond))
	defer pace.Stop()
	var all sync.WaitGroup
	streams := streamClient()
	for i := range actors + r.streamers {
		all.Go(func() {
			a := &actor{Rand: rand.New(rand.NewPCG(uint64(i), uint64(lasting))), people: m.people, streams: streams, cursors: map[string]string{}}
			for ctx.Err() == nil {
				what := action{"open and drop a stream", 1, a.stream}
				if i < actors {
					what = choose(a)
					select {
					case <-ctx.Done():
					case <-pace.C:
					}
				}
				m.act(ctx, a, what)
			}
		})
	}
	all.Wait()
	m.people[0].client.CloseIdleConnections()
}

// act lets somebody do something, and keeps what was wrong about it.
func (m *mixture) act(ctx context.Context, a *actor, what action) {
	a.script, a.person = &script{Context: ctx, err: ctx.Err()}, pick(a, m.people)
	what.do()
	if ctx.Err() != nil {
		return // it was cut off by the end
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.done[what.name]++; a.err != nil && m.kept < wrongKept {
		m.wrong, m.kept = errors.Join(m.wrong, fmt.Errorf("%s: %w", what.name, a.err)), m.kept+1
	}
}

// inside is what the program's metrics say, by their names, and its rows.
type inside map[string]float64

const (
	settleTime = 4 * time.Minute // the program gets so long to come to rest
	// calmTime is how long nothing may shrink any more until that is so: the runtime gives memory back slowly.
	calmTime    = 20 * time.Second
	collections = 2 // of garbage before memory is looked at: what one finds unused, the next has freed
	gcCount     = "go_gc_duration_seconds_count"
	fileBytes   = "minimost_database_bytes"
	rows        = "rows"
	bytesPerRow = 600
	fewRows     = 1000 // say nothing of the bytes that each takes
)

// flat is what may differ between two looks at a program that keeps nothing it need not: caches with a bound still fill, and
// memory comes back in pieces. A bound of its own is absolute.
var flat = []struct {
	metric             string
	share, more, bound float64
	shrinks            bool // at rest
}{
	{"process_resident_memory_bytes", 0.20, 24 << 20, 0, true},
	{"go_memstats_heap_alloc_bytes", 0.20, 8 << 20, 0, true},
	{"go_goroutines", 0, 8, 0, true},
	{"process_open_fds", 0, 8, 0, true},
	{"minimost_event_streams", 0, 0, 0.5, true},
	{"minimost_writer_queue_writes", 0, 0, 0.5, false},
	{"minimost_sessions", 0, 0, 0, false},
	{"minimost_database_wal_bytes", 0, 0, 32 << 20, false},
}

// lookInside waits until nobody's traces are left and garbage is collected, and reads the program's metrics.
func (r *run) lookInside(ctx context.Context, p *process, folder string) (now inside, err error) {
	ctx, cancel := context.WithTimeout(ctx, settleTime)
	defer cancel()
	lowest, first, calm := inside{}, 0.0, time.Now()
	for n := 0; n == 0 || now[gcCount] < first+collections || time.Since(calm) < calmTime; n++ {
		if now, err = p.metrics(ctx); err != nil {
			return nil, fmt.Errorf("the program does not come to rest: %w", err)
		}
		if n == 0 {
			first, lowest = now[gcCount], maps.Clone(now)
		}
		for _, f := range flat {
			if by := lowest[f.metric] - now[f.metric]; f.shrinks && by > 0 {
				// A little memory comes back, and the heap grows and shrinks, all the time.
				if by > f.more/256 && f.metric != "go_memstats_heap_alloc_bytes" {
					calm = time.Now()
				}
				lowest[f.metric] = now[f.metric]
			}
		}
		pause(ctx, 20*time.Millisecond)
	}
	for _, f := range flat {
		if f.shrinks {
			now[f.metric] = lowest[f.metric]
		}
	}
	// The program counts the rows of all tables, and looks the database over.
	text, err := exec.CommandContext(ctx, r.binary, "check", "--db="+databaseIn(folder)).CombinedOutput()
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
func (p *process) metrics(ctx context.Context) (inside, error) {
	a, err := (&person{base: p.metricsURL, client: http.DefaultClient}).ask(ctx, get(""))
	if err != nil {
		return nil, err
	}
	return parseMetrics(a.body)
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
	r.printf("\n| | before | after | at most |\n| --- | ---: | ---: | ---: |\n")
	line := func(what string, most float64) {
		r.printf("| %s | %s | %s | %s %s |\n", what, grouped(before[what]), grouped(after[what]), grouped(most), mark(after[what] <= most))
		if after[what] > most {
			grown = errors.Join(grown, fmt.Errorf("%s: %.0f before, %.0f after, allowed are %.0f", what, before[what], after[what], most))
		}
	}
	for _, f := range flat {
		line(f.metric, cmp.Or(f.bound, before[f.metric]*(1+f.share)+f.more))
	}
	line(fileBytes, before[fileBytes]+max(after[rows]-before[rows], fewRows)*bytesPerRow)
	r.printf("\nThe database has %s new rows.\n", grouped(after[rows]-before[rows]))
	return grown
}
