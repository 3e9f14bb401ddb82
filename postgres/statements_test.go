package postgres

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	zombiezen "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"minimost/sqlite"
)

// sharedStatements are those of the shared code. Imports go into files alone.
func sharedStatements() map[string]string {
	shared := sqlite.Statements(os.DirFS("../sqlite"))
	maps.DeleteFunc(shared, func(name, _ string) bool { return strings.HasPrefix(name, "import/") })
	return shared
}

// TestEveryStatementIsUnderstood: what PostgreSQL wants otherwise than SQLite stands in
// postgres/sql/ under the same name.
func TestEveryStatementIsUnderstood(t *testing.T) {
	conn, err := pgx.Connect(t.Context(), Template)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	shared := sharedStatements()
	for name, text := range shared {
		tpl := translate(textOf(name, text))
		kinds := make([]zombiezen.ColumnType, len(tpl.params))
		for i := range kinds {
			kinds[i] = zombiezen.TypeNull
		}
		if _, err := conn.Prepare(t.Context(), "", tpl.statement(kinds)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, param := range translate(text).params {
			if !strings.Contains(strings.Join(tpl.params, " ")+" ", param+" ") {
				t.Errorf("%s: there is no parameter %s here", name, param)
			}
		}
	}
	shared["export/messages_highest"] = "" // made by the code
	for name := range ownStatements {
		if _, there := shared[name]; !there {
			t.Errorf("%s stands in place of no statement of sqlite/sql/", name)
		}
	}
}

func TestEachMigrationHasANumberOfItsOwn(t *testing.T) {
	list, _ := migrations()
	for i, m := range list {
		if i > 0 && m.version == list[i-1].version {
			t.Errorf("two migrations have number %d", m.version)
		}
	}
}

// TestTheTablesAreThoseOfPresenceDB: a migration of presence.db has one of the same
// number here.
func TestTheTablesAreThoseOfPresenceDB(t *testing.T) {
	path := filepath.Join(t.TempDir(), "presence.db")
	s, err := sqlite.Open(path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := zombiezen.OpenConn(path, zombiezen.OpenReadOnly)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	there := make(map[string]bool)
	const columns = `SELECT t.name || '.' || c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
		WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\_%' ESCAPE '\'`
	err = sqlitex.Execute(file, columns, &sqlitex.ExecOptions{ResultFunc: func(stmt *zombiezen.Stmt) error {
		there[stmt.ColumnText(0)] = true
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(t.Context(), Template)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	rows, err := conn.Query(t.Context(), "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'")
	if err != nil {
		t.Fatal(err)
	}
	here := make(map[string]bool)
	var table, column string
	if _, err := pgx.ForEachRow(rows, []any{&table, &column}, func() error { here[table+"."+column] = true; return nil }); err != nil {
		t.Fatal(err)
	}
	for name := range there {
		if !here[name] {
			t.Errorf("%s is missing here", name)
		}
	}
	for name := range here {
		table, column, _ := strings.Cut(name, ".")
		if !there[name] && column != "rowid" && !slices.Contains(ownColumns, name) && !slices.Contains(ownTables, table) {
			t.Errorf("%s is missing in presence.db", name)
		}
	}
}

func TestTranslatingChangesParametersAndTheColumnUser(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ from, want string }{
		{"SELECT user FROM t WHERE user = :user -- of the user", `SELECT "user" FROM t WHERE "user" = $1::text `},
		{"SELECT ':a', 'user', \"user\" WHERE a = :a AND b = :b AND a <> :a", `SELECT ':a', 'user', "user" WHERE a = $1::text AND b = $2::text AND a <> $1::text`},
		{"SELECT :a::text || t.user", `SELECT $1::text::text || t."user"`},
		{"INSERT OR IGNORE INTO t (a) VALUES (:a)\n", "INSERT INTO t (a) VALUES ($1::text)\nON CONFLICT DO NOTHING"},
		{"INSERT INTO tokens (a) VALUES (:a)", "INSERT INTO tokens (a) VALUES ($1::text)\nRETURNING id"},
	} {
		tpl := translate(c.from)
		kinds := make([]zombiezen.ColumnType, len(tpl.params))
		for i := range kinds {
			kinds[i] = zombiezen.TypeText
		}
		if got := tpl.statement(kinds); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.from, got, c.want)
		}
	}
}
