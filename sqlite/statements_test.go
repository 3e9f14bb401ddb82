package sqlite

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

// loaded finds the statements that the code names; load refuses those that there are not.
var loaded = regexp.MustCompile(`\bload\("([\w/]+)"`)

func TestEveryStatementIsUsed(t *testing.T) {
	t.Parallel()
	sources := got(filepath.Glob("*.go"))(t)
	used := make(map[string]bool)
	for _, source := range sources {
		if strings.HasSuffix(source, "_test.go") {
			continue
		}
		for _, match := range loaded.FindAllStringSubmatch(string(got(os.ReadFile(source))(t)), -1) {
			used[match[1]] = true
		}
	}
	for name := range statements {
		if !used[name] && !strings.Contains(name, "/export_") {
			t.Errorf("nothing uses %s", name)
		}
	}
}

func TestStatementsAreToldApartByTheirNames(t *testing.T) {
	t.Parallel()
	read := func(content string) map[string]string {
		return Statements(fstest.MapFS{"sql/pin.sql": {Data: []byte(content)}, "sql/schema/01.sql": {Data: []byte("x")}})
	}
	equal(t, "statements", read("-- name: list\n-- All.\nSELECT 1\n\n-- name: count\nSELECT 2\n"),
		map[string]string{"pin/list": "-- All.\nSELECT 1\n", "pin/count": "SELECT 2\n"})
	for _, wrong := range []string{"SELECT 1\n-- name: list\nSELECT 2\n", "-- name: list\nSELECT 1\n-- name: list\nSELECT 2\n"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%q is read", wrong)
				}
			}()
			read(wrong)
		}()
	}
}
