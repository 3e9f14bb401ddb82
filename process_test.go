package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptrace"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience bounds every wait: much longer than what is waited for takes, even
// on a busy machine.
const patience = 20 * time.Second

const somePassword = "correct horse battery"

var binaryFolder string

// binary is the program as it is released, built once.
var binary = sync.OnceValues(func() (path string, err error) {
	if binaryFolder, err = os.MkdirTemp("", "minimost-test-"); err != nil {
		return "", err
	}
	path = filepath.Join(binaryFolder, "minimost")
	build := exec.CommandContext(context.Background(), "go", "build", "-o", path, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, output)
	}
	return path, nil
})

func TestMain(m *testing.M) {
	status := m.Run()
	if binaryFolder != "" {
		_ = os.RemoveAll(binaryFolder)
	}
	os.Exit(status)
}

// command prepares a run of the binary in folder, with MINIMOST_… variables.
func command(t *testing.T, folder string, variables []string, args ...string) *exec.Cmd {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), path, args...)
	cmd.Dir = folder
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "MINIMOST_") {
			cmd.Env = append(cmd.Env, variable)
		}
	}
	cmd.Env = append(cmd.Env, variables...)
	return cmd
}

// ending is how a run ended.
type ending struct {
	status         int
	stdout, stderr string
}

func execute(t *testing.T, folder string, args ...string) ending {
	t.Helper()
	cmd := command(t, folder, nil, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return ending{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

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

func (p *process) stop() int {
	p.t.Helper()
	p.signal(syscall.SIGTERM)
	return p.exit()
}

// person is someone's browser.
type person struct {
	t      *testing.T
	name   string
	client *http.Client
	base   string
}

func (p *process) person(name string) *person {
	p.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		p.t.Fatal(err)
	}
	transport := &http.Transport{}
	p.t.Cleanup(transport.CloseIdleConnections)
	return &person{t: p.t, name: name, base: p.url, client: &http.Client{
		Jar: jar, Transport: transport, Timeout: patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// signUp is a person with a new account, logged in.
func (p *process) signUp(name string) *person {
	p.t.Helper()
	b := p.person(name)
	b.must(302, b.form("/signup", "username", name, "password", somePassword, "confirm_password", somePassword))
	return b
}

// reply is an answer that was read, or why there is none.
type reply struct {
	asked  string
	status int
	header http.Header
	body   string
	err    error
	reused bool // the connection had carried another request
	closes bool // the connection is to carry no other
}

func (b *person) do(method, target, contentType, body string) reply {
	r := reply{asked: method + " " + target}
	ctx := httptrace.WithClientTrace(b.t.Context(), &httptrace.ClientTrace{GotConn: func(c httptrace.GotConnInfo) { r.reused = c.Reused }})
	req, err := http.NewRequestWithContext(ctx, method, b.base+target, strings.NewReader(body))
	if err != nil {
		r.err = err
		return r
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	res, err := b.client.Do(req)
	if err != nil {
		r.err = err
		return r
	}
	defer func() { _ = res.Body.Close() }()
	content, err := io.ReadAll(res.Body)
	r.status, r.header, r.body, r.err, r.closes = res.StatusCode, res.Header, string(content), err, res.Close
	return r
}

func (b *person) get(target string) reply { return b.do(http.MethodGet, target, "", "") }

func (b *person) json(target, body string) reply {
	return b.do(http.MethodPost, target, "application/json", body)
}

func (b *person) form(target string, pairs ...string) reply {
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	return b.do(http.MethodPost, target, "application/x-www-form-urlencoded", values.Encode())
}

func (b *person) must(status int, r reply) reply {
	b.t.Helper()
	if r.err != nil || r.status != status {
		b.t.Fatalf("%s as %s: %d %q, %v; want %d", r.asked, b.name, r.status, r.body, r.err, status)
	}
	return r
}

// read decodes the JSON at target into value.
func (b *person) read(target string, value any) {
	b.t.Helper()
	if err := json.Unmarshal([]byte(b.must(200, b.get(target)).body), value); err != nil {
		b.t.Fatalf("%s: %v", target, err)
	}
}

// refused reports whether nobody listens any more. A connection that comes as
// the listener closes is reset by the system; the server never saw it.
func (r reply) refused() bool {
	return errors.Is(r.err, syscall.ECONNREFUSED) || !r.reused && errors.Is(r.err, syscall.ECONNRESET)
}

// eventually polls until f holds, and returns how long that took.
func eventually(t *testing.T, what string, f func() bool) time.Duration {
	t.Helper()
	began := time.Now()
	for !f() {
		if time.Since(began) > patience {
			t.Fatalf("%s: not in %v", what, patience)
		}
		time.Sleep(time.Millisecond)
	}
	return time.Since(began)
}
