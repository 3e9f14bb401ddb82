package sqlite

import (
	"errors"
	"fmt"

	"zombiezen.com/go/sqlite"
)

// OpenToMove opens a presence.db whose rows are to go to another database, while no
// server has it open: release lets one start again. It must have the schema of this
// MiniMost.
func OpenToMove(path string) (conn *sqlite.Conn, release func(), err error) {
	unlock, err := LockForServing(path)
	if err != nil {
		return nil, nil, err
	}
	conn, forget, err := openToLook(path)
	if err != nil {
		unlock()
		return nil, nil, err
	}
	release = func() { forget(); unlock() }
	version, err := userVersion(conn)
	if newest := len(schema().Migrations); err == nil && version < newest {
		err = &openFault{sentence: fmt.Sprintf("%s is of an earlier MiniMost; serve it once with this one, and stop it, before it is moved.", path)}
	}
	if err != nil {
		release()
		return nil, nil, errors.Join(OpenError(path, err), conn.Close())
	}
	return conn, release, nil
}
