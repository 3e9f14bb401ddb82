package sqlite

import (
	"context"
	"fmt"
	"io/fs"
	"strings"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitemigration"
	"zombiezen.com/go/sqlite/sqlitex"
)

// schema reads the migrations of sql/schema in their order.
func schema() sqlitemigration.Schema {
	names, err := fs.Glob(files, "sql/schema/[0-9]*.sql")
	if err != nil {
		panic(err)
	}
	var s sqlitemigration.Schema
	for _, name := range names {
		s.Migrations = append(s.Migrations, readSchema(name))
	}
	s.RepeatableMigration = readSchema("sql/schema/triggers.sql")
	return s
}

func readSchema(name string) string {
	script, err := files.ReadFile(name)
	if err != nil {
		panic(err)
	}
	return string(script)
}

// checkVersion reads the schema, which fails on a file that is damaged or no
// database, and refuses one that a newer MiniMost has migrated.
func checkVersion(conn *sqlite.Conn) error {
	if err := sqlitex.ExecuteTransient(conn, "SELECT count(*) FROM sqlite_schema", nil); err != nil {
		return err
	}
	var version int
	err := sqlitex.ExecuteTransient(conn, "PRAGMA user_version", &sqlitex.ExecOptions{
		ResultFunc: func(stmt *sqlite.Stmt) error { version = stmt.ColumnInt(0); return nil },
	})
	if err != nil {
		return err
	}
	if newest := len(schema().Migrations); version < 0 || version > newest {
		return &openFault{sentence: fmt.Sprintf(
			"The database has schema version %d; this MiniMost knows versions up to %d.", version, newest)}
	}
	return nil
}

func migrate(conn *sqlite.Conn) error {
	if err := completeOriginal(conn); err != nil {
		return err
	}
	return sqlitemigration.Migrate(context.Background(), conn, schema())
}

// originalColumns are those that early versions of the original lacked.
var originalColumns = []struct{ table, column, kind string }{
	{"presence", "override", "TEXT"},
	{"private_channel_members", "history_start_ts", "REAL"},
}

// completeOriginal adds what an early original's tables lack, so that the
// migrations find the six tables as described.
func completeOriginal(conn *sqlite.Conn) error {
	for _, c := range originalColumns {
		columns, err := columnsOf(conn, c.table)
		if err != nil {
			return err
		}
		if len(columns) == 0 || columns[c.column] {
			continue
		}
		add := "ALTER TABLE " + c.table + " ADD COLUMN " + c.column + " " + c.kind
		if err := sqlitex.ExecuteTransient(conn, add, nil); err != nil {
			return err
		}
	}
	return nil
}

func columnsOf(conn *sqlite.Conn, table string) (map[string]bool, error) {
	columns := make(map[string]bool)
	err := sqlitex.ExecuteTransient(conn, "SELECT name FROM pragma_table_info(:table)", &sqlitex.ExecOptions{
		Named: map[string]any{":table": table},
		ResultFunc: func(stmt *sqlite.Stmt) error {
			columns[strings.ToLower(stmt.ColumnText(0))] = true
			return nil
		},
	})
	return columns, err
}
