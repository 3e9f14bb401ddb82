package checks

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	changeOfTable = regexp.MustCompile(`(?im)^\s*(CREATE|DROP|ALTER) TABLE (?:IF (?:NOT )?EXISTS )?(\w+)(?: RENAME TO (\w+))?`)
	describedAs   = regexp.MustCompile("(?m)^\\| `(\\w+)` \\|")
)

// tablesAfter are the tables that there are after the migrations.
func tablesAfter(t *testing.T, migrations []string) []string {
	t.Helper()
	tables := map[string]bool{}
	for _, migration := range migrations {
		statements, err := os.ReadFile(migration)
		if err != nil {
			t.Fatal(err)
		}
		for _, change := range changeOfTable.FindAllStringSubmatch(string(statements), -1) {
			switch verb, table, renamed := strings.ToUpper(change[1]), change[2], change[3]; {
			case verb == "CREATE":
				tables[table] = true
			case verb == "DROP":
				delete(tables, table)
			case renamed != "":
				delete(tables, table)
				tables[renamed] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(tables))
}

func TestEveryTableIsDescribed(t *testing.T) {
	migrations, err := filepath.Glob("sqlite/sql/schema/[0-9]*.sql") // in their order
	if err != nil || len(migrations) == 0 {
		t.Fatalf("%q, %v", migrations, err)
	}
	readme, err := os.ReadFile("sqlite/sql/schema/README.md")
	if err != nil {
		t.Fatal(err)
	}
	var described []string
	for _, match := range describedAs.FindAllStringSubmatch(string(readme), -1) {
		described = append(described, match[1])
	}
	slices.Sort(described)
	tables := append(tablesAfter(t, migrations), "sessions") // which the session storage makes
	if slices.Sort(tables); !slices.Equal(tables, described) {
		t.Errorf("sqlite/tables.go describes %q (by README.md of make generate); the tables are %q", described, tables)
	}
}

// Of two migrations that have one number, made on two branches, a database would know only how many there are. Those of one
// number in both folders are of one thing: without one of its own, PostgreSQL gets that of presence.db.
func TestEveryMigrationHasItsOwnNumber(t *testing.T) {
	both := map[string]string{}
	for _, of := range []string{"sqlite", "postgres"} {
		migrations, err := filepath.Glob(of + "/sql/schema/[0-9]*.sql")
		if err != nil || len(migrations) == 0 {
			t.Fatalf("%q, %v", migrations, err)
		}
		numbered := map[string]string{}
		for _, migration := range migrations {
			number, _, _ := strings.Cut(filepath.Base(migration), "_")
			if other := numbered[number]; other != "" {
				t.Errorf("%s and %s have one number: the one that came later takes the next", other, migration)
			}
			numbered[number] = migration
			if other := both[number]; other != "" && other != filepath.Base(migration) && number > "24" {
				t.Errorf("%s and %s have one number: the one that came later takes the next", other, migration)
			}
			both[number] = filepath.Base(migration)
		}
	}
}

func TestATableThatWasMadeAnewIsFoundOnce(t *testing.T) {
	migration := filepath.Join(t.TempDir(), "01.sql")
	text := "CREATE TABLE IF NOT EXISTS a (b);\nCREATE TABLE a_new (c);\nDROP TABLE a;\nALTER TABLE a_new RENAME TO a;\nALTER TABLE a ADD COLUMN d;\n"
	if err := os.WriteFile(migration, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := tablesAfter(t, []string{migration}); !slices.Equal(got, []string{"a"}) {
		t.Errorf("found %q", got)
	}
}
