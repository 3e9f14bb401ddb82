package checks

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

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
