package checks

import (
	"go/ast"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The race detector does not look at the packages that the Makefile names as ALONE.
func TestNoPackageWithoutRaceDetectorBeginsAGoroutine(t *testing.T) {
	makefile, err := os.ReadFile("Makefile")
	if err != nil {
		t.Fatal(err)
	}
	list := regexp.MustCompile(`(?m)^ALONE := (.+)$`).FindSubmatch(makefile)
	if list == nil {
		t.Fatal("the Makefile has no list ALONE")
	}
	alone := map[string]bool{}
	for name := range strings.FieldsSeq(string(list[1])) {
		alone[name] = false
	}
	for name, file := range parseAll(t) {
		folder := filepath.ToSlash(filepath.Dir(name))
		if _, named := alone[folder]; !named {
			continue
		}
		alone[folder] = true
		if beginsGoroutine(file) {
			t.Errorf("%s begins a goroutine, which is a reason to take %s out of ALONE in the Makefile", name, folder)
		}
	}
	for folder, found := range alone {
		if !found {
			t.Errorf("ALONE in the Makefile names %s, which has no Go file", folder)
		}
	}
}

// beginsGoroutine also sees tests beside others, timers, servers and groups.
func beginsGoroutine(file *ast.File) (begins bool) {
	for _, spec := range file.Imports {
		begins = begins || within(importPath(spec), []string{"net/http/httptest", "golang.org/x/sync", "minimost/testkit", "minimost/sqlite", "minimost/pubsub"})
	}
	ast.Inspect(file, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.GoStmt:
			begins = true
		case *ast.SelectorExpr:
			begins = begins || n.Sel.Name == "Parallel" || n.Sel.Name == "RunParallel" || n.Sel.Name == "AfterFunc" || n.Sel.Name == "Go"
		}
		return true
	})
	return begins
}
