package e2e

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

const pageBytes = 4096

// historyLength is how many messages there are: enough for many pages of them.
const historyLength = 150

// withHistory is a folder whose database has a long history, and whoever wrote
// it. The server has stopped.
func withHistory(t *testing.T) (folder string, alice *person, texts []string) {
	t.Helper()
	server := launch(t, t.TempDir(), unlimited)
	alice = server.signUp("alice")
	for i := range historyLength {
		texts = append(texts, fmt.Sprint(i, strings.Repeat(" a long message", 60)))
		alice.must(200, alice.form("/send/general", "text", texts[i]))
	}
	if status := server.stop(); status != 0 {
		t.Fatalf("status %d: %s", status, server.stderr)
	}
	return server.folder, alice, texts
}

// damage overwrites a file from a page on, and returns what it then holds.
func damage(t *testing.T, path string, from, to int) []byte {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if _, err := f.WriteAt(bytes.Repeat([]byte{0xAA}, (to-from)*pageBytes), int64(from*pageBytes)); err != nil {
		t.Fatal(err)
	}
	return []byte(fingerprint(t, path))
}

// lastRoot is the last of the pages that tables and indexes begin with.
func lastRoot(t *testing.T, path string) int {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "sqlite3", path, "SELECT max(rootpage) FROM sqlite_schema").Output()
	if err != nil {
		t.Fatal(err)
	}
	root, err := strconv.Atoi(strings.TrimSpace(string(out)))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func TestADatabaseThatIsDamagedWhileItIsServedIsLeftAlone(t *testing.T) {
	t.Parallel()
	folder, alice, texts := withHistory(t)
	path := filepath.Join(folder, "presence.db")
	server := launch(t, folder, unlimited)
	alice.moveTo(server)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	// The first pages of tables are spared: what is written to one in memory replaces it as a whole.
	pages := int(info.Size() / pageBytes)
	from := (lastRoot(t, path) + pages) / 2
	damaged := damage(t, path, from, pages)

	refused := 0
	for _, target := range []string{
		"/messages_before/general?limit=200&before=9999999999", "/messages/general?limit=200", "/message/1", "/c/general",
		"/message/" + fmt.Sprint(historyLength/2), "/message/" + fmt.Sprint(historyLength), "/users", "/online_users",
	} {
		r := alice.get(target)
		if r.err != nil || r.status == 503 && !strings.Contains(r.body, databaseSentence) || r.status != 200 && r.status != 503 {
			t.Errorf("%s: %d %q, %v", r.asked, r.status, r.body, r.err)
		}
		if r.status == 503 {
			refused++
		}
	}
	if refused == 0 {
		t.Error("no answer came upon the damage")
	}
	nobody := server.person("nobody")
	nobody.must(200, nobody.get("/livez"))
	server.signal(syscall.SIGTERM)
	server.exit()
	if after := []byte(fingerprint(t, path)); len(after) < len(damaged) || !bytes.Equal(after[from*pageBytes:len(damaged)], damaged[from*pageBytes:]) {
		t.Error("what was damaged has been overwritten")
	}
	damagedCheck(t, folder, "")
	if whole := strings.Count(fingerprint(t, path), "a long message"); whole == 0 || whole >= len(texts)*60 {
		t.Errorf("%d of %d are left: the damage is nowhere or everywhere", whole, len(texts)*60)
	}
}

// A disk that has lost the first page, while the server runs and then at a start.
func TestAHeaderThatIsDamagedIsLeftAlone(t *testing.T) {
	t.Parallel()
	folder, alice, _ := withHistory(t)
	path := filepath.Join(folder, "presence.db")
	server := launch(t, folder, unlimited)
	alice.moveTo(server)
	whole := fingerprint(t, path)
	damage(t, path, 0, 1)
	for _, target := range []string{"/messages/general", "/message/1", "/users", "/readyz"} {
		r := alice.get(target)
		if r.err != nil || r.status != 200 && r.status != 503 {
			t.Errorf("%s: %d %q, %v", r.asked, r.status, r.body, r.err)
		}
	}
	server.signal(syscall.SIGKILL)
	server.exit()
	for _, beside := range []string{"-wal", "-shm"} {
		_ = os.Remove(path + beside) // nothing of it was needed: it was checkpointed before
	}
	damaged := fingerprint(t, path)
	refusedAs(t, folder, func(*exec.Cmd) {}, "not a SQLite database")
	if fingerprint(t, path) != damaged {
		t.Error("the start changed the file")
	}
	if err := os.WriteFile(path, []byte(whole), 0o600); err != nil {
		t.Fatal(err)
	}
	again := launch(t, folder, unlimited)
	alice.moveTo(again)
	if got := len(alice.texts()); got != historyLength {
		t.Errorf("restored are %d messages", got)
	}
}

// The log of a crash is read at the next start, with the memory that belongs to
// it or without, and up to the frame that a power cut has torn.
func TestALogThatACrashHasLeftIsReadAtTheNextStart(t *testing.T) {
	t.Parallel()
	for _, left := range []struct {
		what  string
		spoil func(t *testing.T, path string)
	}{
		{"log and index", func(*testing.T, string) {}},
		{"no index", func(t *testing.T, path string) { must(t, os.Remove(path+"-shm")) }},
		{"an index of nonsense", func(t *testing.T, path string) {
			damage(t, path+"-shm", 0, 4)
		}},
		{"a torn frame", func(t *testing.T, path string) { appendTo(t, path+"-wal", lastFrame(t, path)[:1000]) }},
		{"a frame of zeros", func(t *testing.T, path string) { appendTo(t, path+"-wal", make([]byte, 24+pageBytes)) }},
		{"an older frame", func(t *testing.T, path string) { appendTo(t, path+"-wal", lastFrame(t, path)) }},
	} {
		t.Run(left.what, func(t *testing.T) {
			t.Parallel()
			server := launch(t, t.TempDir(), unlimited)
			alice, bob := server.fixture()
			alice.successes("acknowledged")
			want := bob.texts()
			server.signal(syscall.SIGKILL)
			server.exit()
			path := filepath.Join(server.folder, "presence.db")
			if info, err := os.Stat(path + "-wal"); err != nil || info.Size() == 0 {
				t.Fatalf("the crash has left no log: %v", err)
			}
			left.spoil(t, path)
			again := launch(t, server.folder, unlimited)
			bob.moveTo(again)
			if got := bob.texts(); len(want) != 4 || !slices.Equal(got, want) {
				t.Errorf("left are %q of %q", got, want)
			}
			if status := again.stop(); status != 0 {
				t.Errorf("status %d: %s", status, again.stderr)
			}
			isWhole(t, server.folder)
		})
	}
}

// lastFrame is the frame that the log ends with.
func lastFrame(t *testing.T, path string) []byte {
	t.Helper()
	log := fingerprint(t, path+"-wal")
	return []byte(log[len(log)-24-pageBytes:])
}

func appendTo(t *testing.T, path string, content []byte) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	must(t, err)
	_, err = f.Write(content)
	must(t, err)
	must(t, f.Close())
}
