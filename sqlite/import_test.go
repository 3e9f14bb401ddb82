package sqlite

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"minimost/chat"
)

func importInto(t *testing.T, path string) *Import {
	t.Helper()
	i, err := OpenImport(t.Context(), path)
	must(t, err)
	t.Cleanup(func() { _ = i.conn.Close() })
	return i
}

// fillImport writes one row of each kind.
func fillImport(t *testing.T, i *Import) {
	t.Helper()
	from := chat.Origin{ID: 5, TS: 1716000001.4567891}
	must(t, i.AddAccount(chat.User{Username: "alice", CreatedTS: 1716000000}))
	must(t, i.AddPrivateChannel(chat.PrivateChannel{ID: 2, Name: "plans", CreatedBy: "alice", CreatedTS: 1716000000,
		Members: []chat.Member{{Username: "alice", Role: chat.RoleOwner, JoinedTS: 1716000000}}}, 0, chat.Origin{ID: 2, TS: 1716000000}))
	must(t, i.AddMessage(chat.Message{ID: 5, Channel: "general", Sender: "alice", Content: "hello",
		ContentType: chat.ContentText, TS: from.TS, ReactionsTS: from.TS}, from.TS, from))
	equal(t, "reaction", got(i.AddReaction("general", from.TS, "👍", "alice", from.TS))(t), true)
	equal(t, "same reaction", got(i.AddReaction("general", from.TS, "👍", "alice", from.TS))(t), false)
	equal(t, "receipt", got(i.AddReceipt("general", from.TS, "bob"))(t), true)
	equal(t, "same receipt", got(i.AddReceipt("general", from.TS, "bob"))(t), false)
	equal(t, "read", got(i.AddLastRead("alice", "general", 7))(t), true)
	equal(t, "read less", got(i.AddLastRead("alice", "general", 6))(t), false)
	equal(t, "read more", got(i.AddLastRead("alice", "general", 8))(t), true)
	equal(t, "hidden", got(i.AddHidden("alice", "dm:alice:bob", 7))(t), true)
	equal(t, "hidden again", got(i.AddHidden("alice", "dm:alice:bob", 8))(t), false)
}

func TestImportIsKeptByItsCommitAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "presence.db")
	i := importInto(t, path)
	fillImport(t, i)
	must(t, i.Close())
	if left := folder(t, filepath.Dir(path)); len(left) > 0 {
		t.Errorf("an import that was given up leaves %d files", len(left))
	}
	i = importInto(t, path)
	fillImport(t, i)
	must(t, i.Commit())
	must(t, i.Close())
	if left := folder(t, filepath.Dir(path)); len(left) != 1 {
		t.Errorf("an import leaves %d files", len(left))
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	assertWhole(t, path)

	i = importInto(t, path)
	taken := map[chat.Origin]chat.Stamp{}
	must(t, i.TakenMessages(func(from chat.Origin, here chat.Message) { taken[from] = here.TS }))
	equal(t, "taken", taken, map[chat.Origin]chat.Stamp{{ID: 5, TS: 1716000001.4567891}: 1716000001.4567891})
	equal(t, "taken channels", got(i.TakenChannels())(t), map[chat.Origin]int64{{ID: 2, TS: 1716000000}: 2})
	message, channel, err := i.Highest()
	equal(t, "highest numbers", []any{message, channel, err}, []any{int64(5), int64(2), nil})
	times, changed, err := i.Stamps("general")
	equal(t, "times", []any{times, changed, err}, []any{map[chat.Stamp]bool{1716000001.4567891: true}, chat.Stamp(1716000001.4567891), nil})
	must(t, i.AddAccount(chat.User{Username: "bob", CreatedTS: 1}))
	must(t, i.Close())
	s := openStore(t, path)
	equal(t, "accounts", got(s.Usernames(t.Context()))(t), []string{"alice"})
	m := got(s.Message(t.Context(), "alice", 5))(t)
	equal(t, "reactions", m.Reactions, []chat.Reaction{{Emoji: "👍", Reactors: []string{"alice"}}})
}

// Root imports into the folder of the account that serves.
func TestAnImportLeavesItsFileToTheOwnerOfTheFolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "presence.db")
	if os.Geteuid() == 0 {
		must(t, os.Chown(filepath.Dir(path), 12345, 12346))
	}
	i := importInto(t, path)
	must(t, i.Commit())
	must(t, i.Close())
	file, folder := got(os.Stat(path))(t).Sys().(*syscall.Stat_t), got(os.Stat(filepath.Dir(path)))(t).Sys().(*syscall.Stat_t)
	equal(t, "owner", []uint32{file.Uid, file.Gid}, []uint32{folder.Uid, folder.Gid})
}

func TestAPipeIsRefusedAndNotWaitedFor(t *testing.T) {
	path := filepath.Join(t.TempDir(), "presence.db")
	must(t, syscall.Mkfifo(path, 0o600))
	for name, open := range map[string]func() error{
		"serve":  func() error { return onlyError(Open(path, Options{})) },
		"import": func() error { return onlyError(OpenImport(t.Context(), path)) },
		"check":  func() error { return onlyError(Check(t.Context(), path, noon)) },
		"backup": func() error { return Backup(t.Context(), path, path+".copy") },
	} {
		if err := open(); err == nil || !strings.Contains(err.Error(), "a pipe or a socket, not a database; name a file with --db.") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// soon is how long a test waits for a lock that stays.
const soon = 20 * time.Millisecond

func TestImportRefusesAServedDatabaseAndKeepsServersAway(t *testing.T) {
	s := newTestStore(t, "alice")
	send(t, s, "alice", "general", "hello", noon)
	if i, err := openImport(t.Context(), s.file(), soon); err == nil || !strings.Contains(err.Error(), "stop it first.") {
		t.Fatalf("%v, %v", i, err)
	}
	send(t, s, "alice", "general", "goes on", noon)
	closeStore(t, s)
	i := importInto(t, s.file())
	if second, err := Open(s.file(), Options{LockWait: soon}); err == nil || !strings.Contains(err.Error(), "locked by another program") {
		t.Errorf("%v, %v", second, err)
	}
	must(t, i.Close())
	equal(t, "messages", count(t, openStore(t, s.file()), "SELECT count(*) FROM messages"), int64(2))
}

func TestTrialImportChangesNothing(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	s := newTestStore(t, "zoe")
	dir := filepath.Dir(s.file())
	i := got(TryImport(t.Context(), s.file()))(t) // while a server runs
	fillImport(t, i)
	equal(t, "accounts", len(got(i.Accounts())(t)), 2)
	must(t, i.Close())
	equal(t, "accounts served", got(s.Usernames(t.Context()))(t), []string{"zoe"})
	closeStore(t, s)
	before := folder(t, dir)
	must(t, got(TryImport(t.Context(), s.file()))(t).Close())
	equal(t, "files", folder(t, dir), before)
	missing := filepath.Join(t.TempDir(), "none.db")
	must(t, got(TryImport(t.Context(), missing))(t).Close())
	if _, err := os.Stat(missing); !os.IsNotExist(err) {
		t.Errorf("a trial makes the database: %v", err)
	}
	must(t, os.WriteFile(missing, []byte(strings.Repeat("no database ", 50)), 0o600))
	if _, err := TryImport(t.Context(), missing); err == nil || !strings.Contains(err.Error(), "none.db is not a SQLite database;") {
		t.Errorf("into a text: %v", err)
	}
	if left := folder(t, temp); len(left) > 0 {
		t.Errorf("copies are left: %d", len(left))
	}
}

func TestInterruptedImportChangesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "presence.db")
	ctx, cancel := context.WithCancel(t.Context())
	i := got(OpenImport(ctx, path))(t)
	fillImport(t, i)
	cancel()
	if err := i.AddAccount(chat.User{Username: "bob"}); err == nil {
		t.Error("goes on after it was interrupted")
	}
	must(t, i.Close())
	if left := folder(t, filepath.Dir(path)); len(left) > 0 {
		t.Errorf("%d files are left", len(left))
	}
}
