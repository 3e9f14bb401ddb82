package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

//go:embed wrk.lua
var wrkScript []byte

// generator is wrk, ready to send.
type generator struct {
	script, requests string // files
	threads          int
	connections      int
}

// request is what is sent to an endpoint for one person.
type request struct {
	method, path, cookie, contentType, body string
}

// tally is what wrk counted in one round. Times are in microseconds.
type tally struct {
	Requests     int   `json:"requests"` // that were answered
	Microseconds int64 `json:"microseconds"`
	P50          int64 `json:"p50"`
	P99          int64 `json:"p99"`
	Refused      int   `json:"refused"`    // answered with 400 and above
	Unexpected   int   `json:"unexpected"` // answered with another status than the right one, where that was looked at
	Connect      int   `json:"connect"`    // what went wrong at sockets
	Read         int   `json:"read"`
	Write        int   `json:"write"`
	Timeout      int   `json:"timeout"`
}

func (t tally) perSecond() float64 {
	if t.Microseconds == 0 {
		return 0
	}
	return float64(t.Requests) / (float64(t.Microseconds) / 1e6)
}

func (t tally) median() time.Duration { return time.Duration(t.P50) * time.Microsecond }
func (t tally) worst() time.Duration  { return time.Duration(t.P99) * time.Microsecond }

// acknowledged is how many requests were answered with success.
func (t tally) acknowledged() int { return t.Requests - max(t.Refused, t.Unexpected) }

// wrong is how many requests were not answered as they should.
func (t tally) wrong() int {
	return max(t.Refused, t.Unexpected) + t.Connect + t.Read + t.Write + t.Timeout
}

func (t tally) err() error {
	if t.wrong() == 0 {
		return nil
	}
	return fmt.Errorf("of %d answers %d with 400 and above, %d with an unexpected status; sockets: %d connect, %d read, %d write, %d timeout",
		t.Requests, t.Refused, t.Unexpected, t.Connect, t.Read, t.Write, t.Timeout)
}

func newGenerator(folder string, threads, connections int) (*generator, error) {
	if _, err := exec.LookPath("wrk"); err != nil {
		return nil, errors.New("wrk is missing: scripts/debian-packages.sh wrk installs it")
	}
	g := &generator{filepath.Join(folder, "wrk.lua"), filepath.Join(folder, "requests"), threads, connections}
	return g, os.WriteFile(g.script, wrkScript, 0o600)
}

// load says what is sent from now on.
func (g *generator) load(requests []request) error {
	var lines strings.Builder
	for _, r := range requests {
		fields := []string{r.method, r.path, r.cookie, r.contentType, r.body}
		for _, field := range fields {
			if strings.ContainsAny(field, "\t\n") {
				return fmt.Errorf("%q does not fit on a line", field)
			}
		}
		lines.WriteString(strings.Join(fields, "\t") + "\n")
	}
	return os.WriteFile(g.requests, []byte(lines.String()), 0o600)
}

// send sends what was loaded to a server for so many seconds. With a status
// other than 0 it counts the answers that have another one.
func (g *generator) send(ctx context.Context, url string, seconds, status int) (tally, error) {
	args := []string{
		"-t" + strconv.Itoa(min(g.threads, g.connections)), "-c" + strconv.Itoa(g.connections), "-d" + strconv.Itoa(seconds) + "s",
		"-s", g.script, url, "--", g.requests,
	}
	if status != 0 {
		args = append(args, strconv.Itoa(status))
	}
	output, err := exec.CommandContext(ctx, "wrk", args...).CombinedOutput()
	if err != nil {
		return tally{}, fmt.Errorf("wrk: %w\n%s", err, output)
	}
	return parseTally(string(output))
}

// parseTally reads the line that wrk.lua writes at the end of wrk's output.
func parseTally(output string) (t tally, err error) {
	for line := range strings.Lines(output) {
		if text, found := strings.CutPrefix(line, "tally "); found {
			err := json.Unmarshal([]byte(text), &t)
			if err == nil && t.Requests == 0 {
				err = errors.New("nothing was answered")
			}
			return t, err
		}
	}
	return t, fmt.Errorf("wrk did not say what it counted:\n%s", output)
}
