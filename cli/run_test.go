package cli

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestBadCommandLinesAreOneSentence(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("text.db", []byte("this is no database, but a text"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"--nonsense", "nonsense", "--addr=nonsense", "--addr=127.0.0.1:99999", "--channels=A,b", "--channels=a,a", "--rate-limits=perhaps",
		"--tls-cert=a", "--tls-cert=a --tls-key=b --addr=127.0.0.1:0", "--base-url=nonsense", "--base-url=https://a/b", "--db=",
		"backup", "backup copy.db", "check", "check --db=text.db", "reset-password", "reset-password alice", "--db=text.db --addr=127.0.0.1:0",
	} {
		var out, sentence bytes.Buffer
		if status := run(t.Context(), strings.Fields(line), &out, &sentence); status != 1 {
			t.Errorf("%q: status %d", line, status)
		}
		if strings.Count(sentence.String(), "\n") != 1 || !strings.HasPrefix(sentence.String(), "minimost: ") || out.Len() > 0 {
			t.Errorf("%q: said %q and printed %q", line, sentence.String(), out.String())
		}
	}
	files, err := os.ReadDir(".")
	if err != nil || len(files) != 1 {
		t.Errorf("left %v, %v", files, err)
	}
}

func TestFlagsAreEnvironmentVariablesToo(t *testing.T) {
	t.Setenv("MINIMOST_ADDR", "nonsense")
	var out, sentence bytes.Buffer
	if status := run(t.Context(), nil, &out, &sentence); status != 1 || !strings.Contains(sentence.String(), "nonsense") {
		t.Errorf("status %d, %q", status, sentence.String())
	}
}

func TestVersionNamesAllThree(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if status := run(t.Context(), []string{"version"}, &out, io.Discard); status != 0 || strings.Count(out.String(), "\n") != 3 {
		t.Errorf("status %d, %q", status, out.String())
	}
}

func TestListenURL(t *testing.T) {
	t.Parallel()
	for addr, want := range map[string]string{
		"127.0.0.1:8080": "http://127.0.0.1:8080",
		"localhost:1":    "http://localhost:1",
		":8080":          "http://127.0.0.1:8080",
		"0.0.0.0:8080":   "http://127.0.0.1:8080",
		"[::]:8080":      "http://[::1]:8080",
	} {
		if got := (&options{}).listenURL(addr); got != want {
			t.Errorf("%s: %s, want %s", addr, got, want)
		}
	}
	if got := (&options{TLSCert: "c"}).listenURL("a:1"); got != "https://a:1" {
		t.Errorf("with a certificate: %s", got)
	}
}

// running is a server that was started like the program.
type running struct {
	url  string
	db   string
	stop func() int
}

func start(t *testing.T) running {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	db := filepath.Join(t.TempDir(), "presence.db")
	reader, writer := io.Pipe()
	status := make(chan int, 1)
	go func() {
		status <- run(ctx, []string{"serve", "--addr=127.0.0.1:0", "--db=" + db}, writer, io.Discard)
		_ = writer.Close()
	}()
	line, err := bufio.NewReader(reader).ReadString('\n')
	address, ready := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	if err != nil || !ready {
		t.Fatalf("%q, %v", line, err)
	}
	go func() { _, _ = io.Copy(io.Discard, reader) }()
	return running{url: address, db: db, stop: func() int { cancel(); return <-status }}
}

// ask sends one request on the transport's connection and follows no redirect.
func ask(ctx context.Context, transport http.RoundTripper, method, target string, form url.Values) (status int, err error) {
	req, err := http.NewRequestWithContext(ctx, method, target, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := transport.RoundTrip(req)
	if err != nil {
		return 0, err
	}
	defer func() { _ = res.Body.Close() }()
	_, err = io.Copy(io.Discard, res.Body)
	return res.StatusCode, err
}

func TestCommandsWorkWhileTheServerRuns(t *testing.T) {
	t.Parallel()
	server := start(t)
	password := "correct horse battery"
	signup := url.Values{"username": {"alice"}, "password": {password}, "confirm_password": {password}}
	if status, err := ask(t.Context(), http.DefaultTransport, http.MethodPost, server.url+"/signup", signup); status != http.StatusFound {
		t.Fatalf("signup: %d, %v", status, err)
	}

	command := func(args ...string) string {
		t.Helper()
		var out, sentence bytes.Buffer
		if status := run(t.Context(), append(args, "--db="+server.db, "--base-url="+server.url), &out, &sentence); status != 0 {
			t.Fatalf("%v: status %d, %s", args, status, sentence.String())
		}
		return out.String()
	}
	if out := command("check"); !strings.Contains(out, "1  users\n") || !strings.HasSuffix(out, "ok\n") {
		t.Errorf("check: %s", out)
	}
	copied := filepath.Join(t.TempDir(), "copy.db")
	command("backup", copied)
	if _, err := os.Stat(copied); err != nil {
		t.Error(err)
	}
	link := strings.TrimSpace(command("reset-password", "ALICE"))
	if status, err := ask(t.Context(), http.DefaultTransport, http.MethodGet, link, nil); status != http.StatusOK {
		t.Errorf("%s: %d, %v", link, status, err)
	}
	if status := server.stop(); status != 0 {
		t.Errorf("stopped with %d", status)
	}
}

func TestStopLetsRequestsFinishAndCheckpoints(t *testing.T) {
	t.Parallel()
	server := start(t)
	failures := make(chan error, 8)
	first := make(chan struct{}, cap(failures))
	for range cap(failures) {
		go func() {
			transport := &http.Transport{}
			pace := time.NewTicker(10 * time.Millisecond)
			defer pace.Stop()
			for n := 0; ; n++ {
				_, err := ask(context.Background(), transport, http.MethodGet, server.url+"/readyz", nil)
				if errors.Is(err, syscall.ECONNRESET) {
					// One that comes as the listener closes is reset; then nobody listens.
					if _, err = ask(context.Background(), transport, http.MethodGet, server.url+"/readyz", nil); err == nil {
						err = errors.New("reset while the server listens")
					}
				}
				if errors.Is(err, syscall.ECONNREFUSED) {
					failures <- nil
					return
				}
				if err != nil {
					failures <- err
					return
				}
				if n == 0 {
					first <- struct{}{}
				}
				<-pace.C
			}
		}()
	}
	for range cap(failures) {
		select {
		case <-first:
		case err := <-failures:
			t.Fatalf("a request before the stop: %v", err)
		}
	}
	if status := server.stop(); status != 0 {
		t.Errorf("status %d", status)
	}
	for range cap(failures) {
		if err := <-failures; err != nil {
			t.Errorf("a request was cut off: %v", err)
		}
	}
	if info, err := os.Stat(server.db + "-wal"); err == nil && info.Size() > 0 {
		t.Errorf("%d bytes are left in the write-ahead log", info.Size())
	}
}

func TestTakenPort(t *testing.T) {
	t.Parallel()
	server := start(t)
	defer server.stop()
	var sentence bytes.Buffer
	other := filepath.Join(t.TempDir(), "other.db")
	args := []string{"--addr=" + strings.TrimPrefix(server.url, "http://"), "--db=" + other}
	if status := run(t.Context(), args, io.Discard, &sentence); status != 1 || !strings.Contains(sentence.String(), "already") {
		t.Errorf("status %d, %q", status, sentence.String())
	}
	if _, err := os.Stat(other); err == nil {
		t.Error("the database was made all the same")
	}
}
