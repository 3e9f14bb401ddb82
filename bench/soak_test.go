package main

import (
	"maps"
	"strings"
	"testing"
)

const metricsText = `# HELP go_goroutines Number of goroutines that currently exist.
go_goroutines 60
process_resident_memory_bytes 6e+07
go_memstats_heap_alloc_bytes 8e+06
go_gc_duration_seconds{quantile="0"} 3.2e-05
go_gc_duration_seconds_count 12
process_open_fds 24
minimost_sockets 0
minimost_writer_queue_writes 0
minimost_database_bytes 1e+06
minimost_database_wal_bytes 4e+06
minimost_sessions 40
`

func TestAProgramThatGrowsIsNotCalledFlat(t *testing.T) {
	before := parseMetrics(metricsText)
	before[rows] = 1000
	grown := func(name string, by float64) error {
		after := maps.Clone(before)
		after[rows] = 11_000
		after[name] += by
		return new(run).compareInside(before, after)
	}
	for _, c := range []struct {
		name             string
		allowed, tooMuch float64
	}{
		{"process_resident_memory_bytes", 24 << 20, 40 << 20}, {"go_memstats_heap_alloc_bytes", 8 << 20, 11 << 20}, {"go_goroutines", 8, 9},
		{"process_open_fds", 8, 9}, {"minimost_sockets", 0, 1}, {"minimost_writer_queue_writes", 0, 1}, {"minimost_sessions", 0, 1},
		{"minimost_database_wal_bytes", 1 << 20, 32 << 20}, {fileBytes, 10_000 * bytesPerRow, 10_000*bytesPerRow + 1},
	} {
		if err := grown(c.name, c.allowed); err != nil {
			t.Errorf("%s grown by %.0f: %v", c.name, c.allowed, err)
		}
		if err := grown(c.name, c.tooMuch); err == nil || strings.Count(err.Error(), "\n") > 0 {
			t.Errorf("%s grown by %.0f: %v", c.name, c.tooMuch, err)
		}
	}
}

func TestMetricsWithoutWhatIsComparedAreRefused(t *testing.T) {
	if err := try(func() { parseMetrics(strings.ReplaceAll(metricsText, "process_open_fds", "other")) }); err == nil {
		t.Error("they are taken all the same")
	}
}

func TestEveryActionIsAnsweredAsItMayBe(t *testing.T) {
	r := &run{folder: t.TempDir()}
	defer func() { must(t, r.stopServers()) }()
	must(t, try(func() {
		f := r.newFixture(t.Context(), built(t), "soak", usualSize, metricsOption)
		(&person{name: visitorName, client: f.observer.client}).enter("/signup")
		for _, a := range actions() {
			if err := try(func() { a.do(f, f.people[a.often]) }); err != nil {
				t.Errorf("%s: %v", a.name, err)
			}
		}
		f.socket(f.observer)
	}))
}
