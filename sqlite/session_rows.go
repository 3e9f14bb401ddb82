package sqlite

import (
	"context"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"minimost/chat"
)

var (
	sessionRow       = load("session/find")
	sessionPut       = load("session/put")
	sessionContinue  = load("session/continue")
	sessionReset     = load("session/reset")
	sessionDeleteOld = load("session/delete_old")
)

// sessionRows keeps sessions as rows like any other, where Fiber's storage for
// SQLite cannot.
type sessionRows struct {
	store *Store
	stop  func()
	// found are sessions that were there: what is stored under their keys later goes on
	// with them, and begins none that another server has ended meanwhile.
	found *lru.Cache[string, struct{}]
}

// rememberedSessions bounds what is kept of them, of some hundred bytes each.
const rememberedSessions = 1 << 14

func newSessionRows(s *Store) *sessionRows {
	ctx, cancel := context.WithCancel(context.Background())
	found, err := lru.New[string, struct{}](rememberedSessions)
	if err != nil {
		panic(err) // the size is a positive constant
	}
	r := &sessionRows{store: s, found: found}
	var collecting sync.WaitGroup
	collecting.Go(func() { r.collect(ctx) })
	r.stop = func() { cancel(); collecting.Wait() }
	return r
}

// collect removes what has expired.
func (r *sessionRows) collect(ctx context.Context) {
	tick := time.NewTicker(sessionGCInterval)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-tick.C:
			// What is left goes the next time.
			_ = r.store.write(ctx, volatile, func(tx *transaction) error {
				return sessionDeleteOld.exec(tx.Conn, whole(":now", now.Unix()))
			})
		}
	}
}

// GetWithContext is part of sessionStorage.
func (r *sessionRows) GetWithContext(ctx context.Context, key string) (value []byte, err error) {
	err = r.store.read(ctx, func(conn Conn) error {
		_, err := sessionRow.one(conn, func(stmt Stmt) { value = getBlob(stmt, "v") }, text(":session", key), whole(":now", time.Now().Unix()))
		return err
	})
	if value != nil {
		r.found.Add(key, struct{}{})
	}
	return value, err
}

// SetWithContext is part of sessionStorage.
func (r *sessionRows) SetWithContext(ctx context.Context, key string, value []byte, exp time.Duration) error {
	if key == "" || len(value) == 0 {
		return nil
	}
	var expires int64
	if exp > 0 {
		expires = time.Now().Add(exp + time.Second - 1).Unix()
	}
	return r.write(ctx, func(tx *transaction) error {
		put := sessionPut
		if r.found.Contains(key) {
			put = sessionContinue
		}
		return put.exec(tx.Conn, text(":session", key), blob(":v", value), whole(":e", expires))
	})
}

// DeleteWithContext is part of sessionStorage.
func (r *sessionRows) DeleteWithContext(ctx context.Context, key string) error {
	return r.write(ctx, func(tx *transaction) error {
		tx.publish(chat.TopicSession(key), chat.TopicSessions)
		return sessionDelete.exec(tx.Conn, text(":session", key))
	})
}

// ResetWithContext is part of sessionStorage.
func (r *sessionRows) ResetWithContext(ctx context.Context) error {
	return r.write(ctx, func(tx *transaction) error { return sessionReset.exec(tx.Conn) })
}

// Close is part of sessionStorage.
func (r *sessionRows) Close() error {
	r.stop()
	return nil
}

// write keeps what the writer remembers: it is nothing of sessions.
func (r *sessionRows) write(ctx context.Context, f func(*transaction) error) error {
	return r.store.writeWithoutSavepoint(ctx, durable, f)
}
