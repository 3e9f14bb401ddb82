package sqlite_test

import (
	"errors"
	"path/filepath"
	"testing"

	zombiezen "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"minimost/chat"
	"minimost/sqlite"
	"minimost/storetest"
	"minimost/storetest/empty"
	"minimost/storetest/opened"
	"minimost/testkit"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(t testing.TB) storetest.Database {
		return file(filepath.Join(t.TempDir(), "presence.db"))
	})
}

var emptyFile = empty.Database{Create: func(path string) error {
	s, err := sqlite.Open(path, sqlite.Options{})
	if err != nil {
		return err
	}
	return s.Close()
}}

// file is the database at a path.
type file string

func (f file) Open(t testing.TB, o storetest.Options) storetest.Store {
	t.Helper()
	emptyFile.Put(t, string(f))
	s, err := sqlite.Open(string(f), sqlite.Options{PublicChannels: o.PublicChannels, Publish: o.Publish, MentionNames: storetest.MentionNames})
	return opened.New(t, s, err)
}

func (f file) Count(t testing.TB, query string) (n int64) {
	t.Helper()
	f.execute(t, query, func(stmt *zombiezen.Stmt) error {
		n = stmt.ColumnInt64(0)
		return nil
	})
	return n
}

func (f file) AddMessages(t testing.TB, channel, sender string, from chat.Stamp, n int) {
	t.Helper()
	f.execute(t, `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?4)
		INSERT INTO messages (channel, sender, content, ts, changed_ts) SELECT ?1, ?2, 'x', ?3 + i, ?3 + i FROM n`,
		nil, channel, sender, float64(from), n)
}

// execute runs a statement through a connection of its own.
func (f file) execute(t testing.TB, statement string, row func(*zombiezen.Stmt) error, args ...any) {
	t.Helper()
	conn, err := zombiezen.OpenConn(string(f), zombiezen.OpenReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	conn.SetBusyTimeout(testkit.Patience)
	err = sqlitex.ExecuteTransient(conn, statement, &sqlitex.ExecOptions{Args: args, ResultFunc: row})
	if err := errors.Join(err, conn.Close()); err != nil {
		t.Fatal(err)
	}
}
