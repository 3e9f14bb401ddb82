package sqlite

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// SQLite folds whatever log lies beside a file into it: nothing in a log says
// which file it belongs to. So a server signs: it puts a random number into the
// place that the file's header has for its application, and notes that and the
// mark of its log in the file of its lock, which a crash leaves behind.
type logSign struct {
	File uint32 // application_id of the database
	Log  uint32 // mark of the log that was written beside it
}

const (
	logSuffix   = "-wal"
	indexSuffix = "-shm"

	databaseMagic     = "SQLite format 3\x00"
	applicationOffset = 68 // in the database's header
	databaseHeader    = 100

	logMagic       = 0x377f0682 // or one more
	logMarkOffset  = 16         // its first salt, which grows by one whenever the log begins anew
	logHeader      = 32
	logFrameHeader = 24

	// sameLog is how much larger the mark of a log can have become: as it is random
	// at first, one of another log is rarely within that.
	sameLog = 1 << 20
)

// signLog signs the database of a connection that nothing uses yet and its log.
// Where another program keeps the log from being moved into the file it leaves
// no sign.
func signLog(conn *sqlite.Conn, path string) error {
	path = FollowLinks(path)
	note, err := os.OpenFile(path+lockSuffix, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return nil //nolint:nilerr // There is no lock where the folder cannot be written to.
	}
	defer func() { _ = note.Close() }()
	sign := logSign{File: 1 + rand.Uint32N(1<<31-1)} // SQLite takes it for a signed number
	if err := sqlitex.ExecuteTransient(conn, fmt.Sprintf("PRAGMA application_id = %d", sign.File), nil); err != nil {
		return err
	}
	moved := false
	err = sqlitex.ExecuteTransient(conn, "PRAGMA wal_checkpoint(PASSIVE)", &sqlitex.ExecOptions{
		ResultFunc: func(stmt *sqlite.Stmt) error {
			moved = stmt.ColumnInt(0) == 0 && stmt.ColumnInt(1) == stmt.ColumnInt(2)
			return nil
		},
	})
	if err != nil {
		return err
	}
	if mark, ok := logMark(path); moved && ok {
		sign.Log = mark
		_, err = fmt.Fprintln(note, sign.File, sign.Log)
	}
	return err
}

// refuseUnfit refuses, in a sentence, a file that must not be opened at all.
func refuseUnfit(path string) error {
	if err := refuseSpecial(path); err != nil {
		return err
	}
	return refuseStrayLog(path)
}

// refuseStrayLog refuses a database beside which lies the log of another file
// that was served under its name, such as of the one that a backup has replaced.
func refuseStrayLog(path string) error {
	if !strayLog(FollowLinks(path)) {
		return nil
	}
	return &openFault{sentence: fmt.Sprintf("%[1]s%[2]s is not the log of this %[1]s but of the file that was served before, and would spoil it; "+
		"move %[1]s%[2]s and %[1]s%[3]s away, or put the file back that they belong to (minimost restore does this right).", path, logSuffix, indexSuffix)}
}

func strayLog(path string) bool {
	var noted logSign
	content, err := os.ReadFile(path + lockSuffix)
	if err != nil {
		return false
	}
	if _, err := fmt.Sscan(string(content), &noted.File, &noted.Log); err != nil {
		return false
	}
	mark, ok := logMark(path)
	if !ok || mark-noted.Log >= sameLog {
		return false
	}
	header, err := readStart(path, databaseHeader)
	if err != nil || string(header[:len(databaseMagic)]) != databaseMagic {
		return false // SQLite says better what is wrong
	}
	return binary.BigEndian.Uint32(header[applicationOffset:]) != noted.File
}

// logMark is the mark of the log beside a database, if there is a log with
// anything in it.
func logMark(path string) (mark uint32, ok bool) {
	header, err := readStart(path+logSuffix, logHeader+logFrameHeader)
	if err != nil || binary.BigEndian.Uint32(header)&^1 != logMagic {
		return 0, false
	}
	return binary.BigEndian.Uint32(header[logMarkOffset:]), true
}

// readStart reads the first n bytes of a file.
func readStart(path string, n int) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	start := make([]byte, n)
	_, err = f.ReadAt(start, 0)
	return start, err
}

// removeSign takes the sign out of a copy that nobody has open: no log is its.
func removeSign(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	_, err = f.WriteAt(make([]byte, 4), applicationOffset)
	return err
}
