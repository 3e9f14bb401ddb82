package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

const (
	// readyPrefix begins the line that a server prints when it listens.
	readyPrefix = "listening on "
	// stopPatience is how long a server may take to stop.
	stopPatience = 10 * time.Second
	// clockTick is the unit of the times in /proc, on every Linux that Go knows.
	clockTick = time.Second / 100
)

// buildProgram builds the program as it is released and returns where it is.
func buildProgram(ctx context.Context, folder string) (string, error) {
	path := filepath.Join(folder, "minimost")
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", path, "minimost")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, output)
	}
	return path, nil
}

// process is a server that runs.
type process struct {
	url    string
	cmd    *exec.Cmd
	second func() string // waits for the line after the first
	ended  chan struct{}
	stderr bytes.Buffer // once it has ended
}

// start runs a server and returns when it listens. It ends with ctx.
func start(ctx context.Context, path string, args ...string) (*process, error) {
	p := &process{cmd: exec.CommandContext(ctx, path, args...), ended: make(chan struct{})}
	p.cmd.Stderr = &p.stderr
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "MINIMOST_") {
			p.cmd.Env = append(p.cmd.Env, variable)
		}
	}
	p.cmd.Cancel = func() error { return p.cmd.Process.Signal(syscall.SIGTERM) }
	p.cmd.WaitDelay = stopPatience
	lines := make(chan string, 2)
	p.second = sync.OnceValue(func() string { return <-lines })
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		defer close(p.ended)
		reader := bufio.NewReader(stdout)
		for range 2 {
			line, _ := reader.ReadString('\n')
			lines <- line
		}
		_, _ = io.Copy(io.Discard, reader)
		_ = p.cmd.Wait()
	}()
	var ready bool
	if p.url, ready = strings.CutPrefix(strings.TrimSpace(<-lines), readyPrefix); !ready {
		<-p.ended
		return nil, fmt.Errorf("%s did not start: %s", filepath.Base(path), strings.TrimSpace(p.stderr.String()))
	}
	return p, nil
}

// startProgram serves the database in folder on a free port.
func startProgram(ctx context.Context, path, folder string, args ...string) (*process, error) {
	return start(ctx, path, append([]string{"serve", "--addr=127.0.0.1:0", "--rate-limits=false", "--db=" + databaseIn(folder)}, args...)...)
}

func databaseIn(folder string) string { return filepath.Join(folder, "presence.db") }

// startBareHandler serves the bare handler in a process of its own.
func startBareHandler(ctx context.Context) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return start(ctx, self, "bare")
}

// stop ends the process. It is an error when it does not end well, or wrote of
// one.
func (p *process) stop() error {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.ended:
	case <-time.After(stopPatience):
		_ = p.cmd.Process.Kill()
		<-p.ended
		return errors.New("the server did not stop")
	}
	if said := strings.TrimSpace(p.stderr.String()); !p.cmd.ProcessState.Success() || said != "" {
		return fmt.Errorf("the server ended with %s and said: %s", p.cmd.ProcessState, firstLines(said, 5))
	}
	return nil
}

func firstLines(text string, n int) string {
	lines := strings.Split(text, "\n")
	return strings.Join(lines[:min(n, len(lines))], "\n")
}

// memory is the process's resident memory in bytes, now and at its highest.
func (p *process) memory() (now, highest int64, err error) {
	text, err := os.ReadFile(p.proc("status"))
	if err != nil {
		return 0, 0, err
	}
	for line := range strings.Lines(string(text)) {
		name, value, _ := strings.Cut(line, ":")
		kilobytes, _ := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
		switch name {
		case "VmRSS":
			now = kilobytes << 10
		case "VmHWM":
			highest = kilobytes << 10
		}
	}
	if now == 0 {
		return 0, 0, fmt.Errorf("%s does not say how much memory is in use", p.proc("status"))
	}
	return now, highest, nil
}

// cpuTime is how long processors have worked for the process.
func (p *process) cpuTime() (time.Duration, error) {
	text, err := os.ReadFile(p.proc("stat"))
	if err != nil {
		return 0, err
	}
	return parseCPUTime(string(text))
}

// parseCPUTime reads utime and stime, the 14th and 15th field of
// /proc/PID/stat. The second one is a name in brackets that may hold anything.
func parseCPUTime(stat string) (time.Duration, error) {
	fields := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:])
	if len(fields) < 13 {
		return 0, fmt.Errorf("no times in %q", stat)
	}
	user, userErr := strconv.ParseInt(fields[11], 10, 64)
	system, systemErr := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * clockTick, errors.Join(userErr, systemErr)
}

func (p *process) proc(name string) string {
	return filepath.Join("/proc", strconv.Itoa(p.cmd.Process.Pid), name)
}
