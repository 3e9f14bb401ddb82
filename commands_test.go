package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

func plainCookie(name, value string) []*http.Cookie {
	return []*http.Cookie{{Name: name, Value: value, Path: "/"}}
}

func TestBackupOfALiveDatabaseIsWhole(t *testing.T) {
	server := launch(t, t.TempDir())
	alice := server.signUp("alice")
	alice.must(200, alice.form("/send/general", "text", "message 0"))
	stop := make(chan struct{})
	var writing sync.WaitGroup
	var answered atomic.Int64 // sends
	for i := range 6 {
		writer := server.signUp(fmt.Sprint("writer", i))
		writing.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
					r := writer.form("/send/general", "text", fmt.Sprint("message of ", i, " ", n))
					if answered.Add(1); r.status != 200 {
						t.Errorf("a send during a backup: %d, %v", r.status, r.err)
					}
					if r := writer.form("/react/1", "reaction", "👍"); r.status != 200 {
						t.Errorf("a reaction during a backup: %d, %v", r.status, r.err)
					}
				}
			}
		})
	}
	backups := make([]ending, 5)
	before := make([]int64, len(backups))
	for i := range backups {
		eventually(t, "people write", func() bool { return answered.Load() >= int64(50*(i+1)) })
		before[i] = answered.Load()
		backups[i] = execute(t, server.folder, "backup", fmt.Sprintf("copy%d.db", i))
	}
	close(stop)
	writing.Wait()
	first := fingerprint(t, filepath.Join(server.folder, "copy0.db"))
	for i, made := range backups {
		name := fmt.Sprintf("copy%d.db", i)
		if made.status != 0 || !strings.Contains(made.stdout, name) {
			t.Fatalf("%s: %d %s", name, made.status, made.stderr)
		}
		checked := execute(t, server.folder, "check", "--db="+name)
		if checked.status != 0 || !strings.HasSuffix(checked.stdout, "ok\n") {
			t.Errorf("%s: %d %s%s", name, checked.status, checked.stdout, checked.stderr)
		}
		var messages int64
		if found := regexp.MustCompile(`(\d+)  messages\n`).FindStringSubmatch(checked.stdout); found != nil {
			messages, _ = strconv.ParseInt(found[1], 10, 64)
		}
		if messages <= before[i] {
			t.Errorf("%s has %d messages; %d were answered before it was begun", name, messages, before[i]+1)
		}
	}
	again := execute(t, server.folder, "backup", "copy0.db")
	if again.status != 1 || !strings.Contains(again.stderr, "exists already") || fingerprint(t, filepath.Join(server.folder, "copy0.db")) != first {
		t.Errorf("over a file: %d %q", again.status, again.stderr)
	}
	if lost := execute(t, server.folder, "backup", "none/copy.db"); lost.status != 1 || strings.Count(lost.stderr, "\n") != 1 {
		t.Errorf("into no folder: %d %q", lost.status, lost.stderr)
	}

	restored := launchWith(t, server.folder, nil, "--addr=127.0.0.1:0", "--db=copy4.db")
	b := restored.person("alice")
	b.must(302, b.form("/login", "username", "alice", "password", somePassword))
	var page []chatMessage
	b.read("/messages/general", &page)
	if len(page) == 0 || page[0].Content != "message 0" {
		t.Errorf("the copy has %d messages", len(page))
	}
}

func fingerprint(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestCheckCountsRowsAndFindsDamage(t *testing.T) {
	server := launch(t, t.TempDir())
	alice := server.signUp("alice")
	server.signUp("bob")
	for range 200 {
		alice.must(200, alice.form("/send/general", "text", strings.Repeat("long text ", 100)))
	}
	checked := execute(t, server.folder, "check")
	for _, line := range []string{"       2  users\n", "     200  messages\n", "       2  sessions\n", "       0  typing\n"} {
		if !strings.Contains(checked.stdout, line) {
			t.Errorf("no line %q in\n%s", line, checked.stdout)
		}
	}
	if checked.status != 0 || !strings.HasSuffix(checked.stdout, "\nok\n") || checked.stderr != "" {
		t.Errorf("%d %q %q", checked.status, checked.stdout, checked.stderr)
	}
	server.stop()

	path := filepath.Join(server.folder, "presence.db")
	orphan := "INSERT INTO private_channel_members (channel_id, username, joined_ts) VALUES (77, 'alice', 1)"
	shell(t, server.folder, orphan)
	damagedCheck(t, server.folder, "private_channel")
	shell(t, server.folder, "DELETE FROM private_channel_members")
	if again := execute(t, server.folder, "check"); again.status != 0 {
		t.Fatalf("mended, and still %d %s", again.status, again.stderr)
	}

	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const pageSize = 4096
	for at := 20 * pageSize; at < len(content); at += 7 * pageSize {
		copy(content[at:at+64], strings.Repeat("\xAA", 64))
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	damagedCheck(t, server.folder, "")
	if fingerprint(t, path) != string(content) {
		t.Error("the check changed the file")
	}
}

// damagedCheck wants a check to find damage and name it.
func damagedCheck(t *testing.T, folder, names string) {
	t.Helper()
	checked := execute(t, folder, "check")
	if checked.status != 1 || strings.Count(checked.stderr, "\n") != 1 || !strings.Contains(checked.stderr, "damaged") {
		t.Errorf("status %d, %q", checked.status, checked.stderr)
	}
	if strings.HasSuffix(checked.stdout, "\nok\n") || !strings.Contains(checked.stdout, names) {
		t.Errorf("printed %q", checked.stdout)
	}
}

func TestResetPassword(t *testing.T) {
	server := launch(t, t.TempDir())
	alice, bob := server.signUp("alice"), server.signUp("bob")
	elsewhere := server.person("alice")
	elsewhere.must(302, elsewhere.form("/login", "username", "alice", "password", somePassword))

	link := func(flags ...string) string {
		t.Helper()
		made := execute(t, server.folder, append([]string{"reset-password", "ALICE"}, flags...)...)
		if made.status != 0 || strings.Count(made.stdout, "\n") != 1 {
			t.Fatalf("%d %q %q", made.status, made.stdout, made.stderr)
		}
		return strings.TrimSpace(made.stdout)
	}
	if got := link("--base-url=https://chat.example/"); !strings.HasPrefix(got, "https://chat.example/reset/") {
		t.Errorf("with a base URL: %s", got)
	}
	if got := link(); !strings.HasPrefix(got, "http://127.0.0.1:8080/reset/") {
		t.Errorf("without flags: %s", got)
	}
	if got := link("--addr=:9"); !strings.HasPrefix(got, "http://127.0.0.1:9/reset/") {
		t.Errorf("with an address: %s", got)
	}
	if unknown := execute(t, server.folder, "reset-password", "zed"); unknown.status != 1 || !strings.Contains(unknown.stderr, `"zed"`) {
		t.Errorf("unknown: %d %q", unknown.status, unknown.stderr)
	}

	expired := strings.TrimPrefix(link("--base-url="+server.url), server.url)
	shell(t, server.folder, "UPDATE reset_tokens SET expires_ts = strftime('%s','now') - 1")
	anyone := server.person("nobody")
	anyone.must(404, anyone.get(expired))
	anyone.must(404, anyone.form(expired, "password", "a new battery staple", "confirm_password", "a new battery staple"))

	valid := strings.TrimPrefix(link("--base-url="+server.url), server.url)
	anyone.must(200, anyone.get(valid))
	anyone.must(200, anyone.get(valid)) // looking does not use it up
	anyone.must(422, anyone.form(valid, "password", "short", "confirm_password", "short"))
	alice.must(200, alice.get("/users"))
	elsewhere.must(200, elsewhere.get("/users"))
	anyone.must(302, anyone.form(valid, "password", "a new battery staple", "confirm_password", "a new battery staple"))
	anyone.must(404, anyone.form(valid, "password", "one more battery", "confirm_password", "one more battery"))
	alice.must(302, alice.get("/users"))
	elsewhere.must(302, elsewhere.get("/users"))
	bob.must(200, bob.get("/users"))
	alice.must(422, alice.form("/login", "username", "alice", "password", somePassword))
	alice.must(302, alice.form("/login", "username", "alice", "password", "a new battery staple"))
	alice.must(200, alice.get("/users"))
}
