package checks

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestABrowserShowsWhyNothingCanBeBuilt: what a designer has written into a view may be no Go.
func TestABrowserShowsWhyNothingCanBeBuilt(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Fatal("this test needs Node 20 or later, as README says")
	}
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for name, content := range map[string]string{"go.mod": "module broken\n", "main.go": "package main\n\nfunc main() { oops(\"<b>\") }\n"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var local net.ListenConfig
	listener, err := local.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_, port, _ := net.SplitHostPort(address)
	_ = listener.Close()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, node, filepath.Join(root, "scripts", "dev-server.mjs"))
	command.Dir, command.Env = folder, append(os.Environ(), "DEV_PORT="+port, "GOFLAGS=-mod=mod")
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	var answer *http.Response
	for {
		request, _ := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/c/general", nil)
		if answer, err = http.DefaultClient.Do(request); err == nil || ctx.Err() != nil {
			break
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(answer.Body)
	_ = answer.Body.Close()
	if err != nil || answer.StatusCode != http.StatusInternalServerError || !strings.Contains(string(body), "undefined: oops") || !strings.Contains(string(body), "</body>") {
		t.Errorf("%d, %v: %s", answer.StatusCode, err, body)
	}
	if err := command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	var ended *exec.ExitError
	if err := command.Wait(); err != nil && !errors.As(err, &ended) {
		t.Fatal(err)
	}
}
