package sqlite_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	zombiezen "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"minimost/chat"
	"minimost/sqlite"
	"minimost/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(t testing.TB) storetest.Database {
		return file(filepath.Join(t.TempDir(), "presence.db"))
	})
}

// file is the database at a path.
type file string

func (f file) Open(t testing.TB, o storetest.Options) storetest.Store {
	t.Helper()
	s, err := sqlite.Open(string(f), sqlite.Options{PublicChannels: o.PublicChannels, Publish: o.Publish})
	if err != nil {
		t.Fatal(err)
	}
	opened := &openedStore{Store: s}
	t.Cleanup(func() {
		if err := opened.Close(); err != nil {
			t.Error(err)
		}
	})
	return opened
}

func (f file) Count(t testing.TB, query string) (n int64) {
	t.Helper()
	conn, err := zombiezen.OpenConn(string(f), zombiezen.OpenReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	conn.SetBusyTimeout(4 * time.Second)
	err = sqlitex.ExecuteTransient(conn, query, &sqlitex.ExecOptions{ResultFunc: func(stmt *zombiezen.Stmt) error {
		n = stmt.ColumnInt64(0)
		return nil
	}})
	if err := errors.Join(err, conn.Close()); err != nil {
		t.Fatal(err)
	}
	return n
}

// openedStore can be closed twice.
type openedStore struct {
	*sqlite.Store
	closed bool
}

func (s *openedStore) Close() error {
	if s.closed {
		return nil
	}
	s.closed = true
	return s.Store.Close()
}

func (s *openedStore) SessionStorage() storetest.SessionStorage { return s.Sessions() }

func (s *openedStore) PeopleOnline(ctx context.Context, now time.Time) (map[chat.State]int, error) {
	stats, err := s.Stats(ctx, now)
	return stats.People, err
}
