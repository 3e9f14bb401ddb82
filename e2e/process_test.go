package e2e

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"minimost/testkit"
)

// The tests of the whole program say these as others do.
var must, eventually = testkit.NoError, testkit.Eventually

const patience = testkit.Patience

const somePassword = "correct horse battery"

// process is a server that runs.
type process struct {
	t      *testing.T
	folder string
	url    string
	ready  string      // the line that said so
	later  chan string // the lines after it, up to some
	cmd    *exec.Cmd
	stderr *bytes.Buffer // once it has ended
	ended  chan struct{}

	mu     sync.Mutex
	people []*person // whose browsers may have connections
}

// inMemory is a folder for a server that is to refuse nothing because a disk stands
// still for seconds, as those of some machines do: it has none below it, where the
// system has such a place.
func inMemory(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("/dev/shm", "minimost-e2e-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	return folder
}

// launch serves folder/presence.db on a free port, to people who do more than
// people do.
func launch(t *testing.T, folder string, args ...string) *process {
	t.Helper()
	return launchWith(t, folder, nil, append([]string{"serve", "--addr=127.0.0.1:0", "--rate-limits=false"}, args...)...)
}

func launchWith(t *testing.T, folder string, variables []string, args ...string) *process {
	t.Helper()
	return launchAs(t, folder, variables, func(*exec.Cmd) {}, args...)
}

// launchAs lets change say how the program is started.
func launchAs(t *testing.T, folder string, variables []string, change func(*exec.Cmd), args ...string) *process {
	t.Helper()
	p := &process{t: t, folder: folder, cmd: command(t, folder, variables, args...), stderr: new(bytes.Buffer), ended: make(chan struct{}), later: make(chan string, 8)}
	p.cmd.Stderr = p.stderr
	change(p.cmd)
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := make(chan string, 1)
	go func() {
		defer close(p.ended)
		reader := bufio.NewReader(stdout)
		line, _ := reader.ReadString('\n')
		lines <- line
		for err := error(nil); err == nil; {
			line, err = reader.ReadString('\n')
			select {
			case p.later <- line:
			default:
			}
		}
		_ = p.cmd.Wait()
	}()
	t.Cleanup(func() {
		_ = p.cmd.Process.Kill()
		<-p.ended
	})
	select {
	case p.ready = <-lines:
	case <-time.After(patience):
		t.Fatal("the server is not ready")
	}
	var found bool
	if p.url, found = strings.CutPrefix(strings.TrimSuffix(p.ready, "\n"), "listening on "); !found {
		<-p.ended
		t.Fatalf("ready line %q, stderr %s", p.ready, p.stderr)
	}
	return p
}

func (p *process) signal(s os.Signal) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(s); err != nil {
		p.t.Fatal(err)
	}
}

// exit waits for the end and returns the status, −1 for a signal.
func (p *process) exit() int {
	p.t.Helper()
	select {
	case <-p.ended:
	case <-time.After(patience):
		p.t.Fatal("the server does not end")
	}
	return p.cmd.ProcessState.ExitCode()
}

// stop ends the server as an administrator does at a quiet time. It would give
// every open connection a second to learn of the stop.
func (p *process) stop() int {
	p.t.Helper()
	p.mu.Lock()
	for _, someone := range p.people {
		someone.client.CloseIdleConnections()
	}
	p.mu.Unlock()
	p.signal(syscall.SIGTERM)
	return p.exit()
}
