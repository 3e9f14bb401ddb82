package sqlite

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// Open opens the presence.db at path, creating what it needs. The error of a
// file that cannot be used is one plain sentence; such a file is left as it is.
func Open(path string, o Options) (*Store, error) {
	if o.LockWait == 0 {
		o.LockWait = lockPatience
	}
	conn, err := openWriter(path, o.LockWait)
	if err != nil {
		return nil, err
	}
	if o.Serve {
		if err := signLog(conn, path); err != nil {
			return nil, errors.Join(OpenError(path, err), conn.Close())
		}
	}
	readerCount := cmp.Or(o.Readers, max(4, 2*runtime.GOMAXPROCS(0)))
	readers, err := sqlitex.NewPool(path, sqlitex.PoolOptions{
		Flags:    sqlite.OpenReadOnly,
		PoolSize: readerCount,
	})
	if err != nil {
		return nil, errors.Join(OpenError(path, err), conn.Close())
	}
	if err := openAll(readers, readerCount); err != nil {
		return nil, errors.Join(OpenError(path, err), readers.Close(), conn.Close())
	}
	conn.SetBusyTimeout(lockPatience)
	s := newStore(&fileEngine{path: path, writer: fileWriter{fileConn: fileConn{conn}}, readers: readers}, o)
	if s.sessions, err = openSessions(s); err != nil {
		return nil, errors.Join(OpenError(path, err), s.Close())
	}
	return s, nil
}

// openAll has every connection open its files, which it needs to write to to
// read: where that becomes impossible later, reading goes on.
func openAll(readers *sqlitex.Pool, n int) (err error) {
	ctx, cancel := context.WithTimeout(context.Background(), lockPatience)
	defer cancel()
	for range n {
		conn, takeErr := readers.Take(ctx)
		if takeErr != nil {
			return takeErr
		}
		defer readers.Put(conn)
		err = errors.Join(err, inSnapshot(conn, func(conn *sqlite.Conn) error {
			return sqlitex.Execute(conn, "SELECT 1 FROM sqlite_schema LIMIT 1", nil)
		}))
	}
	return err
}

// openWriter opens the connection that writes and brings the schema up to date.
func openWriter(path string, lockWait time.Duration) (*sqlite.Conn, error) {
	if err := refuseUnfit(path); err != nil {
		return nil, err
	}
	if err := createPrivately(path); err != nil {
		return nil, OpenError(path, err)
	}
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite, sqlite.OpenCreate)
	if err != nil {
		return nil, OpenError(path, err)
	}
	if err := prepare(conn, lockWait); err != nil {
		return nil, errors.Join(OpenError(path, err), conn.Close())
	}
	return conn, nil
}

// createPrivately makes a file that only its owner may read, unless it is there:
// SQLite would let everybody on the machine read one that it makes.
func createPrivately(path string) error {
	f, err := os.OpenFile(FollowLinks(path), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil //nolint:nilerr // SQLite says better what is wrong.
	}
	return f.Close()
}

func prepare(conn *sqlite.Conn, lockWait time.Duration) error {
	conn.SetBusyTimeout(lockWait)
	if err := checkVersion(conn); err != nil {
		return err
	}
	if err := enterWAL(conn, lockWait); err != nil {
		return err
	}
	for _, pragma := range []string{"PRAGMA synchronous = NORMAL", "PRAGMA foreign_keys = ON", keepLogSmall} {
		if err := sqlitex.ExecuteTransient(conn, pragma, nil); err != nil {
			return err
		}
	}
	return migrate(conn)
}

// maxIdleLog is how large, in bytes, a log stays that has grown under a long reader and
// begins anew: twice what it takes between two checkpoints.
const maxIdleLog = 8 << 20

var keepLogSmall = fmt.Sprintf("PRAGMA journal_size_limit = %d", maxIdleLog)

// enterWAL turns the write-ahead log on. SQLite does not wait for the lock of
// another process that does the same.
func enterWAL(conn *sqlite.Conn, lockWait time.Duration) error {
	for deadline := time.Now().Add(lockWait); ; time.Sleep(10 * time.Millisecond) {
		err := sqlitex.ExecuteTransient(conn, "PRAGMA journal_mode = WAL", nil)
		if sqlite.ErrCode(err).ToPrimary() != sqlite.ResultBusy || time.Now().After(deadline) {
			return err
		}
	}
}
