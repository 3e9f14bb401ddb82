// Package opened is a store as the tests of any store use it, whichever database
// it is on.
package opened

import (
	"context"
	"testing"
	"time"

	"minimost/chat"
	"minimost/sqlite"
	"minimost/storetest"
)

// Store can be closed twice.
type Store struct {
	*sqlite.Store
	closed bool
}

// New is a store that was opened, and is closed at the end of the test. It ends the
// test where that failed.
func New(t testing.TB, s *sqlite.Store, err error) *Store {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	opened := &Store{Store: s}
	t.Cleanup(func() {
		if err := opened.Close(); err != nil {
			t.Error(err)
		}
	})
	return opened
}

// Close is part of storetest.Store.
func (s *Store) Close() error {
	if s.closed {
		return nil
	}
	s.closed = true
	return s.Store.Close()
}

// SessionStorage is part of storetest.Store.
func (s *Store) SessionStorage() storetest.SessionStorage { return s.Sessions() }

// PeopleOnline is part of storetest.Store.
func (s *Store) PeopleOnline(ctx context.Context, now time.Time) (map[chat.State]int, error) {
	stats, err := s.Stats(ctx, now)
	return stats.People, err
}
