package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	sqlite3 "github.com/gofiber/storage/sqlite3/v2"
)

const (
	sessionTable      = "sessions"
	sessionTimeout    = 5 * time.Second
	sessionGCInterval = 10 * time.Minute
)

// SessionStorage is the session storage of Fiber on the store's database, through the
// connections that the store has anyway.
type SessionStorage struct{ storage sessionStorage }

// sessionStorage is what keeps sessions.
type sessionStorage interface {
	GetWithContext(ctx context.Context, key string) ([]byte, error)
	SetWithContext(ctx context.Context, key string, val []byte, exp time.Duration) error
	DeleteWithContext(ctx context.Context, key string) error
	ResetWithContext(ctx context.Context) error
	Close() error
}

// fileSessions is Fiber's own storage, on presence.db.
type fileSessions struct{ *sqlite3.Storage }

// Close is part of sessionStorage.
func (s fileSessions) Close() error { return errors.Join(s.Storage.Close(), s.Conn().Close()) }

// openSessions makes the table of sessions unless it is there.
func openSessions(store *Store) (s *SessionStorage, err error) {
	defer func() {
		// NewFromConnection panics where it cannot make its table.
		if p := recover(); p != nil {
			err = fmt.Errorf("session table: %v", p)
			if cause, ok := p.(error); ok {
				err = fmt.Errorf("session table: %w", cause)
			}
		}
	}()
	db := sql.OpenDB(storeDriver{store})
	return &SessionStorage{fileSessions{sqlite3.NewFromConnection(db, sqlite3.Config{Table: sessionTable, GCInterval: sessionGCInterval})}}, nil
}

// Sessions is where sessions are kept.
func (s *Store) Sessions() *SessionStorage { return s.sessions }

// Get returns the session stored under key, or nil.
func (s *SessionStorage) Get(key string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), sessionTimeout)
	defer cancel()
	v, err := s.storage.GetWithContext(ctx, key)
	return v, sessionError(err)
}

// Set stores a session under key until exp has passed.
func (s *SessionStorage) Set(key string, val []byte, exp time.Duration) error {
	return s.change(func(ctx context.Context) error { return s.storage.SetWithContext(ctx, key, val, exp) })
}

// Delete forgets the session stored under key.
func (s *SessionStorage) Delete(key string) error {
	return s.change(func(ctx context.Context) error { return s.storage.DeleteWithContext(ctx, key) })
}

// Reset forgets every session.
func (s *SessionStorage) Reset() error {
	return s.change(s.storage.ResetWithContext)
}

// Close does nothing: the store closes its session storage.
func (s *SessionStorage) Close() error { return nil }

func (s *SessionStorage) change(f func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), sessionTimeout)
	defer cancel()
	return sessionError(f(ctx))
}

// sessionError marks every failure of the storage as one that passes: its
// statements are fixed, so only the database can be at fault.
func sessionError(err error) error {
	if err == nil {
		return nil
	}
	return errors.Join(errUnavailable, err)
}

func (s *SessionStorage) close() error { return s.storage.Close() }
