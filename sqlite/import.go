package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// Import is a database that data from elsewhere is written into: all of it in
// one transaction, while nobody else has the file open.
type Import struct {
	path     string
	lockWait time.Duration // for another program's lock
	conn     *sqlite.Conn
	created  bool // there was no file before
	scratch  string
}

// rows is the connection for statements of sql/.
func (i *Import) rows() Conn { return fileConn{i.conn} }

// OpenImport opens the presence.db at path for an import, creating what it
// needs, and begins its transaction. It refuses a file that a server or another
// program has open. The error of a file that cannot be used is one plain
// sentence; such a file is left as it is.
func OpenImport(ctx context.Context, path string) (*Import, error) {
	return openImport(ctx, path, lockPatience)
}

func openImport(ctx context.Context, path string, lockWait time.Duration) (*Import, error) {
	i := &Import{path: path, lockWait: lockWait}
	if _, err := os.Lstat(path); errors.Is(err, os.ErrNotExist) {
		i.created = true
	}
	if err := i.open(ctx); err != nil {
		return nil, errors.Join(importError(path, err), i.Close())
	}
	if i.created {
		if err := ownedByFolder(path); err != nil {
			return nil, errors.Join(importError(path, err), i.Close())
		}
	}
	return i, nil
}

// TryImport is OpenImport on a copy of the database that Close throws away, so
// that a trial changes nothing. A server may have the file open.
func TryImport(ctx context.Context, path string) (*Import, error) {
	scratch, err := os.MkdirTemp("", "minimost-dry-run-")
	if err != nil {
		return nil, &openFault{fmt.Sprintf("A trial copy of the database cannot be made (%s); name a folder with room for it in TMPDIR.", sqliteSays(err)), err}
	}
	i := &Import{path: filepath.Join(scratch, "presence.db"), scratch: scratch, lockWait: lockPatience}
	if _, err = os.Stat(path); err == nil {
		err = Backup(ctx, path, i.path)
	} else if errors.Is(err, os.ErrNotExist) {
		err = nil
	}
	if err == nil {
		err = i.open(ctx)
	}
	if err != nil {
		return nil, errors.Join(OpenError(path, err), i.Close())
	}
	return i, nil
}

func (i *Import) open(ctx context.Context) (err error) {
	if i.conn, err = openExclusively(i.path, i.lockWait); err != nil {
		return err
	}
	i.conn.SetInterrupt(ctx.Done())
	for _, statement := range []string{"PRAGMA synchronous = FULL", "BEGIN IMMEDIATE"} {
		if err := sqlitex.ExecuteTransient(i.conn, statement, nil); err != nil {
			return err
		}
	}
	return nil
}

// openExclusively opens a connection beside which there can be no other.
func openExclusively(path string, lockWait time.Duration) (*sqlite.Conn, error) {
	if err := refuseUnfit(path); err != nil {
		return nil, err
	}
	if err := createPrivately(path); err != nil {
		return nil, err
	}
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite, sqlite.OpenCreate)
	if err != nil {
		return nil, err
	}
	if err := sqlitex.ExecuteTransient(conn, "PRAGMA locking_mode = EXCLUSIVE", nil); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	if err := prepare(conn, lockWait); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

// Commit keeps what was written.
func (i *Import) Commit() error {
	if _, err := reindex(fileConn{i.conn}); err != nil {
		return importError(i.path, err)
	}
	if err := sqlitex.ExecuteTransient(i.conn, "COMMIT", nil); err != nil {
		return importError(i.path, err)
	}
	i.created = false
	return nil
}

// Close closes the database. What was not committed is gone, and so is a file
// that was not there before.
func (i *Import) Close() error {
	var errs []error
	if i.conn != nil {
		i.conn.SetInterrupt(nil)
		if !i.conn.AutocommitEnabled() {
			errs = append(errs, sqlitex.ExecuteTransient(i.conn, "ROLLBACK", nil))
		}
		errs = append(errs, i.conn.Close())
	}
	if i.scratch != "" {
		errs = append(errs, os.RemoveAll(i.scratch))
	}
	if i.created {
		for _, suffix := range []string{"-wal", "-shm", "-journal", ""} {
			errs = append(errs, removeIfThere(i.path+suffix))
		}
	}
	return errors.Join(errs...)
}

// importError is OpenError, but for a lock says what to do.
func importError(path string, err error) error {
	switch sqlite.ErrCode(err).ToPrimary() {
	case sqlite.ResultBusy, sqlite.ResultLocked:
		return &openFault{"A server or another program has " + path + " open; stop it first.", err}
	}
	return OpenError(path, err)
}
