package e2e

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

const (
	// stopPromise is how long a stop may take, and stopLimit what fails the test
	// on a machine that is busy. The server's own waits are shorter:
	// TestAStopKeepsItsPromise.
	stopPromise = 5 * time.Second
	stopLimit   = 4 * stopPromise
)

// stopsCleanly ends a server that was signalled at began.
func (p *process) stopsCleanly(began time.Time) {
	p.t.Helper()
	status := p.exit()
	if took := time.Since(began); status != 0 || took > stopLimit {
		p.t.Errorf("status %d after %v: %s", status, took, p.stderr)
	} else if took > stopPromise {
		p.t.Logf("the stop took %v, the promise is %v", took, stopPromise)
	}
	for _, suffix := range []string{"-wal", "-shm"} {
		if info, err := os.Stat(filepath.Join(p.folder, "presence.db"+suffix)); err == nil {
			p.t.Errorf("%s is left, %d bytes", info.Name(), info.Size())
		}
	}
	if checked := execute(p.t, p.folder, "check"); checked.status != 0 {
		p.t.Errorf("check: %s%s", checked.stdout, checked.stderr)
	}
}

func TestBothSignalsStopWithIdleConnectionsOpen(t *testing.T) {
	t.Parallel()
	for _, signal := range []os.Signal{syscall.SIGTERM, syscall.SIGINT} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			server := launch(t, t.TempDir())
			for range 20 {
				idle := server.person("nobody") // a connection of its own, kept alive
				idle.must(200, idle.get("/livez"))
			}
			server.hangingRequest("POST", "/login", "username=half")
			server.dial() // says nothing at all
			began := time.Now()
			server.signal(signal)
			server.stopsCleanly(began)
		})
	}
}

func (p *process) dial() net.Conn {
	p.t.Helper()
	conn, err := (&net.Dialer{Timeout: patience}).DialContext(p.t.Context(), "tcp", strings.TrimPrefix(p.url, "http://"))
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		p.t.Fatal(err)
	}
	return conn
}

// hangingRequest sends a form but for its last byte.
func (p *process) hangingRequest(method, target, body string) net.Conn {
	p.t.Helper()
	conn := p.dial()
	_, err := fmt.Fprintf(conn, "%s %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
		method, target, strings.TrimPrefix(p.url, "http://"), len(body)+1, body)
	if err != nil {
		p.t.Fatal(err)
	}
	return conn
}

func TestRequestInFlightIsAnsweredBeforeTheStop(t *testing.T) {
	t.Parallel()
	server := launch(t, t.TempDir())
	nobody := server.person("nobody")
	nobody.must(200, nobody.get("/livez"))
	signup := "username=late&password=correct+horse+battery&confirm_password=correct+horse+battery"
	conn := server.hangingRequest("POST", "/signup", signup[:len(signup)-1])
	began := time.Now()
	server.signal(syscall.SIGTERM)
	eventually(t, "clients learn of the stop", func() bool {
		r := nobody.get("/livez")
		if r.err != nil {
			t.Fatalf("a connection ended unannounced: %v", r.err)
		}
		return r.closes
	})
	if _, err := io.WriteString(conn, signup[len(signup)-1:]); err != nil {
		t.Fatal(err)
	}
	if status, closes := readAnswer(t, conn); status != 302 || !closes {
		t.Errorf("status %d, closes %v", status, closes)
	}
	server.stopsCleanly(began)

	again := launch(t, server.folder)
	late := again.person("late")
	late.must(302, late.form("/login", "username", "late", "password", somePassword))
}

// The stop may begin before the server has accepted the only connection there is.
func TestLastRequestBeforeTheStopIsAnswered(t *testing.T) {
	t.Parallel()
	for try := range 5 {
		t.Run(strconv.Itoa(try), func(t *testing.T) {
			t.Parallel()
			server := launch(t, t.TempDir())
			nobody := server.person("nobody")
			nobody.must(200, nobody.get("/livez"))
			nobody.client.CloseIdleConnections()
			conn := server.hangingRequest("POST", "/login", "username=")
			server.signal(syscall.SIGTERM)
			if _, err := io.WriteString(conn, "x"); err != nil {
				t.Fatal(err)
			}
			if status, _ := readAnswer(t, conn); status != 422 {
				t.Errorf("status %d", status)
			}
			server.stopsCleanly(time.Now())
		})
	}
}

func readAnswer(t *testing.T, conn net.Conn) (status int, closes bool) {
	t.Helper()
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatalf("cut off: %v", err)
	}
	defer func() { _ = res.Body.Close() }()
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		t.Fatalf("cut off: %v", err)
	}
	return res.StatusCode, res.Close
}

// Pages go on asking while the server stops: each request is answered whole,
// until nobody listens any more.
func TestNoRequestIsCutOffByAStop(t *testing.T) {
	t.Parallel()
	server := launch(t, t.TempDir(), unlimited)
	alice := server.signUp("alice")
	var answered atomic.Int64
	var asking sync.WaitGroup
	for range 8 {
		page := server.person("alice")
		page.client.Jar = alice.client.Jar
		asking.Go(func() {
			pace := time.NewTicker(20 * time.Millisecond)
			defer pace.Stop()
			for range pace.C {
				r := page.form("/send/general", "text", "hi")
				if r.refused() {
					return
				}
				if r.err != nil || r.status != 200 {
					t.Errorf("cut off: %d, %v", r.status, r.err)
					return
				}
				answered.Add(1)
			}
		})
	}
	eventually(t, "the pages ask", func() bool { return answered.Load() > 100 })
	began := time.Now()
	server.signal(syscall.SIGTERM)
	asking.Wait()
	server.stopsCleanly(began)
	if checked := execute(t, server.folder, "check"); !strings.Contains(checked.stdout, fmt.Sprintf("%8d  messages\n", answered.Load())) {
		t.Errorf("%d messages were acknowledged, the database has\n%s", answered.Load(), checked.stdout)
	}
}

func TestRequestThatIsTooLargeIsToldSo(t *testing.T) {
	t.Parallel()
	server := launch(t, t.TempDir())
	for _, size := range []int{1<<20 + 1, 3 << 20, 20 << 20} {
		for range 10 {
			b := server.person("nobody")
			b.must(413, b.form("/login", "username", strings.Repeat("x", size)))
		}
	}
}
