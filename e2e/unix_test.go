package e2e

import (
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// throughSocket lets people reach a server by its socket.
func throughSocket(path string) *http.Transport {
	return &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", path)
	}}
}

// socketPath is one that is short enough for a socket.
func socketPath(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "minimost-socket-")
	must(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	return filepath.Join(folder, "socket")
}

func TestAUnixSocketIsServedAndReplacedOnceNobodyListens(t *testing.T) {
	t.Parallel()
	path := socketPath(t)
	addr := "--addr=unix:" + path
	first := launchWith(t, t.TempDir(), nil, addr, "--socket-mode=0600")
	if first.ready != "listening on unix:"+path+"\n" {
		t.Errorf("ready line %q", first.ready)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the socket is %v, %v", info, err)
	}
	second := execute(t, t.TempDir(), "serve", addr)
	if second.status != 1 || !strings.Contains(second.stderr, "already") {
		t.Errorf("beside another: %d %q", second.status, second.stderr)
	}
	first.signal(syscall.SIGKILL)
	first.exit()
	if got := execute(t, first.folder, "health", addr); got.status != 1 || strings.Count(got.stderr, "\n") != 1 {
		t.Errorf("health of what was killed: %d %q", got.status, got.stderr)
	}

	server := launchWith(t, first.folder, nil, addr)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o660 {
		t.Errorf("the socket is %v, %v", info, err)
	}
	if got := execute(t, server.folder, "health", addr); got.status != 0 || got.stderr != "" {
		t.Errorf("health: %d %q", got.status, got.stderr)
	}
	server.url = "http://localhost"
	alice := server.person("alice")
	alice.client.Transport = throughSocket(path)
	defer alice.client.CloseIdleConnections()
	alice.must(302, alice.form("/signup", "username", "alice", "password", somePassword, "confirm_password", somePassword))
	alice.must(200, alice.form("/send/general", "text", "by a socket"))
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://localhost/livez", nil)
	must(t, err)
	req.Header.Set("X-Request-ID", "the-proxys-own")
	res, err := alice.client.Do(req)
	must(t, err)
	_, _ = io.Copy(io.Discard, res.Body)
	_ = res.Body.Close()
	if got := res.Header.Get("X-Request-Id"); got != "the-proxys-own" {
		t.Errorf("the proxy's name of a request came back as %q", got)
	}
	if status := server.stop(); status != 0 {
		t.Errorf("status %d: %s", status, server.stderr)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("a stop leaves the socket")
	}
}

func TestWhatIsNoSocketIsNotReplaced(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	must(t, os.WriteFile(filepath.Join(folder, "precious"), []byte("text"), 0o600))
	for addr, says := range map[string]string{"unix:precious": "no socket", "unix:": "path", "unix:@abstract": "path", "unix:none/socket": "none/socket"} {
		got := execute(t, folder, "serve", "--addr="+addr)
		if got.status != 1 || strings.Count(got.stderr, "\n") != 1 || !strings.Contains(got.stderr, says) {
			t.Errorf("%s: %d %q", addr, got.status, got.stderr)
		}
	}
	if fingerprint(t, filepath.Join(folder, "precious")) != "text" {
		t.Error("the file was changed")
	}
	reset := execute(t, folder, "reset-password", "alice", "--addr=unix:socket")
	if reset.status != 1 || !strings.Contains(reset.stderr, "--base-url") {
		t.Errorf("a reset link to a socket: %d %q", reset.status, reset.stderr)
	}
}

func TestEveryInterfaceIsOfTheFamilyThatWasSpelt(t *testing.T) {
	t.Parallel()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp6", "[::1]:0")
	if err != nil {
		t.Log("this machine has no IPv6:", err)
		return
	}
	_ = listener.Close()
	for addr, both := range map[string]bool{"0.0.0.0:0": false, ":0": true, "[::]:0": true} {
		server := launchWith(t, t.TempDir(), nil, "--addr="+addr)
		port := server.url[strings.LastIndex(server.url, ":")+1:]
		for host, want := range map[string]bool{"127.0.0.1": true, "::1": both} {
			conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", net.JoinHostPort(host, port))
			if err == nil {
				_ = conn.Close()
			}
			if (err == nil) != want {
				t.Errorf("--addr %s on %s: %v", addr, host, err)
			}
		}
	}
}
