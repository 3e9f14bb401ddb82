package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"zombiezen.com/go/sqlite"
)

// openFault is one plain sentence about a file, which says what is wrong and
// what helps, and its cause.
type openFault struct {
	sentence string
	cause    error
}

func (e *openFault) Error() string { return e.sentence }
func (e *openFault) Unwrap() error { return e.cause }

// OpenError is the plain sentence for a database that cannot be opened, or not
// be written to as it is opened, with err in its chain.
func OpenError(path string, err error) error {
	if fault, ok := errors.AsType[*openFault](err); ok {
		return fault
	}
	return &openFault{path + " " + openProblem(path, err) + ".", err}
}

func openProblem(path string, err error) string {
	if isFolder(path) {
		return "is a folder, not a database; name a file with --db"
	}
	says := sqliteSays(err)
	switch sqlite.ErrCode(err).ToPrimary() {
	case sqlite.ResultNotADB:
		return "is not a SQLite database; name another file with --db, or restore a backup"
	case sqlite.ResultCorrupt:
		return fmt.Sprintf("is damaged (%s); restore a backup", says)
	case sqlite.ResultReadOnly, sqlite.ResultPerm:
		return fmt.Sprintf("cannot be written to (%s); let this account write to the file and its folder", says)
	case sqlite.ResultBusy, sqlite.ResultLocked:
		return "is locked by another program; stop that one, or try again when it is done"
	case sqlite.ResultFull:
		return "cannot be written: the disk is full; make room"
	}
	folder := filepath.Dir(FollowLinks(path))
	switch _, statErr := os.Stat(path); {
	case errors.Is(statErr, fs.ErrNotExist) && !exists(folder):
		return fmt.Sprintf("cannot be opened: there is no folder %s; make it, or name another file with --db", folder)
	case errors.Is(statErr, syscall.ENOTDIR):
		return fmt.Sprintf("cannot be opened: %s is no folder; name another file with --db", folder)
	}
	return fmt.Sprintf("cannot be opened (%s); let this account read and write the file and its folder", says)
}

// sqliteSays is what SQLite, or else the system, calls the fault.
func sqliteSays(err error) string {
	if code := sqlite.ErrCode(err).ToPrimary(); code != sqlite.ResultError {
		return "SQLite: " + code.Message()
	}
	return innermost(err).Error()
}

// innermost is the first cause of an error.
func innermost(err error) error {
	for {
		switch wrapping := err.(type) { //nolint:errorlint // It looks at one layer after the other.
		case interface{ Unwrap() error }:
			if wrapping.Unwrap() == nil {
				return err
			}
			err = wrapping.Unwrap()
		case interface{ Unwrap() []error }:
			err = wrapping.Unwrap()[0]
		default:
			return err
		}
	}
}

// copyError is the plain sentence for a copy that cannot be made.
func copyError(dest string, err error) error {
	folder := filepath.Dir(dest)
	says := fmt.Sprintf("failed (%s); name another file, or try again", sqliteSays(err))
	switch primary := sqlite.ErrCode(err).ToPrimary(); {
	case primary == sqlite.ResultInterrupt, errors.Is(err, context.Canceled):
		says = "failed: it was interrupted; start it again"
	case primary == sqlite.ResultFull, errors.Is(err, syscall.ENOSPC):
		says = "failed: the disk is full; make room, or name a file on another disk"
	case !exists(folder):
		says = fmt.Sprintf("failed: there is no folder %s; make it first", folder)
	case errors.Is(err, fs.ErrPermission):
		says = fmt.Sprintf("failed: this account may not write to the folder %s; let it, or name another file", folder)
	}
	return &openFault{"The copy to " + dest + " " + says + ".", err}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// refuseSpecial refuses what is neither a file nor a folder: a pipe would be
// waited for without end.
func refuseSpecial(path string) error {
	info, err := os.Stat(path)
	if err != nil || info.Mode().IsRegular() || info.IsDir() {
		return nil //nolint:nilerr // SQLite says better what is wrong.
	}
	return &openFault{sentence: path + " is a device, a pipe or a socket, not a database; name a file with --db."}
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
