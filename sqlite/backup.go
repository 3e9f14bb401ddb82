package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// Backup writes a consistent copy of the database at path to dest while others
// read and write it. A file that is there already is left as it is.
func Backup(ctx context.Context, path, dest string) (err error) {
	if _, err := os.Lstat(dest); err == nil {
		return &openFault{sentence: dest + " exists already; name a new file."}
	}
	conn, err := openExisting(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	conn.SetInterrupt(ctx.Done())

	partial, err := copyTo(conn, dest)
	if err == nil {
		err = publish(partial, dest)
	}
	if err == nil {
		err = syncFile(filepath.Dir(dest))
	}
	if err = errors.Join(err, removeIfThere(partial)); err != nil {
		return copyError(dest, err)
	}
	return nil
}

// copyTo writes a copy of a database beside dest and returns its name: it gets
// its own when it is whole, and nobody else may read it, as it holds what people
// wrote. With an error the name may be that of a part of it.
func copyTo(conn *sqlite.Conn, dest string) (partial string, err error) {
	if partial, err = emptyFile(filepath.Dir(dest), filepath.Base(dest)+".partial-*"); err != nil {
		return "", err
	}
	err = sqlitex.ExecuteTransient(conn, "VACUUM INTO :dest", &sqlitex.ExecOptions{Named: map[string]any{":dest": partial}})
	if err == nil {
		err = removeSign(partial)
	}
	if err == nil {
		err = syncFile(partial)
	}
	return partial, err
}

// emptyFile makes a file of a new name that only its owner may read.
func emptyFile(dir, pattern string) (string, error) {
	f, err := os.CreateTemp(dir, pattern)
	if err != nil {
		return "", err
	}
	return f.Name(), f.Close()
}

// publish gives the finished copy its name. A link, unlike a rename, refuses to
// replace a file; where the file system has no links, a rename must do.
func publish(partial, dest string) error {
	err := os.Link(partial, dest)
	if err == nil || errors.Is(err, os.ErrExist) {
		return err
	}
	if _, statErr := os.Lstat(dest); statErr == nil {
		return errors.Join(os.ErrExist, err)
	}
	return os.Rename(partial, dest)
}

func removeIfThere(path string) error {
	if path == "" {
		return nil
	}
	if err := os.Remove(path); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// openExisting opens a database that must be there, without changing it.
func openExisting(path string) (*sqlite.Conn, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, &openFault{fmt.Sprintf("There is no %s; name the database with --db.", path), err}
	}
	if err := refuseUnfit(path); err != nil {
		return nil, err
	}
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite)
	if err != nil {
		return nil, OpenError(path, err)
	}
	conn.SetBusyTimeout(lockPatience)
	if err := checkVersion(conn); err != nil {
		return nil, errors.Join(OpenError(path, err), conn.Close())
	}
	return conn, nil
}
