package sqlite

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"

	"zombiezen.com/go/sqlite"
)

// openToLook opens a database that must be there so that neither it nor what
// lies beside it changes, whoever else has it open. forget is to be called when
// the connection is closed.
func openToLook(path string) (conn *sqlite.Conn, forget func(), err error) {
	if _, err := os.Stat(path); err != nil {
		return nil, nil, &openFault{fmt.Sprintf("There is no %s; name the database with --db.", path), err}
	}
	if err := refuseUnfit(path); err != nil {
		return nil, nil, err
	}
	at, query, forget, err := wayToLook(FollowLinks(path))
	if err != nil {
		return nil, nil, OpenError(path, err)
	}
	if at, err = filepath.Abs(at); err == nil {
		name := url.URL{Scheme: "file", Path: at, RawQuery: query}
		conn, err = sqlite.OpenConn(name.String(), sqlite.OpenReadOnly, sqlite.OpenURI)
	}
	if err != nil {
		forget()
		return nil, nil, OpenError(path, err)
	}
	conn.SetBusyTimeout(lockPatience)
	if err := checkVersion(conn); err != nil {
		forget()
		return nil, nil, errors.Join(OpenError(path, err), conn.Close())
	}
	return conn, forget, nil
}

// logVersion is what the header of a database that has a log says at logVersionOffset.
const (
	logVersion       = 2
	logVersionOffset = 18
)

// wayToLook says which file is opened, and how, to read a database as it is.
func wayToLook(path string) (at, query string, forget func(), err error) {
	forget = func() {}
	header, err := readStart(path, databaseHeader)
	_, logged := logMark(path)
	switch {
	case err != nil || header[logVersionOffset] != logVersion:
		return path, "mode=ro", forget, nil //nolint:nilerr // SQLite says better what is wrong.
	case !exists(path + logSuffix), !logged && !exists(path+indexSuffix):
		return path, "mode=ro&immutable=1", forget, nil
	case exists(path + indexSuffix):
		return path, "mode=ro&readonly_shm=1", forget, nil
	}
	// SQLite would write an index beside the log.
	scratch, err := os.MkdirTemp("", "minimost-check-")
	if err != nil {
		return "", "", nil, err
	}
	forget = func() { _ = os.RemoveAll(scratch) }
	at = filepath.Join(scratch, filepath.Base(path))
	if err := errors.Join(copyFile(path, at), copyFile(path+logSuffix, at+logSuffix)); err != nil {
		forget()
		return "", "", nil, err
	}
	return at, "mode=ro", forget, nil
}

func copyFile(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }()
	target, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Close())
}
