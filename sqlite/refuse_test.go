package sqlite

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zombiezen.com/go/sqlite"
)

func mkdir(path string) error { return os.MkdirAll(path, 0o700) }

// mapKeys are the keys of a map.
func mapKeys[K comparable, V any](m map[K]V) func(func(K) bool) { return maps.Keys(m) }

// assertRefused opens path, which must fail with one plain sentence and change
// nothing in its folder.
func assertRefused(t *testing.T, path, says string) {
	t.Helper()
	before := folder(t, filepath.Dir(path))
	s, err := Open(path, Options{PublicChannels: []string{"general"}})
	if err == nil {
		must(t, s.Close())
		t.Fatal("opened")
	}
	sentence := err.Error()
	if strings.Contains(sentence, "\n") || !strings.HasSuffix(sentence, ".") || strings.HasSuffix(sentence, "..") {
		t.Errorf("not one sentence: %q", sentence)
	}
	if !strings.Contains(sentence, says) {
		t.Errorf("%q does not say %q", sentence, says)
	}
	after := folder(t, filepath.Dir(path))
	for name := range after {
		if _, ok := before[name]; !ok {
			t.Errorf("left %s behind", name)
		}
	}
	for name, content := range before {
		if after[name] != content {
			t.Errorf("%s is not what it was", name)
		}
	}
}

// folder is what the files of a folder hold.
func folder(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := make(map[string]string)
	entries, err := os.ReadDir(dir)
	if os.IsNotExist(err) {
		return files
	}
	must(t, err)
	for _, e := range entries {
		if e.IsDir() {
			files[e.Name()] = "a folder"
			continue
		}
		content, err := os.ReadFile(filepath.Join(dir, e.Name()))
		must(t, err)
		files[e.Name()] = string(content)
	}
	return files
}

// wholeFile is the content of a database of ours with some rows.
func wholeFile(t *testing.T) []byte {
	t.Helper()
	s := newTestStore(t, "alice", "bob")
	for range 50 {
		send(t, s, "alice", "general", strings.Repeat("hello ", 50), noon)
	}
	closeStore(t, s)
	content, err := os.ReadFile(s.file())
	must(t, err)
	return content
}

func TestFileThatIsNoDatabaseOfOursIsRefusedUnchanged(t *testing.T) {
	whole := wholeFile(t)
	spoilt := func(from, to int) []byte {
		b := append([]byte(nil), whole...)
		for i := from; i < to; i++ {
			b[i] = 0xA5
		}
		return b
	}
	for _, c := range []struct {
		name, says string
		content    []byte
	}{
		{"a text file", "is not a SQLite database", []byte(strings.Repeat("Dear diary, today I chatted.\n", 200))},
		{"a short text file", "is not a SQLite database", []byte("hello\n")},
		{"half a header", "is damaged", whole[:50]},
		{"no magic", "is not a SQLite database", spoilt(0, 16)},
		{"a damaged header", "", spoilt(16, 100)},
		{"a damaged schema page", "is damaged", spoilt(100, 4096)},
		{"the first page alone", "is damaged", whole[:4096]},
		{"cut in half", "is damaged", whole[:len(whole)/2]},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "presence.db")
			must(t, os.WriteFile(path, c.content, 0o600))
			assertRefused(t, path, c.says)
		})
	}
}

func TestNewerVersionIsRefusedUnchanged(t *testing.T) {
	for _, mode := range []string{"wal", "delete"} {
		t.Run(mode, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "presence.db")
			script(t, path, "PRAGMA journal_mode = "+mode+"; CREATE TABLE future (x); PRAGMA user_version = 99;")
			assertRefused(t, path, "version 99")
		})
	}
}

func TestNewerVersionInUseIsRefusedUnchanged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "presence.db")
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite, sqlite.OpenCreate)
	must(t, err)
	defer func() { must(t, conn.Close()) }()
	scriptOn(t, conn, "PRAGMA journal_mode = wal; CREATE TABLE future (x); PRAGMA user_version = 99;")
	before := cellsOn(t, conn, "SELECT * FROM sqlite_schema")
	if _, err := Open(path, Options{}); err == nil || !strings.Contains(err.Error(), "version 99") {
		t.Fatalf("opened: %v", err)
	}
	equal(t, "schema", cellsOn(t, conn, "SELECT * FROM sqlite_schema"), before)
}

func TestPlacesWithoutAFileAreRefused(t *testing.T) {
	dir := t.TempDir()
	must(t, mkdir(filepath.Join(dir, "presence.db")))
	assertRefused(t, filepath.Join(dir, "presence.db"), "is a folder")
	assertRefused(t, filepath.Join(dir, "missing", "presence.db"), "cannot be opened: there is no folder")
	must(t, os.WriteFile(filepath.Join(dir, "file"), nil, 0o600))
	_, err := Open(filepath.Join(dir, "file", "presence.db"), Options{})
	if err == nil || !strings.Contains(err.Error(), "file is no folder") {
		t.Errorf("below a file: %v", err)
	}
}

func TestExternalTableOfOurNameIsRefusedUnchanged(t *testing.T) {
	for _, table := range addedTables() {
		t.Run(table, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "presence.db")
			script(t, path, originalSchema+"CREATE TABLE "+table+" (something_else);")
			assertRefused(t, path, table)
		})
	}
}

func TestEveryTableOfOursIsKnownAsOurs(t *testing.T) {
	s := newTestStore(t)
	original := []string{"presence", "typing", "read_receipts", "message_reactions", "private_channels", "private_channel_members"}
	for _, row := range cells(t, s.file(), `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'`) {
		if name := row[0].(string); !slices.Contains(append(original, addedTables()...), name) {
			t.Errorf("%s is not in addedTables", name)
		}
	}
}
