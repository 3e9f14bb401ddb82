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
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	stopPatience = 10 * time.Second
	clockTick    = time.Second / 100 // of the times in /proc, on every Linux that Go knows
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
	cancel          func()
	ended           chan struct{}
	stderr          bytes.Buffer // once it has ended
	unread          error        // what /proc did not tell
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
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "MINIMOST_") {
			p.cmd.Env = append(p.cmd.Env, variable)
		}
	}
	p.cmd.Stderr, p.cmd.WaitDelay = &p.stderr, stopPatience
	p.cmd.Cancel = func() error { return p.cmd.Process.Signal(syscall.SIGTERM) }
	stdout, err := p.cmd.StdoutPipe()
	if err = errors.Join(err, p.cmd.Start()); err != nil {
		cancel()
		return nil, err
	}
	r.servers = append(r.servers, p)
	said := bufio.NewReader(stdout)
	_, err = fmt.Fscanf(said, "listening on %s\n", &p.url)
	if err == nil && strings.Contains(strings.Join(args, " "), "--metrics-addr") {
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

// proc reads a file of /proc; that it cannot be read is an error when the process is stopped.
func (p *process) proc(name string) string {
	text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(p.cmd.Process.Pid), name))
	p.unread = errors.Join(p.unread, err)
	return string(text)
}

var (
	memoryLine = regexp.MustCompile(`(?m)^(VmHWM|VmRSS):\s*(\d+) kB$`)
	// timesInStat are utime and stime, the 14th and 15th field. The second is a name in brackets that may hold anything.
	timesInStat = regexp.MustCompile(`.*\) (?:\S+ ){11}(\d+) (\d+) `)
)

// memory is the process's resident memory in bytes, now and at its highest.
func (p *process) memory() (now, highest float64) {
	for _, found := range memoryLine.FindAllStringSubmatch(p.proc("status"), -1) {
		kilobytes, _ := strconv.ParseFloat(found[2], 64)
		now, highest = 1024*kilobytes, max(highest, 1024*kilobytes) // VmRSS is below VmHWM
	}
	return now, highest
}

// usage is the processor time that the generator and a program took until a moment, or between two.
type usage struct {
	at                 time.Time
	lasting            time.Duration
	generator, program time.Duration
}

func (p *process) usageNow() usage {
	var own syscall.Rusage
	p.unread = errors.Join(p.unread, syscall.Getrusage(syscall.RUSAGE_SELF, &own))
	return usage{at: time.Now(), generator: time.Duration(own.Utime.Nano() + own.Stime.Nano()), program: cpuTime(p.proc("stat"))}
}

func cpuTime(stat string) (spent time.Duration) {
	if found := timesInStat.FindStringSubmatch(stat); found != nil {
		user, _ := strconv.Atoi(found[1])
		system, _ := strconv.Atoi(found[2])
		spent = time.Duration(user+system) * clockTick
	}
	return spent
}

// since is what both took since an earlier moment.
func (p *process) since(earlier usage) usage {
	now := p.usageNow()
	return usage{lasting: now.at.Sub(earlier.at), generator: now.generator - earlier.generator, program: now.program - earlier.program}
}

// String says which share of all processors both took.
func (u usage) String() string {
	all := u.lasting.Seconds() * float64(runtime.NumCPU()) / 100
	return fmt.Sprintf("of %d cores the program took %.0f %%, the generator %.0f %%", runtime.NumCPU(), u.program.Seconds()/all, u.generator.Seconds()/all)
}
