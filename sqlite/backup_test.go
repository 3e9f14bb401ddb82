package sqlite

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// underLoad runs f while others write.
func underLoad(t *testing.T, s *Store, f func()) {
	t.Helper()
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				m, err := s.Send(t.Context(), "alice", "general", strings.Repeat("load ", 100), 0, noon)
				if err == nil {
					_, err = s.React(t.Context(), "bob", m.ID, "👍", noon)
				}
				if err == nil {
					err = s.Sessions().Set(fmt.Sprint(w, i), []byte("x"), time.Hour)
				}
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	eventually(t, "others write", func() bool { return count(t, s, "SELECT count(*) FROM messages") > 20 })
	f()
	close(stop)
	wg.Wait()
}

func TestBackupUnderLoadIsConsistentAndOpens(t *testing.T) {
	s := newTestStore(t, "alice", "bob")
	dest := filepath.Join(t.TempDir(), "it's a copy.db")
	underLoad(t, s, func() { must(t, Backup(t.Context(), s.file(), dest)) })
	assertWhole(t, dest)
	equal(t, "messages moved by their reactions", cells(t, dest, `SELECT count(*) FROM messages AS m
		WHERE (reactions_ts IS NOT NULL) <> EXISTS (SELECT 1 FROM message_reactions WHERE msg_ts = m.ts)`), [][]any{{int64(0)}})
	copied := openStore(t, dest)
	if n := len(got(copied.MessagesAfter(t.Context(), "bob", "general", 0, 0))(t)); n < 20 {
		t.Errorf("the copy has %d messages", n)
	}
	send(t, copied, "bob", "general", "hello", noon)
	equal(t, "nothing else is left in the folder", len(folder(t, filepath.Dir(dest)))-1, 2) // -wal, -shm of the open copy
}

func TestBackupNeverReplacesAFile(t *testing.T) {
	s := newTestStore(t)
	dest := filepath.Join(t.TempDir(), "copy.db")
	must(t, os.WriteFile(dest, []byte("precious"), 0o600))
	before := folder(t, filepath.Dir(dest))
	assertSentence(t, Backup(t.Context(), s.file(), dest), "exists already")
	must(t, os.Symlink("nowhere", dest+".link"))
	assertSentence(t, Backup(t.Context(), s.file(), dest+".link"), "exists already")
	must(t, os.Remove(dest+".link"))
	equal(t, "folder", folder(t, filepath.Dir(dest)), before)
}

func TestBackupLeavesTheFilesBesideItAlone(t *testing.T) {
	s := newTestStore(t, "alice")
	dest := filepath.Join(t.TempDir(), "copy.db")
	must(t, os.WriteFile(dest+".partial", []byte("precious"), 0o600))
	must(t, Backup(t.Context(), s.file(), dest))
	assertWhole(t, dest)
	equal(t, "files", len(folder(t, filepath.Dir(dest))), 2)
	equal(t, "the other file", string(got(os.ReadFile(dest+".partial"))(t)), "precious")
}

func TestOnlyTheOwnerCanReadTheDatabaseAndItsCopies(t *testing.T) {
	s := newTestStore(t, "alice")
	dest := filepath.Join(t.TempDir(), "copy.db")
	must(t, Backup(t.Context(), s.file(), dest))
	for _, path := range []string{s.file(), s.file() + "-wal", dest} {
		equal(t, path, got(os.Stat(path))(t).Mode().Perm(), os.FileMode(0o600))
	}
}

func TestBackupThatFailsSaysSoInOneSentence(t *testing.T) {
	s := newTestStore(t)
	dir := t.TempDir()
	assertSentence(t, Backup(t.Context(), s.file(), filepath.Join(dir, "missing", "copy.db")), "failed: there is no folder")
	assertSentence(t, Backup(t.Context(), filepath.Join(dir, "none.db"), filepath.Join(dir, "copy.db")), "There is no")
	assertSentence(t, Backup(t.Context(), dir, filepath.Join(dir, "copy.db")), "is a folder")
	text := filepath.Join(dir, "text")
	must(t, os.WriteFile(text, []byte(strings.Repeat("hello\n", 1000)), 0o600))
	assertSentence(t, Backup(t.Context(), text, filepath.Join(dir, "copy.db")), "is not a SQLite database")
	equal(t, "files", len(folder(t, dir)), 1)
}

func assertSentence(t *testing.T, err error, says string) {
	t.Helper()
	if err == nil {
		t.Error("no error")
		return
	}
	s := err.Error()
	if strings.Contains(s, "\n") || !strings.HasSuffix(s, ".") || !strings.Contains(s, says) {
		t.Errorf("got %q, want a sentence with %q", s, says)
	}
}
