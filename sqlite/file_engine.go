package sqlite

import (
	"context"
	"errors"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"minimost/chat"
)

// fileEngine is presence.db: one connection that writes and several that read.
type fileEngine struct {
	path    string
	writer  fileWriter
	readers *sqlitex.Pool
}

// closePatience is how long the last checkpoint waits for another program that
// reads: a stop must not take long, and a log that is left is read at the next
// start.
const closePatience = 500 * time.Millisecond

// Writer is part of Engine.
func (e *fileEngine) Writer() WriterConn { return &e.writer }

// Read is part of Engine.
func (e *fileEngine) Read(ctx context.Context, f func(Conn) error) error {
	conn, err := e.readers.Take(ctx)
	if err != nil {
		return errors.Join(errUnavailable, err)
	}
	defer e.readers.Put(conn)
	return inSnapshot(conn, func(conn *sqlite.Conn) error { return f(fileConn{conn}) })
}

// Passes is part of Engine.
func (e *fileEngine) Passes(err error) bool {
	switch sqlite.ErrCode(err).ToPrimary() {
	case sqlite.ResultBusy, sqlite.ResultLocked, sqlite.ResultFull, sqlite.ResultIOErr, sqlite.ResultReadOnly,
		sqlite.ResultCantOpen, sqlite.ResultInterrupt, sqlite.ResultNoMem, sqlite.ResultCorrupt,
		sqlite.ResultNotADB, sqlite.ResultPerm, sqlite.ResultAuth, sqlite.ResultProtocol:
		return true
	}
	return false
}

// Overloaded is part of Engine. Whoever waits for another program's lock cannot tell.
func (e *fileEngine) Overloaded(error) bool { return false }

// Publishes is part of Engine.
func (e *fileEngine) Publishes(func(...chat.Topic)) bool { return false }

// Sizes is part of Engine.
func (e *fileEngine) Sizes(context.Context) (database, log int64) {
	return fileSize(e.path), fileSize(FollowLinks(e.path) + "-wal")
}

// Close is part of Engine. It moves the write-ahead log into the database; while
// another program reads, the log may stay.
func (e *fileEngine) Close() error {
	err := e.readers.Close()
	conn := e.writer.Conn
	conn.SetBusyTimeout(closePatience)
	return errors.Join(err, e.writer.exec("PRAGMA wal_checkpoint(TRUNCATE)"), conn.Close())
}

// fileWriter is the connection that writes to presence.db.
type fileWriter struct {
	fileConn
	full bool // PRAGMA synchronous is FULL
}

var (
	fileBegin      = query{"begin", "BEGIN IMMEDIATE"}
	fileCommit     = query{"commit", "COMMIT"}
	fileRollback   = query{"rollback", "ROLLBACK"}
	fileSave       = query{"savepoint", "SAVEPOINT change"}
	fileRelease    = query{"release", "RELEASE change"}
	fileRollbackTo = query{"rollback to", "ROLLBACK TO change"}
	fileVersion    = query{"data version", "PRAGMA data_version"}
)

// Begin is part of WriterConn. Whether the next commit is fsynced cannot change
// inside a transaction.
func (w *fileWriter) Begin(durable bool) error {
	if durable != w.full {
		mode := "PRAGMA synchronous = NORMAL"
		if durable {
			mode = "PRAGMA synchronous = FULL"
		}
		if err := w.exec(mode); err != nil {
			return err
		}
		w.full = durable
	}
	return fileBegin.exec(w)
}

// Commit is part of WriterConn. Other programs look for themselves.
func (w *fileWriter) Commit([]chat.Topic, Touched) error { return fileCommit.exec(w) }

// Rollback is part of WriterConn.
func (w *fileWriter) Rollback() error { return fileRollback.exec(w) }

// InTransaction is part of WriterConn. SQLite ends the whole transaction by itself
// on errors such as a full disk.
func (w *fileWriter) InTransaction() bool { return !w.AutocommitEnabled() }

// Save is part of WriterConn.
func (w *fileWriter) Save() error { return fileSave.exec(w) }

// Release is part of WriterConn.
func (w *fileWriter) Release() error { return fileRelease.exec(w) }

// RollbackTo is part of WriterConn.
func (w *fileWriter) RollbackTo() error { return fileRollbackTo.exec(w) }

// External is part of WriterConn.
func (w *fileWriter) External() (version int64, rows Touched, err error) {
	_, err = fileVersion.one(w, func(stmt Stmt) { version = stmt.ColumnInt64(0) })
	return version, Touched{Everything: true}, err
}

func (w *fileWriter) exec(statement string) error { return query{statement, statement}.exec(w) }
