package sqlite

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitemigration"
	"zombiezen.com/go/sqlite/sqlitex"
)

// Migration is one of sql/schema/ with the number that its name begins with.
type Migration struct {
	Number int
	Script string
}

// Migrations are those of a folder sql/schema/ in their order.
func Migrations(files fs.FS) (list []Migration) {
	names, err := fs.Glob(files, "sql/schema/[0-9]*.sql")
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		script, err := fs.ReadFile(files, name)
		if err != nil {
			panic(err)
		}
		before, _, _ := strings.Cut(path.Base(name), "_")
		number, err := strconv.Atoi(before)
		if err != nil {
			panic(err)
		}
		list = append(list, Migration{number, string(script)})
	}
	return list
}

// Files has sql/, the statements and migrations of presence.db.
func Files() fs.FS { return files }

// schema reads the migrations of sql/schema in their order.
func schema() (s sqlitemigration.Schema) {
	for _, migration := range Migrations(files) {
		s.Migrations = append(s.Migrations, migration.Script)
	}
	triggers, err := files.ReadFile("sql/schema/triggers.sql")
	if err != nil {
		panic(err)
	}
	s.RepeatableMigration = string(triggers)
	return s
}

var createTable = regexp.MustCompile(`(?im)^CREATE TABLE (?:IF NOT EXISTS )?(\w+)`)

// addedTables are those that MiniMost makes beside the original's, which the first
// migration names.
func addedTables() []string {
	migrations := schema().Migrations
	tables := []string{sessionTable}
	for _, migration := range migrations[1:] {
		tables = append(tables, tablesOf(migration)...)
	}
	original := tablesOf(migrations[0])
	return slices.DeleteFunc(tables, func(table string) bool { return slices.Contains(original, table) })
}

// tablesOf are the tables that a migration makes.
func tablesOf(migration string) (tables []string) {
	for _, match := range createTable.FindAllStringSubmatch(migration, -1) {
		tables = append(tables, match[1])
	}
	return tables
}

// checkVersion reads the schema, which fails on a file that is damaged or no
// database. It refuses one that a newer MiniMost has migrated, and one that
// MiniMost has never migrated where a table of its own would be in the way. It
// sees one state throughout: another process may be migrating.
func checkVersion(conn *sqlite.Conn) error { return inSnapshot(conn, checkSchema) }

func checkSchema(conn *sqlite.Conn) error {
	if err := sqlitex.ExecuteTransient(conn, "SELECT count(*) FROM sqlite_schema", nil); err != nil {
		return err
	}
	version, err := userVersion(conn)
	if err != nil {
		return err
	}
	if newest := len(schema().Migrations); version < 0 || version > newest {
		return &openFault{sentence: fmt.Sprintf(
			"The database has schema version %d; this MiniMost knows versions up to %d: start a newer one.", version, newest)}
	}
	if version > 0 {
		return nil
	}
	for _, table := range addedTables() {
		columns, err := columnsOf(conn, table)
		if err != nil {
			return err
		}
		if len(columns) > 0 {
			return &openFault{sentence: fmt.Sprintf("The database has a table %s of another program; name another file with --db.", table)}
		}
	}
	return nil
}

func userVersion(conn *sqlite.Conn) (version int, err error) {
	err = sqlitex.ExecuteTransient(conn, "PRAGMA user_version", &sqlitex.ExecOptions{
		ResultFunc: func(stmt *sqlite.Stmt) error { version = stmt.ColumnInt(0); return nil },
	})
	return version, err
}

func migrate(conn *sqlite.Conn) error {
	if err := completeOriginal(conn); err != nil {
		return err
	}
	wanted := schema()
	var err error
	if wanted.AppID, err = applicationID(conn); err != nil {
		return err
	}
	return sqlitemigration.Migrate(context.Background(), conn, wanted)
}

// applicationID is the sign of whoever has served the database last, see
// signLog.
func applicationID(conn *sqlite.Conn) (id int32, err error) {
	err = sqlitex.ExecuteTransient(conn, "PRAGMA application_id", &sqlitex.ExecOptions{
		ResultFunc: func(stmt *sqlite.Stmt) error { id = stmt.ColumnInt32(0); return nil },
	})
	return id, err
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
