package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/gofiber/fiber/v2"
)

const clockTick = time.Second / 100 // of the times in /proc, on every Linux that Go knows

type process struct {
	address, metricsURL string
	cmd                 *exec.Cmd
	stop                func() error // an error when it does not end well, or wrote of an error
}

// serve runs the program on a database until the run's servers are stopped.
func (r *run) serve(ctx context.Context, binary, database string, args ...string) *process {
	return r.start(ctx, binary, append([]string{"serve", "--addr=127.0.0.1:0", "--rate-limits=false", "--db=" + database}, args...)...)
}

func databaseIn(folder string) string { return filepath.Join(folder, "presence.db") }

// start runs a server, and returns when it has said where it listens, and where its metrics are if it was asked for them.
func (r *run) start(ctx context.Context, path string, args ...string) *process {
	ctx, cancel := context.WithCancel(ctx)
	p, stderr := &process{cmd: exec.CommandContext(ctx, path, args...)}, &bytes.Buffer{}
	p.cmd.Env = slices.DeleteFunc(os.Environ(), func(variable string) bool { return strings.HasPrefix(variable, "MINIMOST_") })
	p.cmd.Env = append(p.cmd.Env, "MINIMOST_LOG_LEVEL=warn") // the run fails on what servers say, and how far indexing has come is no fault
	p.cmd.Stderr, p.cmd.WaitDelay = stderr, 10*time.Second
	p.cmd.Cancel = func() error { return p.cmd.Process.Signal(syscall.SIGTERM) }
	p.stop = sync.OnceValue(func() error {
		cancel()
		_ = p.cmd.Wait() // says that it was told to stop
		if said := strings.TrimSpace(stderr.String()); !p.cmd.ProcessState.Success() || said != "" {
			return fmt.Errorf("the server ended with %s and said: %.500s", p.cmd.ProcessState, said)
		}
		return nil
	})
	stdout, err := p.cmd.StdoutPipe()
	require(errors.Join(err, p.cmd.Start()))
	r.servers = append(r.servers, p)
	said := bufio.NewReader(stdout)
	_, err = fmt.Fscanf(said, "listening on http://%s\n", &p.address)
	if err == nil && slices.Contains(args, metricsOption) {
		_, err = fmt.Fscanf(said, "metrics on %s\n", &p.metricsURL)
	}
	if err != nil {
		fail("%s does not say where it listens: %w", path, err)
	}
	go func() { _, _ = io.Copy(io.Discard, said) }()
	return p
}

// ran runs the program to its end, and returns what it has said.
func ran(ctx context.Context, binary string, args ...string) string {
	said, err := exec.CommandContext(ctx, binary, args...).CombinedOutput() // #nosec G204 -- the program that is measured
	if err != nil {
		fail("%s: %w: %.300s", args[0], err, said)
	}
	return string(said)
}

func (r *run) stopServers() (err error) {
	for _, p := range r.servers {
		err = errors.Join(err, p.stop())
	}
	r.servers = nil
	return err
}

// proc reads a word of a file of /proc after a mark.
func (p *process) proc(name, after string, word int) float64 {
	text := required(os.ReadFile(filepath.Join("/proc", strconv.Itoa(p.cmd.Process.Pid), name)))
	return required(strconv.ParseFloat(strings.Fields(string(text[max(bytes.LastIndex(text, []byte(after)), 0):]))[word], 64))
}

func (f *fixture) memory(wanted goal) []figure {
	var resident, highest float64
	for _, p := range f.processes() {
		resident, highest = resident+p.proc("status", "VmRSS:", 1), highest+p.proc("status", "VmHWM:", 1)
	}
	return []figure{{"rss-B", 1024 * resident, wanted}, {"highest-B", 1024 * highest, nil}}
}

// processorTime is what programs, their PostgreSQL and the generator, which is this process, have taken so far.
func (f *fixture) processorTime() (program, database, generator time.Duration) {
	ticks := 0.0
	for _, p := range f.processes() {
		ticks += p.proc("stat", ") ", 12) + p.proc("stat", ") ", 13) // the name in brackets may hold anything; utime and stime
	}
	var own syscall.Rusage
	require(syscall.Getrusage(syscall.RUSAGE_SELF, &own))
	return time.Duration(ticks) * clockTick, f.lender.processorTime(), time.Duration(own.Utime.Nano() + own.Stime.Nano())
}

// send sends a load, and says what it took.
func (f *fixture) send(ctx context.Context, l load, lasting time.Duration) tally {
	program, database, generator := f.processorTime()
	sent := l.run(ctx, lasting)
	sent.program, sent.database, sent.generator = f.processorTime()
	sent.program, sent.database, sent.generator = sent.program-program, sent.database-database, sent.generator-generator
	return sent
}

// serveBare is the limit that everything is compared with: Fiber answering "ok" and nothing else, until ctx ends.
func serveBare(ctx context.Context, _ *run) {
	listener := required(new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0"))
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	app.Use(func(c *fiber.Ctx) error { return c.SendString("ok") })
	fmt.Println("listening on http://" + listener.Addr().String())
	context.AfterFunc(ctx, func() { _ = app.Shutdown() })
	require(app.Listener(listener))
}
