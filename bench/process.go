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
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	stopPatience = 10 * time.Second
	clockTick    = time.Second / 100 // of the times in /proc, on every Linux that Go knows
)

// process is a server that runs.
type process struct {
	address, metricsURL string
	cmd                 *exec.Cmd
	cancel              func()
	ended               chan struct{}
	stderr              bytes.Buffer // once it has ended
	unread              error        // what /proc did not tell
}

// serve runs the program on a database in a folder, which is made if need be, until the run's servers are stopped.
func (r *run) serve(ctx context.Context, binary, folder string, args ...string) (*process, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	return r.start(ctx, binary, append([]string{"serve", "--addr=127.0.0.1:0", "--rate-limits=false", "--db=" + databaseIn(folder)}, args...)...)
}

func databaseIn(folder string) string { return filepath.Join(folder, "presence.db") }

// start runs a server, and returns when it has said where it listens, and where its metrics are if it was asked for them.
func (r *run) start(ctx context.Context, path string, args ...string) (*process, error) {
	ctx, cancel := context.WithCancel(ctx)
	p := &process{cmd: exec.CommandContext(ctx, path, args...), cancel: cancel, ended: make(chan struct{})}
	p.cmd.Env = slices.DeleteFunc(os.Environ(), func(variable string) bool { return strings.HasPrefix(variable, "MINIMOST_") })
	p.cmd.Stderr, p.cmd.WaitDelay = &p.stderr, stopPatience
	p.cmd.Cancel = func() error { return p.cmd.Process.Signal(syscall.SIGTERM) }
	stdout, err := p.cmd.StdoutPipe()
	if err = errors.Join(err, p.cmd.Start()); err != nil {
		cancel()
		return nil, err
	}
	r.servers = append(r.servers, p)
	said := bufio.NewReader(stdout)
	_, err = fmt.Fscanf(said, "listening on http://%s\n", &p.address)
	if err == nil && slices.Contains(args, metricsOption) {
		_, err = fmt.Fscanf(said, "metrics on %s\n", &p.metricsURL)
	}
	go func() {
		_, _ = io.Copy(io.Discard, said)
		_ = p.cmd.Wait()
		close(p.ended)
	}()
	if err != nil {
		return nil, fmt.Errorf("%s does not say where it listens: %w", path, err)
	}
	return p, nil
}

// stopServers ends all that was started. It is an error when one does not end well, or wrote of an error.
func (r *run) stopServers() (err error) {
	for _, p := range r.servers {
		err = errors.Join(err, p.stop())
	}
	r.servers = nil
	return err
}

func (p *process) stop() error {
	p.cancel()
	<-p.ended
	if said := strings.TrimSpace(p.stderr.String()); !p.cmd.ProcessState.Success() || said != "" {
		return fmt.Errorf("the server ended with %s and said: %.500s", p.cmd.ProcessState, said)
	}
	return p.unread
}

// proc reads the words of a file of /proc after a mark; what is not there is an error when the process is stopped.
func (p *process) proc(name, after string, at ...int) (values []float64) {
	text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(p.cmd.Process.Pid), name))
	words := strings.Fields(string(text[max(bytes.LastIndex(text, []byte(after)), 0):]))
	for _, i := range at {
		value, wrong := strconv.ParseFloat(words[min(i, len(words)-1)], 64)
		values, err = append(values, value), errors.Join(err, wrong)
	}
	p.unread = errors.Join(p.unread, err)
	return values
}

// memory is the process's resident memory in bytes, now and at its highest.
func (p *process) memory() (now, highest float64) {
	return 1024 * p.proc("status", "VmRSS:", 1)[0], 1024 * p.proc("status", "VmHWM:", 1)[0]
}

// processorTime is what a program and the generator, which is this process, have taken so far.
func (p *process) processorTime() (program, generator time.Duration) {
	times := p.proc("stat", ") ", 12, 13) // the name in brackets may hold anything; utime and stime
	var own syscall.Rusage
	p.unread = errors.Join(p.unread, syscall.Getrusage(syscall.RUSAGE_SELF, &own))
	return time.Duration(times[0]+times[1]) * clockTick, time.Duration(own.Utime.Nano() + own.Stime.Nano())
}

// send sends a load to the process, and says what it took.
func (p *process) send(ctx context.Context, l load, lasting time.Duration) tally {
	program, generator := p.processorTime()
	sent := l.run(ctx, lasting)
	sent.program, sent.generator = p.processorTime()
	sent.program, sent.generator = sent.program-program, sent.generator-generator
	return sent
}
