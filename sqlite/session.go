package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"time"

	sqlite3 "github.com/gofiber/storage/sqlite3/v2"
	// The same SQLite as the rest of the process runs on: two copies would drop
	// each other's file locks.
	modernc "modernc.org/sqlite"
)

const (
	sessionTable      = "sessions"
	sessionTimeout    = 5 * time.Second
	sessionGCInterval = 10 * time.Minute
	// sessionLockTry is how long the driver waits for a lock: its wait does not
	// end with the context, so it is short and done again.
	sessionLockTry = 250 * time.Millisecond
)

// SessionStorage is the session storage of Fiber on presence.db. Its writes
// take turns with the store's writer, so that neither waits for a lock.
type SessionStorage struct {
	db      *sql.DB
	storage *sqlite3.Storage
	writer  *writer
}

// openSessions opens the storage's own connections to the file.
func openSessions(path string, w *writer) (s *SessionStorage, err error) {
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath() +
		fmt.Sprintf("?_pragma=busy_timeout(%d)&_pragma=synchronous(FULL)&_txlock=immediate", sessionLockTry.Milliseconds())
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(4)
	db.SetMaxIdleConns(4)
	s = &SessionStorage{db: db, writer: w}
	ctx, cancel := context.WithTimeout(context.Background(), sessionTimeout)
	defer cancel()
	if err := patiently(ctx, s.prepare); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return s, nil
}

// prepare makes the storage's table.
func (s *SessionStorage) prepare() (err error) {
	defer func() {
		// NewFromConnection panics where it cannot make its table.
		switch p := recover().(type) {
		case nil:
		case error:
			err = fmt.Errorf("session table: %w", p)
		default:
			err = fmt.Errorf("session table: %v", p)
		}
	}()
	s.storage = sqlite3.NewFromConnection(s.db, sqlite3.Config{Table: sessionTable, GCInterval: sessionGCInterval})
	return nil
}

// Sessions is where sessions are kept.
func (s *Store) Sessions() *SessionStorage { return s.sessions }

// Get returns the session stored under key, or nil.
func (s *SessionStorage) Get(key string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), sessionTimeout)
	defer cancel()
	var v []byte
	err := patiently(ctx, func() (err error) {
		v, err = s.storage.GetWithContext(ctx, key)
		return err
	})
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
	return sessionError(s.writer.between(ctx, func() error {
		return patiently(ctx, func() error { return f(ctx) })
	}))
}

// patiently runs f again until it does not find the database locked, or ctx
// ends.
func patiently(ctx context.Context, f func() error) error {
	for {
		err := f()
		if locked, ok := errors.AsType[*modernc.Error](err); !ok || locked.Code()&0xff != busyCode || ctx.Err() != nil {
			return err
		}
	}
}

// busyCode is SQLITE_BUSY in its lowest byte, whatever the lock.
const busyCode = 5

// sessionError marks every failure of the storage as one that passes: its
// statements are fixed, so only the database can be at fault.
func sessionError(err error) error {
	if err == nil {
		return nil
	}
	return errors.Join(errUnavailable, err)
}

func (s *SessionStorage) close() error {
	if err := s.storage.Close(); err != nil {
		return err
	}
	return s.db.Close()
}
