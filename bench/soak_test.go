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
minimost_event_streams 0
minimost_writer_queue_writes 0
minimost_database_bytes 1e+06
minimost_database_wal_bytes 4e+06
minimost_sessions 40
`

func TestAProgramThatGrowsIsNotCalledFlat(t *testing.T) {
	values, err := parseMetrics(strings.NewReader(metricsText))
	if err != nil {
		t.Fatal(err)
	}
	before := inside{values, map[string]int64{"messages": 1000}}
	grown := func(name string, by float64) inside {
		after := inside{maps.Clone(values), map[string]int64{"messages": 11_000}}
		after.metrics[name] += by
		return after
	}
	for name, by := range map[string]float64{
		resident: 24 << 20, heapLive: 8 << 20, goroutines: fewMore, openFiles: fewMore, logBytes: 0, fileBytes: 10_000 * bytesPerRow,
	} {
		if err := notFlat(before, grown(name, by)); err != nil {
			t.Errorf("%s grown by %.0f: %v", name, by, err)
		}
	}
	for name, by := range map[string]float64{
		resident: 40 << 20, heapLive: 11 << 20, goroutines: fewMore + 1, openFiles: fewMore + 1, openStream: 1, waiting: 1, sessions: 1,
		logBytes: largestLog, fileBytes: 10_000*bytesPerRow + 1,
	} {
		if err := notFlat(before, grown(name, by)); err == nil || strings.Count(err.Error(), "\n") > 0 {
			t.Errorf("%s grown by %.0f: %v", name, by, err)
		}
	}
}

func TestMetricsWithoutWhatIsComparedAreRefused(t *testing.T) {
	if _, err := parseMetrics(strings.NewReader(strings.ReplaceAll(metricsText, openFiles, "other"))); err == nil {
		t.Error("they are taken all the same")
	}
}
