package checks

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"testing"
)

// A second copy of SQLite in the process drops the first one's POSIX locks and damages the database.
func TestNoCgoSQLiteIsOpened(t *testing.T) {
	const storage = "github.com/gofiber/storage/sqlite3/v2"
	for name, file := range parseAll(t) {
		for _, spec := range file.Imports {
			if path := importPath(spec); within(path, []string{"github.com/mattn/go-sqlite3"}) {
				t.Errorf("%s imports %s", name, path)
			}
		}
		for range callsOf(file, storage, "New") {
			t.Errorf("%s lets the session storage open a database: use NewFromConnection", name)
		}
		for call := range callsOf(file, "database/sql", "Open") {
			driver, literal := call.Args[0].(*ast.BasicLit)
			if !literal || driver.Value == `"sqlite3"` {
				t.Errorf("%s opens a database through a driver other than a plain \"sqlite\"", name)
			}
		}
	}
}

// The tests above would pass on code they cannot read; this one shows that they see what they look for.
func TestNoCgoSQLiteCheckSeesEachSpelling(t *testing.T) {
	source := `package x
import (
	db "database/sql"
	"github.com/gofiber/storage/sqlite3/v2"
)
func f() { db.Open("sqlite3", ""); sqlite3.New(); sqlite3.NewFromConnection(nil) }`
	file, err := parser.ParseFile(token.NewFileSet(), "x.go", source, 0)
	if err != nil {
		t.Fatal(err)
	}
	opens := slices.Collect(maps.Keys(callsOf(file, "database/sql", "Open")))
	news := slices.Collect(maps.Keys(callsOf(file, "github.com/gofiber/storage/sqlite3/v2", "New")))
	if len(opens) != 1 || len(news) != 1 {
		t.Fatalf("found %d and %d calls, want one each", len(opens), len(news))
	}
}
