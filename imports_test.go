package main

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "minimost"

// layers says what a package may import besides the standard library, by the first element of its path within the module
// ("" is package main). Packages of one layer may import each other. Test files may import more.
var layers = map[string]struct {
	ours       []string
	everything bool     // any third-party module
	theirs     []string // else these third-party modules
	without    []string // standard packages that this layer has no use for
}{
	"":          {ours: []string{"chat", "clientip", "demo", "handlers", "legacy", "metrics", "pubsub", "sqlite", "static", "views"}, everything: true},
	"handlers":  {ours: []string{"chat", "clientip", "ratelimit", "views"}, everything: true, without: []string{"database/sql"}},
	"sqlite":    {ours: []string{"chat"}, everything: true},
	"views":     {ours: []string{"chat"}, theirs: []string{"github.com/a-h/templ", "github.com/yuin/goldmark"}, without: []string{"database/sql", "net/http", "os"}},
	"metrics":   {theirs: []string{"github.com/prometheus/client_golang"}, without: []string{"database/sql", "os"}},
	"pubsub":    {ours: []string{"chat"}, without: []string{"database/sql", "net/http", "os"}},
	"demo":      {ours: []string{"chat"}, without: []string{"database/sql", "net/http", "os"}},
	"bench":     {ours: []string{"sqlite"}, everything: true, without: []string{"database/sql"}},
	"legacy":    {ours: []string{"chat"}, theirs: []string{"zombiezen.com/go/sqlite"}, without: []string{"database/sql", "net", "net/http"}},
	"clientip":  {without: []string{"database/sql", "net/http", "os"}},
	"ratelimit": {theirs: []string{"github.com/hashicorp/golang-lru/v2", "golang.org/x/time"}, without: []string{"database/sql", "net", "net/http", "os"}},
	"static":    {theirs: []string{"github.com/andybalholm/brotli"}},
	"chat":      {without: []string{"database/sql", "log", "log/slog", "net", "net/http", "os", "os/exec"}},
}

// strangers are third-party modules that a layer must not know although it may import others.
var strangers = map[string][]string{
	"handlers": {"zombiezen.com/go/sqlite", "modernc.org/sqlite", "github.com/gofiber/storage", "github.com/prometheus/client_golang"},
	"sqlite":   {"github.com/gofiber/fiber", "github.com/a-h/templ", "github.com/prometheus/client_golang"},
}

func TestImportsPointInward(t *testing.T) {
	for _, pkg := range listPackages(t) {
		layer := layerOf(pkg.ImportPath)
		rule, known := layers[layer]
		if !known {
			t.Errorf("%s belongs to no layer: add its rule above", pkg.ImportPath)
			continue
		}
		for _, imported := range pkg.Imports {
			switch {
			case imported == module || strings.HasPrefix(imported, module+"/"):
				if target := layerOf(imported); target != layer && !slices.Contains(rule.ours, target) {
					t.Errorf("%s imports %s", pkg.ImportPath, imported)
				}
			case isStandard(imported):
				if slices.Contains(rule.without, imported) {
					t.Errorf("%s imports %s", pkg.ImportPath, imported)
				}
			case !rule.everything && !within(imported, rule.theirs), within(imported, strangers[layer]):
				t.Errorf("%s imports %s", pkg.ImportPath, imported)
			}
		}
	}
}

func TestImportsHaveNoClockInRulesAndViews(t *testing.T) {
	for name, file := range parseAll(t) {
		layer, _, _ := strings.Cut(filepath.ToSlash(name), "/")
		if layer != "chat" && layer != "views" || strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, function := range []string{"Now", "Since", "Until"} {
			for range callsOf(file, "time", function) {
				t.Errorf("%s calls time.%s: pass the time in", name, function)
			}
		}
	}
}

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

func TestGeneratedViewsAreUpToDate(t *testing.T) {
	views := readTree(t, "views")
	for name := range views {
		if view, generated := strings.CutSuffix(name, "_templ.go"); generated && views[view+".templ"] == nil {
			t.Errorf("%s was generated from a view that is gone: delete it", name)
		}
	}
	// Without the flag, a check deletes such files and then finds nothing wrong.
	command := exec.CommandContext(t.Context(), "go", "tool", "templ", "generate", "-check", "-keep-orphaned-files")
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("run make generate and commit the result: %v\n%s", err, output)
	}
}

func TestVendoredFilesAreUpToDate(t *testing.T) {
	if _, err := os.Stat("node_modules/.package-lock.json"); errors.Is(err, fs.ErrNotExist) {
		t.Fatal("the npm packages are missing: install them with npm ci")
	}
	readTree(t, "scripts", "static/vendor", "chat/common_passwords.txt", "chat/common_passwords.LICENSE.txt",
		"package.json", "node_modules/.package-lock.json")
	output, err := exec.CommandContext(t.Context(), "npm", "run", "--silent", "vendor", "--", "--check").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
}

type listedPackage struct {
	ImportPath string
	Imports    []string
}

func listPackages(t *testing.T) []listedPackage {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports", "./...")
	command.Stderr = os.Stderr
	output, err := command.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var packages []listedPackage
	decoder := json.NewDecoder(strings.NewReader(string(output)))
	for {
		var pkg listedPackage
		if err := decoder.Decode(&pkg); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatalf("go list: %v", err)
		}
		packages = append(packages, pkg)
	}
}

func layerOf(path string) string {
	layer, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(path, module), "/"), "/")
	return layer
}

func isStandard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".")
}

func within(path string, roots []string) bool {
	return slices.ContainsFunc(roots, func(root string) bool {
		return path == root || strings.HasPrefix(path, root+"/")
	})
}

// parseAll reads every Go file of the module, tests and generated ones included.
func parseAll(t *testing.T) map[string]*ast.File {
	t.Helper()
	files := map[string]*ast.File{}
	for name, source := range readTree(t, ".") {
		if filepath.Ext(name) != ".go" {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = file
	}
	return files
}

// readTree reads the Go files, views and named files below the roots. Reading them here, rather than in the tools that the
// tests start, lets go test see that a cached result is out of date.
func readTree(t *testing.T, roots ...string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	for _, root := range roots {
		err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if entry.IsDir() {
				if name == "node_modules" || name == "build" || name != "." && strings.HasPrefix(entry.Name(), ".") {
					return filepath.SkipDir
				}
				return nil
			}
			if root == "." && filepath.Ext(name) != ".go" {
				return nil
			}
			files[name], err = os.ReadFile(name)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// callsOf yields the calls of a function of an imported package, whatever the file calls that package.
func callsOf(file *ast.File, path, function string) map[*ast.CallExpr]bool {
	calls := map[*ast.CallExpr]bool{}
	names := localNames(file, path)
	ast.Inspect(file, func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		if !ok {
			return true
		}
		if selector, ok := call.Fun.(*ast.SelectorExpr); ok && selector.Sel.Name == function {
			if qualifier, ok := selector.X.(*ast.Ident); ok && names[qualifier.Name] {
				calls[call] = true
			}
		}
		return true
	})
	return calls
}

func localNames(file *ast.File, path string) map[string]bool {
	names := map[string]bool{}
	for _, spec := range file.Imports {
		if importPath(spec) != path {
			continue
		}
		if spec.Name != nil {
			names[spec.Name.Name] = true
			continue
		}
		elements := strings.Split(path, "/")
		if last := elements[len(elements)-1]; len(elements) > 1 && strings.HasPrefix(last, "v") {
			elements = elements[:len(elements)-1]
		}
		names[elements[len(elements)-1]] = true
	}
	return names
}

func importPath(spec *ast.ImportSpec) string {
	path, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return spec.Path.Value
	}
	return path
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
