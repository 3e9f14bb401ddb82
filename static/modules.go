package static

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// entries are the modules of which a page asks for one alone: that of a channel's page imports all others, present.js is for
// pages that show none.
var entries = []string{"js/app.js", "js/present.js"}

var (
	moduleImport = regexp.MustCompile(`(?m)^import (?:\* as (\w+)|(\{[^}]*\})) from "\./([\w-]+\.js)";$`)
	moduleExport = regexp.MustCompile(`(?m)^export ((?:const|function|async function|class) (\w+))`)
	moduleOther  = regexp.MustCompile(`(?m)^(?:import|export)\b.*`)
)

// joinModules is an entry with all that it imports in one file, which a browser asks for once instead of file by file, each
// when the one that imports it is there. Every module becomes a function, called when those that it imports have been, that
// returns what it exports. It knows the forms of import and export that the scripts use; the error names any other, and
// modules that import each other.
func joinModules(fsys fs.FS, entry string) ([]byte, error) {
	j := joining{fsys: fsys, begun: map[string]bool{}, done: map[string]bool{}}
	if err := j.add(entry); err != nil {
		return nil, fmt.Errorf("join scripts: %w", err)
	}
	return []byte(j.joined.String()), nil
}

type joining struct {
	fsys        fs.FS
	begun, done map[string]bool
	joined      strings.Builder
}

// add writes the module after those that it imports, unless it is there.
func (j *joining) add(name string) error {
	if j.done[name] {
		return nil
	}
	if j.begun[name] {
		return fmt.Errorf("%s imports what imports it", name)
	}
	j.begun[name] = true
	body, err := fs.ReadFile(j.fsys, name)
	if err != nil {
		return err
	}
	source := string(body)
	for _, match := range moduleImport.FindAllStringSubmatch(source, -1) {
		if err := j.add(path.Join(path.Dir(name), match[3])); err != nil {
			return err
		}
	}
	var exported []string
	for _, match := range moduleExport.FindAllStringSubmatch(source, -1) {
		exported = append(exported, match[2])
	}
	source = moduleExport.ReplaceAllString(moduleImport.ReplaceAllStringFunc(source, importOf), "$1")
	if other := moduleOther.FindString(source); other != "" {
		return fmt.Errorf("%s: %q is no import or export that can be joined", name, other)
	}
	fmt.Fprintf(&j.joined, "const %s = (() => {\n%s\nreturn { %s };\n})();\n", variable(name), source, strings.Join(exported, ", "))
	j.done[name] = true
	return nil
}

// importOf is what an import becomes: the variables that it declares.
func importOf(statement string) string {
	match := moduleImport.FindStringSubmatch(statement)
	return fmt.Sprintf("const %s%s = %s;", match[1], strings.ReplaceAll(match[2], " as ", ": "), variable(match[3]))
}

// variable holds what a module exports.
func variable(name string) string {
	return "module_" + strings.ReplaceAll(strings.TrimSuffix(path.Base(name), ".js"), "-", "_")
}
