package sqlite

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// maxFaults bounds how much damage a Report lists.
const maxFaults = 100

// Report is what Check found.
type Report struct {
	Faults []string     // one line each; none: the database is whole
	Tables []TableCount // by name
	Ahead  []Ahead      // what lies ahead of the clock, which is no damage
}

// TableCount is a table and how many rows it has.
type TableCount struct {
	Table string
	Rows  int64
}

// Check looks the whole database over: its structure, its foreign keys, and how
// many rows each table has, and what lies ahead of now. It changes no file. Damage is in the report; an error
// means that the file could not be looked at.
func Check(ctx context.Context, path string, now time.Time) (r Report, err error) {
	conn, forget, err := openToLook(path)
	if err != nil {
		return r, err
	}
	defer forget()
	defer func() { err = errors.Join(err, conn.Close()) }()
	conn.SetInterrupt(ctx.Done())
	if err := r.fill(ctx, conn); err != nil {
		return r, err
	}
	// Where it cannot be read, the faults say why.
	r.Ahead, _ = aheadOfClock(fileConn{conn}, now, func(table, column string) (bool, error) {
		columns, err := columnsOf(conn, table)
		return columns[column], err
	})
	return r, ctx.Err()
}

// fill looks a database over. Its error is that of ctx.
func (r *Report) fill(ctx context.Context, conn *sqlite.Conn) error {
	for _, look := range []func(*sqlite.Conn, *Report) error{integrity, foreignKeys, countRows} {
		if err := look(conn, r); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			r.Faults = append(r.Faults, err.Error())
		}
	}
	return nil
}

func integrity(conn *sqlite.Conn, r *Report) error {
	pragma := fmt.Sprintf("PRAGMA integrity_check(%d)", maxFaults)
	return sqlitex.ExecuteTransient(conn, pragma, &sqlitex.ExecOptions{
		ResultFunc: func(stmt *sqlite.Stmt) error {
			if line := stmt.ColumnText(0); line != "ok" {
				r.Faults = append(r.Faults, line)
			}
			return nil
		},
	})
}

func foreignKeys(conn *sqlite.Conn, r *Report) error {
	return sqlitex.ExecuteTransient(conn, "PRAGMA foreign_key_check", &sqlitex.ExecOptions{
		ResultFunc: func(stmt *sqlite.Stmt) error {
			if len(r.Faults) < maxFaults {
				r.Faults = append(r.Faults, fmt.Sprintf("row %d of %s refers to a missing row of %s",
					stmt.ColumnInt64(1), stmt.ColumnText(0), stmt.ColumnText(2)))
			}
			return nil
		},
	})
}

func countRows(conn *sqlite.Conn, r *Report) error {
	const tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
	var names []string
	err := sqlitex.ExecuteTransient(conn, tables, &sqlitex.ExecOptions{
		ResultFunc: func(stmt *sqlite.Stmt) error { names = append(names, stmt.ColumnText(0)); return nil },
	})
	if err != nil {
		return err
	}
	for _, name := range names {
		err := sqlitex.ExecuteTransient(conn, `SELECT count(*) FROM "`+strings.ReplaceAll(name, `"`, `""`)+`"`, &sqlitex.ExecOptions{
			ResultFunc: func(stmt *sqlite.Stmt) error {
				r.Tables = append(r.Tables, TableCount{name, stmt.ColumnInt64(0)})
				return nil
			},
		})
		if err != nil {
			return err
		}
	}
	return nil
}
