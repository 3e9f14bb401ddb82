package sqlite

import (
	"path/filepath"
	"testing"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

func TestFolderNameWithURLCharactersIsOneFile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a b#c?d%20é&e=f")
	must(t, mkdir(dir))
	s := openStore(t, filepath.Join(dir, "presence.db"))
	must(t, s.Sessions().Set("key", []byte("value"), time.Hour))
	equal(t, "sessions in the store's own file", count(t, s, "SELECT count(*) FROM sessions"), int64(1))
}

// A program that copies the database all the time reads from it all the time.
func TestClosingBesideAReaderLosesNothing(t *testing.T) {
	s := newTestStore(t, "alice")
	reader, err := sqlite.OpenConn(s.file(), sqlite.OpenReadOnly)
	must(t, err)
	defer func() { must(t, reader.Close()) }()
	must(t, sqlitex.ExecuteTransient(reader, "BEGIN", nil))
	must(t, sqlitex.ExecuteTransient(reader, "SELECT count(*) FROM messages", nil))
	send(t, s, "alice", "general", "hello", noon)
	must(t, s.Close())
	again := openStore(t, s.file())
	if page := got(again.MessagesAfter(t.Context(), "alice", "general", 0, 10))(t); len(page) != 1 || page[0].Content != "hello" {
		t.Errorf("left are %+v", page)
	}
	must(t, sqlitex.ExecuteTransient(reader, "COMMIT", nil))
}
