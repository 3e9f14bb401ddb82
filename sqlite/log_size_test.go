package sqlite

import (
	"fmt"
	"testing"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

func TestALogThatGrewUnderALongReaderIsCutBack(t *testing.T) {
	s := newTestStore(t, "alice")
	script(t, s.file(), "CREATE TABLE large (content BLOB)")
	reader := got(sqlite.OpenConn(s.file(), sqlite.OpenReadOnly))(t)
	defer func() { must(t, reader.Close()) }()
	for _, statement := range []string{"BEGIN", "SELECT count(*) FROM large"} {
		must(t, sqlitex.ExecuteTransient(reader, statement, nil))
	}
	const megabytes = 3 * maxIdleLog >> 20
	for range megabytes {
		must(t, s.write(t.Context(), volatile, func(tx *transaction) error {
			return sqlitex.ExecuteTransient(fileOf(tx), "INSERT INTO large VALUES (randomblob(1000000))", nil)
		}))
	}
	log := s.file() + logSuffix
	if size := fileSize(log); size < 2*maxIdleLog {
		t.Fatalf("the reader has not held the log: it has %d bytes", size)
	}
	must(t, sqlitex.ExecuteTransient(reader, "COMMIT", nil))
	n := 0
	eventually(t, fmt.Sprint("the log is cut back to ", maxIdleLog), func() bool {
		n++
		send(t, s, "alice", "general", fmt.Sprint("message ", n), noon)
		return fileSize(log) <= maxIdleLog
	})
}
