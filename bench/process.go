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
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	readyPrefix   = "listening on " // begins the line that a server prints when it listens
	metricsPrefix = "metrics on "   // and the next one, when it was asked for metrics
	stopPatience  = 10 * time.Second
	clockTick     = time.Second / 100 // of the times in /proc, on every Linux that Go knows
)

// buildProgram builds this checkout's program as it is released. It runs in the checkout or in bench/.
func buildProgram(ctx context.Context, path string) error {
	source := "."
	if _, err := os.Stat("bench"); err != nil {
		source = ".."
	}
	cmd := exec.CommandContext(ctx, "go", "build", "-C", source, "-trimpath", "-ldflags", "-s -w", "-o", path, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, output)
	}
	return nil
}

// process is a server that runs.
type process struct {
	url, metricsURL string
	cmd             *exec.Cmd
	ended           chan struct{}
	stderr          bytes.Buffer // once it has ended
}

// startProcess runs a server and returns when it listens. It ends with ctx.
func startProcess(ctx context.Context, path string, args ...string) (*process, error) {
	p := &process{cmd: exec.CommandContext(ctx, path, args...), ended: make(chan struct{})}
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "MINIMOST_") {
			p.cmd.Env = append(p.cmd.Env, variable)
		}
	}
	p.cmd.Stderr = &p.stderr
	p.cmd.Cancel = func() error { return p.cmd.Process.Signal(syscall.SIGTERM) }
	p.cmd.WaitDelay = stopPatience
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	reader := bufio.NewReader(stdout)
	line, _ := reader.ReadString('\n')
	url, ready := strings.CutPrefix(strings.TrimSpace(line), readyPrefix)
	if ready && strings.Contains(strings.Join(args, " "), "--metrics-addr") {
		line, _ = reader.ReadString('\n')
		p.metricsURL, ready = strings.CutPrefix(strings.TrimSpace(line), metricsPrefix)
	}
	p.url = url
	go func() {
		defer close(p.ended)
		_, _ = io.Copy(io.Discard, reader)
		_ = p.cmd.Wait()
	}()
	if !ready {
		return nil, fmt.Errorf("%s printed %q instead of its address: %w", path, line, p.stop())
	}
	return p, nil
}

// serve runs a program on a database in a folder, which is made if need be.
func serve(ctx context.Context, binary, folder string, args ...string) (*process, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	return startProcess(ctx, binary, append([]string{"serve", "--addr=127.0.0.1:0", "--rate-limits=false", "--db=" + databaseIn(folder)}, args...)...)
}

func databaseIn(folder string) string { return filepath.Join(folder, "presence.db") }

func startBareHandler(ctx context.Context) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return startProcess(ctx, self, "bare")
}

// stop ends the process. It is an error when it does not end well, or wrote of one.
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
		return fmt.Errorf("the server ended with %s and said: %.500s", p.cmd.ProcessState, said)
	}
	return nil
}

// memory is the process's resident memory in bytes, now and at its highest.
func (p *process) memory() (now, highest int64, err error) {
	text, err := os.ReadFile(p.proc("status"))
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
	if err == nil && now == 0 {
		err = fmt.Errorf("%s does not say how much memory is in use", p.proc("status"))
	}
	return now, highest, err
}

func (p *process) proc(name string) string {
	return filepath.Join("/proc", strconv.Itoa(p.cmd.Process.Pid), name)
}

// usage is the processor time that the generator and a program took until a moment, or between two.
type usage struct {
	at                 time.Time
	lasting            time.Duration
	generator, program time.Duration
}

func (p *process) usageNow() (u usage, err error) {
	var own syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &own); err != nil {
		return u, err
	}
	stat, err := os.ReadFile(p.proc("stat"))
	if err != nil {
		return u, err
	}
	program, err := parseCPUTime(string(stat))
	return usage{at: time.Now(), generator: time.Duration(own.Utime.Nano() + own.Stime.Nano()), program: program}, err
}

// parseCPUTime reads utime and stime, the 14th and 15th field of /proc/PID/stat. The second one is a name in brackets that may
// hold anything.
func parseCPUTime(stat string) (time.Duration, error) {
	fields := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:])
	if len(fields) < 13 {
		return 0, fmt.Errorf("no times in %q", stat)
	}
	user, userErr := strconv.ParseInt(fields[11], 10, 64)
	system, systemErr := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * clockTick, errors.Join(userErr, systemErr)
}

func (u usage) since(earlier usage) usage {
	return usage{lasting: u.at.Sub(earlier.at), generator: u.generator - earlier.generator, program: u.program - earlier.program}
}

// String says which share of all processors both took.
func (u usage) String() string {
	all := u.lasting.Seconds() * float64(runtime.NumCPU())
	return fmt.Sprintf("of %d cores the program took %.0f %%, the generator %.0f %%", runtime.NumCPU(),
		100*u.program.Seconds()/all, 100*u.generator.Seconds()/all)
}
