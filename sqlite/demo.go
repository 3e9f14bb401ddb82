package sqlite

import (
	"context"
	"errors"
	"os"
	"slices"
	"time"

	"zombiezen.com/go/sqlite"

	"minimost/chat"
)

var (
	demoFind   = load("demo/find")
	demoBegin  = load("demo/begin")
	demoFinish = load("demo/finish")
)

const (
	notDemo    = "holds accounts or messages that are not the demo's; name a new file with --db."
	unfinished = "was not filled to its end; delete it, or name a new file with --db."
)

// CheckDemo refuses a database that the demo must not touch: one that holds
// anything but was not filled for a demo. It changes nothing. Its error is one
// plain sentence.
func CheckDemo(path string) (err error) {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	conn, err := openExisting(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if err := inSnapshot(conn, checkDemo); err != nil {
		if e, ok := errors.AsType[*chat.Error](err); ok {
			return &openFault{path + " " + e.Message, err}
		}
		return OpenError(path, err)
	}
	return nil
}

func checkDemo(conn *sqlite.Conn) error {
	marks, err := columnsOf(conn, "demo")
	if err != nil {
		return err
	}
	if marks["begun_ts"] {
		if filled, err := findDemo(fileConn{conn}); filled || err != nil {
			return err
		}
	}
	var report Report
	err = countRows(conn, &report)
	// Migrations begin the count of all files' bytes.
	if slices.ContainsFunc(report.Tables, func(t TableCount) bool { return t.Rows > 0 && t.Table != "files_total" }) {
		err = chat.Errorf(chat.Conflict, notDemo)
	}
	return err
}

// findDemo reports whether the database was filled for a demo. It is Conflict
// for one that was so in part.
func findDemo(conn Conn) (filled bool, err error) {
	begun, err := demoFind.one(conn, func(stmt Stmt) { filled = getStamp(stmt, "filled_ts") != 0 })
	if err == nil && begun && !filled {
		err = chat.Errorf(chat.Conflict, unfinished)
	}
	return filled, err
}

// BeginDemo marks an empty database as one that is being filled for a demo. It
// is false where that has been done, and Conflict where it was cut short or
// where there are accounts already.
func (s *Store) BeginDemo(ctx context.Context, now time.Time) (begun bool, err error) {
	err = s.write(ctx, durable, func(tx *transaction) error {
		filled, err := findDemo(tx.Conn)
		if begun = !filled; filled || err != nil {
			return err
		}
		names, err := usernames(tx.Conn, accountNames)
		if err != nil {
			return err
		}
		if len(names) > 0 {
			return chat.Errorf(chat.Conflict, "The database "+notDemo)
		}
		return demoBegin.exec(tx.Conn, real(":begun_ts", chat.StampOf(now)))
	})
	return begun && err == nil, err
}

// FinishDemo marks the database as filled.
func (s *Store) FinishDemo(ctx context.Context, now time.Time) error {
	return s.write(ctx, durable, func(tx *transaction) error {
		return demoFinish.exec(tx.Conn, real(":filled_ts", chat.StampOf(now)))
	})
}
