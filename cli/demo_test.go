package cli

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"minimost/demo"
)

// startFlags starts the server with flags of its own and returns its address.
func startFlags(t *testing.T, flags ...string) (address string, stop func() int) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	reader, writer := io.Pipe()
	status := make(chan int, 1)
	go func() {
		status <- run(ctx, append([]string{"--addr=127.0.0.1:0"}, flags...), writer, io.Discard)
		_ = writer.Close()
	}()
	var line [200]byte
	n, err := reader.Read(line[:])
	address, ready := strings.CutPrefix(strings.TrimSpace(string(line[:n])), "listening on ")
	if err != nil || !ready {
		t.Fatalf("%q, %v", line[:n], err)
	}
	go func() { _, _ = io.Copy(io.Discard, reader) }()
	return address, func() int { cancel(); return <-status }
}

func TestDemoShowsItsLoginAndStopsCleanly(t *testing.T) {
	t.Chdir(t.TempDir())
	for range 2 {
		address, stop := startFlags(t, "--demo")
		if page := get(t, address+"/login"); !strings.Contains(page, demo.Username) || !strings.Contains(page, demo.Password) {
			t.Errorf("the login page has no login: %s", page)
		}
		login := url.Values{"username": {demo.Username}, "password": {demo.Password}}
		if status, err := ask(t.Context(), new(http.Transport), http.MethodPost, address+"/login", login); status != http.StatusFound || err != nil {
			t.Errorf("the login is answered %d, %v", status, err)
		}
		if status := stop(); status != 0 {
			t.Errorf("status %d", status)
		}
	}
	files, err := os.ReadDir(".")
	if err != nil || len(files) != 1 || files[0].Name() != "demo.db" {
		t.Errorf("left %v, %v", files, err)
	}
}

func get(t *testing.T, address string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestDemoRefusesTheDatabaseOfOthers(t *testing.T) {
	t.Chdir(t.TempDir())
	address, stop := startFlags(t, "--db=ours.db")
	password := "correct horse battery"
	signup := url.Values{"username": {"zoe"}, "password": {password}, "confirm_password": {password}}
	if status, err := ask(t.Context(), new(http.Transport), http.MethodPost, address+"/signup", signup); status != http.StatusFound || err != nil {
		t.Fatalf("signup: %d, %v", status, err)
	}
	if status := stop(); status != 0 {
		t.Fatalf("status %d", status)
	}
	before, err := os.ReadFile("ours.db")
	if err != nil {
		t.Fatal(err)
	}
	var sentence bytes.Buffer
	status := run(t.Context(), []string{"--addr=127.0.0.1:0", "--demo", "--db=ours.db"}, io.Discard, &sentence)
	if status != 1 || strings.Count(sentence.String(), "\n") != 1 || !strings.Contains(sentence.String(), "ours.db") {
		t.Errorf("status %d, said %q", status, sentence.String())
	}
	if after, err := os.ReadFile("ours.db"); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file was changed: %v", err)
	}
}
