package sqlite

import (
	"errors"
	"fmt"
	"os"
	"syscall"

	"github.com/gofrs/flock"
)

// lockSuffix follows the name of a database in that of the file which a server
// holds a lock on while it serves it. The lock is not on the database itself:
// closing any descriptor of that would drop SQLite's own locks.
const lockSuffix = "-serve"

// LockForServing makes sure that no other server serves the database: each would take
// the people of the other for offline. The lock ends with the process, however
// that ends; the file may then stay and is in nobody's way.
func LockForServing(db string) (release func(), err error) {
	path := FollowLinks(db)
	if isFolder(path) {
		return func() {}, nil // SQLite says better what is wrong
	}
	for {
		lock := flock.New(path+lockSuffix, flock.SetPermissions(0o600))
		held, err := lock.TryLock()
		if err != nil {
			// Nor does a folder that cannot be written to hold a database that can.
			return func() {}, nil //nolint:nilerr // As above.
		}
		if !held {
			_ = lock.Close()
			return nil, &openFault{sentence: fmt.Sprintf("Another MiniMost serves %s already; stop it first.", db)}
		}
		if isCurrent(lock) {
			release = func() { unlock(lock, path) }
			if err := checkWritable(path); err != nil {
				release()
				return nil, err
			}
			return release, nil
		}
		// The one who held it has removed the file meanwhile.
		_ = lock.Close()
	}
}

// unlock leaves the file of the lock where a log is left: it says whose that is.
func unlock(lock *flock.Flock, db string) {
	if _, logged := logMark(db); !logged {
		_ = os.Remove(lock.Path())
	}
	_ = lock.Close()
}

// checkWritable refuses a database that may only be read, before SQLite makes
// files beside it that may only be read either: they would be in the way when
// the database may be written again.
func checkWritable(db string) error {
	f, err := os.OpenFile(db, os.O_RDWR, 0)
	switch {
	case errors.Is(err, os.ErrPermission), errors.Is(err, syscall.EROFS):
		return &openFault{db + " cannot be written to; let this account write to the file and its folder.", err}
	case err != nil:
		return nil //nolint:nilerr // SQLite says better what is wrong.
	}
	return f.Close()
}

// isCurrent reports whether the locked file is the one that others find under
// its name.
func isCurrent(lock *flock.Flock) bool {
	named, err := os.Stat(lock.Path())
	if err != nil {
		return false
	}
	held, err := lock.Stat()
	return err == nil && os.SameFile(named, held)
}
