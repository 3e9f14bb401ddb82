package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

const (
	// settleTime is how long the program gets to come to rest, and calmTime how
	// long nothing may shrink any more until that is so.
	settleTime = 4 * time.Minute
	calmTime   = 4 * time.Second
	// memoryCalm is the same for memory: the runtime gives back slowly what the
	// last logins have used.
	memoryCalm = 20 * time.Second
	// collections is how many garbage collections come before memory is looked
	// at: what one finds unused, the next has freed.
	collections = 2
	scrapePause = 20 * time.Millisecond
	// notWorthIt is how little memory may come back without being waited for.
	notWorthIt = 64 << 10
)

// inside is what the program's metrics say, by their names, and its rows.
type inside struct {
	metrics map[string]float64
	rows    map[string]int64
}

const (
	resident   = "process_resident_memory_bytes"
	heapLive   = "go_memstats_heap_alloc_bytes"
	gcCount    = "go_gc_duration_seconds_count"
	goroutines = "go_goroutines"
	openFiles  = "process_open_fds"
	openStream = "minimost_event_streams"
	waiting    = "minimost_writer_queue_writes"
	fileBytes  = "minimost_database_bytes"
	logBytes   = "minimost_database_wal_bytes"
	sessions   = "minimost_sessions"
)

// lookInside waits until nobody's traces are left and garbage is collected, and
// reads the program's metrics.
func lookInside(ctx context.Context, p *process, binary, folder string) (in inside, err error) {
	ctx, cancel := context.WithTimeout(ctx, settleTime)
	defer cancel()
	first, err := p.metrics(ctx)
	if err != nil {
		return in, err
	}
	lowest, calm, memoryBack := maps.Clone(first), time.Now(), time.Now()
	for {
		now, err := p.metrics(ctx)
		if err != nil {
			return in, fmt.Errorf("the program does not come to rest: %w", err)
		}
		for _, name := range []string{goroutines, openFiles, openStream, heapLive, resident} {
			if lower := lowest[name] - now[name]; lower > 0 {
				switch {
				case name == resident && lower > notWorthIt:
					memoryBack = time.Now()
				case name != resident && name != heapLive:
					calm = time.Now()
				}
				lowest[name] = now[name]
			}
		}
		if now[gcCount] >= first[gcCount]+collections && time.Since(calm) > calmTime && time.Since(memoryBack) > memoryCalm {
			in.metrics = now
			break
		}
		if err := pause(ctx, scrapePause); err != nil {
			return in, err
		}
	}
	maps.Copy(in.metrics, map[string]float64{goroutines: lowest[goroutines], openFiles: lowest[openFiles], heapLive: lowest[heapLive], resident: lowest[resident]})
	in.rows, err = countRows(ctx, binary, folder)
	return in, err
}

// metrics are those of the program that have no labels.
func (p *process) metrics(ctx context.Context) (map[string]float64, error) {
	_, address, found := strings.Cut(p.second(), "metrics on ")
	if !found {
		return nil, errors.New("the program does not say where its metrics are")
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSpace(address), nil)
	if err != nil {
		return nil, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = res.Body.Close() }()
	return parseMetrics(res.Body)
}

func parseMetrics(text io.Reader) (map[string]float64, error) {
	values := map[string]float64{}
	for lines := bufio.NewScanner(text); lines.Scan(); {
		name, number, _ := strings.Cut(lines.Text(), " ")
		if value, err := strconv.ParseFloat(number, 64); err == nil {
			values[name] = value
		}
	}
	for _, needed := range []string{resident, heapLive, gcCount, goroutines, openFiles, openStream, fileBytes, logBytes, sessions} {
		if _, known := values[needed]; !known {
			return nil, fmt.Errorf("the metrics lack %s", needed)
		}
	}
	return values, nil
}

// countRows has the program count the rows of each table, and look the database
// over.
func countRows(ctx context.Context, binary, folder string) (map[string]int64, error) {
	text, err := exec.CommandContext(ctx, binary, "check", "--db="+filepath.Join(folder, "presence.db")).CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("check: %w\n%s", err, text)
	}
	rows := map[string]int64{}
	for line := range strings.Lines(string(text)) {
		var n int64
		var table string
		if _, err := fmt.Sscan(line, &n, &table); err == nil {
			rows[table] = n
		}
	}
	return rows, nil
}
