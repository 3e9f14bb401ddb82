package sqlite

import (
	"context"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"minimost/chat"
	"minimost/storetest/empty"
	"minimost/testkit"
)

// noon is when the tests play. Accounts are a day older.
var noon = time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC)

// What the tests of several packages say in the same way.
var (
	must       = testkit.NoError
	equal      = testkit.Equal
	refused    = testkit.Refused
	together   = testkit.Together
	eventually = testkit.Eventually
)

func got[T any](v T, err error) func(testing.TB) T { return testkit.Got(v, err) }

func onlyError[T any](v T, err error) error { return testkit.OnlyError(v, err) }

func after(d time.Duration) time.Time { return noon.Add(d) }

func before(d time.Duration) time.Time { return noon.Add(-d) }

func openStore(t testing.TB, path string) *Store {
	t.Helper()
	s, err := Open(path, Options{PublicChannels: []string{"general", "random"}})
	must(t, err)
	t.Cleanup(func() { closeStore(t, s) })
	return s
}

// closeStore closes s unless that has happened.
func closeStore(t testing.TB, s *Store) {
	t.Helper()
	s.writer.mu.RLock()
	closed := s.writer.closed
	s.writer.mu.RUnlock()
	if !closed {
		must(t, s.Close())
	}
}

var emptyDatabase = empty.Database{Create: func(path string) error {
	s, err := Open(path, Options{})
	if err != nil {
		return err
	}
	return s.Close()
}}

// file is where the database of a test is.
func (s *Store) file() string { return s.engine.(*fileEngine).path }

// fileOf is SQLite's own connection under a transaction.
func fileOf(tx *transaction) *sqlite.Conn { return tx.Conn.(*fileWriter).Conn }

func newTestStore(t testing.TB, users ...string) *Store {
	t.Helper()
	path := filepath.Join(t.TempDir(), "presence.db")
	emptyDatabase.Put(t, path)
	s := openStore(t, path)
	addUsers(t, s, users...)
	return s
}

func addUsers(t testing.TB, s *Store, users ...string) {
	t.Helper()
	for _, name := range users {
		must(t, s.CreateUser(context.Background(), chat.User{
			Username: name, PasswordHash: "hash", CreatedTS: chat.StampOf(before(24 * time.Hour)),
		}))
	}
}

func send(t testing.TB, s *Store, user, channel, content string, now time.Time) chat.Message {
	t.Helper()
	m, err := s.Send(context.Background(), user, channel, content, 0, now)
	must(t, err)
	return m
}

// newPrivate makes a private channel of owner's and returns its number and
// identifier.
func newPrivate(t testing.TB, s *Store, owner string, members ...string) (int64, string) {
	t.Helper()
	c, err := s.CreatePrivateChannel(context.Background(), owner, "plans", members, noon)
	must(t, err)
	return c.ID, chat.PrivateChannelID(c.ID)
}

func contents(messages []chat.Message) []string {
	list := make([]string, len(messages))
	for i, m := range messages {
		list[i] = m.Content
	}
	return list
}

// cells reads a query's rows through a connection of its own; a NULL is nil.
func cells(t testing.TB, path, statement string) [][]any {
	t.Helper()
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite)
	must(t, err)
	defer func() { must(t, conn.Close()) }()
	conn.SetBusyTimeout(lockPatience)
	return cellsOn(t, conn, statement)
}

func cellsOn(t testing.TB, conn *sqlite.Conn, statement string) [][]any {
	t.Helper()
	table := [][]any{}
	must(t, sqlitex.ExecuteTransient(conn, statement, &sqlitex.ExecOptions{
		ResultFunc: func(stmt *sqlite.Stmt) error {
			row := make([]any, stmt.ColumnCount())
			for i := range row {
				row[i] = cell(stmt, i)
			}
			table = append(table, row)
			return nil
		},
	}))
	return table
}

func cell(stmt *sqlite.Stmt, i int) any {
	switch stmt.ColumnType(i) {
	case sqlite.TypeInteger:
		return stmt.ColumnInt64(i)
	case sqlite.TypeFloat:
		return stmt.ColumnFloat(i)
	case sqlite.TypeText:
		return stmt.ColumnText(i)
	case sqlite.TypeBlob:
		b := make([]byte, stmt.ColumnLen(i))
		stmt.ColumnBytes(i, b)
		return b
	}
	return nil
}

// count is the one number that a query yields.
func count(t testing.TB, s *Store, statement string) int64 {
	t.Helper()
	return cells(t, s.file(), statement)[0][0].(int64)
}

// script runs statements through a connection of its own.
func script(t testing.TB, path, statements string) {
	t.Helper()
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite, sqlite.OpenCreate)
	must(t, err)
	defer func() { must(t, conn.Close()) }()
	conn.SetBusyTimeout(lockPatience)
	scriptOn(t, conn, statements)
}

// scriptOn runs statements one by one, so that PRAGMA journal_mode may be one.
func scriptOn(t testing.TB, conn *sqlite.Conn, statements string) {
	t.Helper()
	for statements = strings.TrimSpace(statements); statements != ""; statements = strings.TrimSpace(statements) {
		stmt, trailing, err := conn.PrepareTransient(statements)
		must(t, err)
		for more := true; more; {
			more, err = stmt.Step()
			must(t, err)
		}
		must(t, stmt.Finalize())
		statements = statements[len(statements)-trailing:]
	}
}

// shell is another program: it runs statements in a process of its own.
func shell(t testing.TB, path, statements string) {
	t.Helper()
	cmd := exec.CommandContext(context.Background(), shellPath(t), "-bail", "-cmd", ".timeout 4000", path)
	cmd.Stdin = strings.NewReader(statements)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("sqlite3: %v\n%s", err, out)
	}
}

func shellPath(t testing.TB) string {
	t.Helper()
	path, err := exec.LookPath("sqlite3")
	if err != nil {
		t.Fatal("these tests need the sqlite3 program: make tools installs it")
	}
	return path
}

func report(t testing.TB, s *Store, user, session, tab string, state chat.State, now time.Time) {
	t.Helper()
	must(t, s.ReportPresence(t.Context(), user, session, tab, state, now))
}

// seen is how others see the user through the list.
func seen(t testing.TB, s *Store, user string, now time.Time) chat.State {
	t.Helper()
	for _, p := range got(s.Presences(t.Context(), now))(t) {
		if p.User == user && p.Listed(now) {
			return p.Seen(now)
		}
	}
	return ""
}

func typists(t *testing.T, s *Store, user, channel string, now time.Time) []string {
	t.Helper()
	return chat.Typists(got(s.Typing(t.Context(), channel, now))(t), user, now)
}

func unread(t testing.TB, s *Store, user, channel string) int {
	t.Helper()
	for _, u := range got(s.ChannelUnreads(t.Context(), user))(t) {
		if u.Channel == channel {
			return u.Unread
		}
	}
	t.Fatalf("%s is not listed", channel)
	return 0
}
