package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// Restore puts a copy of the backup in the place of the database at path, which
// is kept under the name that it returns, "" where there was none. It refuses a
// backup that is not whole, and a database that is served or open elsewhere.
// Whatever ends it, the database is the one or the other, whole.
func Restore(ctx context.Context, backup, path string, now time.Time) (kept string, err error) {
	if sameFile(backup, path) {
		return "", &openFault{sentence: backup + " is the database itself; name a backup."}
	}
	release, err := LockForServing(path)
	if err != nil {
		return "", err
	}
	defer release()
	path = FollowLinks(path)
	if isFolder(path) {
		return "", OpenError(path, errors.ErrUnsupported)
	}
	partial, err := copyWhole(ctx, backup, path)
	if err == nil {
		kept, err = replace(path, partial, now)
	}
	if err = errors.Join(err, removeIfThere(partial)); err != nil {
		if fault, ok := errors.AsType[*openFault](err); ok {
			return "", fault
		}
		return "", copyError(path, err)
	}
	return kept, nil
}

func sameFile(a, b string) bool {
	one, err := os.Stat(a)
	if err != nil {
		return false
	}
	other, err := os.Stat(b)
	return err == nil && os.SameFile(one, other)
}

// copyWhole copies a backup beside path unless it is damaged.
func copyWhole(ctx context.Context, backup, path string) (partial string, err error) {
	conn, forget, err := openToLook(backup)
	if err != nil {
		return "", err
	}
	defer forget()
	defer func() { err = errors.Join(err, conn.Close()) }()
	conn.SetInterrupt(ctx.Done())
	var report Report
	if err := report.fill(ctx, conn); err != nil {
		return "", err
	}
	if len(report.Faults) > 0 {
		return "", &openFault{sentence: fmt.Sprintf("%s is damaged (%s); restore another backup.", backup, report.Faults[0])}
	}
	if !report.holdsOurs() {
		return "", &openFault{sentence: backup + " holds nothing of a MiniMost; name a backup."}
	}
	return copyTo(conn, path)
}

// holdsOurs reports whether there is a table that MiniMost or the original makes.
func (r *Report) holdsOurs() bool {
	ours := append(addedTables(), tablesOf(schema().Migrations[0])...)
	return slices.ContainsFunc(r.Tables, func(t TableCount) bool { return slices.Contains(ours, t.Table) })
}

// replace puts a file in the place of the database, which it keeps.
func replace(path, partial string, now time.Time) (kept string, err error) {
	if exists(path) {
		if err := foldLog(path); err != nil {
			return "", err
		}
		kept = path + ".replaced-" + now.UTC().Format("2006-01-02T15-04-05.000Z")
		if err := keep(path, partial, kept); err != nil {
			return "", err
		}
	}
	for _, suffix := range []string{logSuffix, indexSuffix} {
		if err := removeIfThere(path + suffix); err != nil {
			return "", err
		}
	}
	return kept, errors.Join(os.Rename(partial, path), syncFile(filepath.Dir(path)))
}

// foldLog moves the log of a database into it, so that one file is all of it.
// One that is damaged, or whose log is another's, stays as it is.
func foldLog(path string) (err error) {
	if strayLog(path) {
		return nil
	}
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite)
	if err != nil {
		return OpenError(path, err)
	}
	defer func() { _ = conn.Close() }()
	conn.SetBusyTimeout(closePatience)
	for _, pragma := range []string{"locking_mode = EXCLUSIVE", "synchronous = FULL", "wal_checkpoint(TRUNCATE)"} {
		if err = sqlitex.ExecuteTransient(conn, "PRAGMA "+pragma, nil); err != nil {
			break
		}
	}
	switch sqlite.ErrCode(err).ToPrimary() {
	case sqlite.ResultBusy, sqlite.ResultLocked, sqlite.ResultFull:
		return importError(path, err)
	}
	return nil
}

// keep gives the database and what is left beside it further names, and what
// comes in its place the same owner and mode.
func keep(path, partial, kept string) error {
	for _, suffix := range []string{logSuffix, indexSuffix, ""} {
		if !exists(path + suffix) {
			continue
		}
		if err := publishCopy(path+suffix, kept+suffix); err != nil {
			return err
		}
	}
	if err := likeOwner(path, partial); err != nil {
		return err
	}
	return syncFile(filepath.Dir(path))
}

// publishCopy gives a file a second name, where the file system has links, or
// else copies it.
func publishCopy(path, name string) error {
	err := os.Link(path, name)
	if err == nil || errors.Is(err, os.ErrExist) {
		return err
	}
	if err := copyFile(path, name); err != nil {
		return err
	}
	return syncFile(name)
}
