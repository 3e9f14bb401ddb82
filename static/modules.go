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
	moduleImport = regexp.MustCompile(`\Aimport (?:\* as (\w+)|(\{[^}]*\})) from "\./([\w-]+\.js)";(?m:$)`)
	moduleExport = regexp.MustCompile(`\Aexport ((?:const|function|async function|class) (\w+))`)
	moduleOther  = regexp.MustCompile(`\A(?:import|export)\b.*`)
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
	var joined strings.Builder
	var exported []string
	// Looked for at the beginnings of lines alone: looking everywhere took a quarter of the time in which the program starts.
	for rest := string(body); rest != ""; {
		if match := moduleImport.FindStringSubmatch(startOf(rest, "import")); match != nil {
			if err := j.add(path.Join(path.Dir(name), match[3])); err != nil {
				return err
			}
			fmt.Fprintf(&joined, "const %s%s = %s;", match[1], strings.ReplaceAll(match[2], " as ", ": "), variable(match[3]))
			rest = rest[len(match[0]):]
		} else if match := moduleExport.FindStringSubmatch(startOf(rest, "export")); match != nil {
			exported = append(exported, match[2])
			joined.WriteString(match[1])
			rest = rest[len(match[0]):]
		} else if other := moduleOther.FindString(rest); other != "" {
			return fmt.Errorf("%s: %q is no import or export that can be joined", name, other)
		}
		line, after, found := strings.Cut(rest, "\n")
		joined.WriteString(line)
		if found {
			joined.WriteByte('\n')
		}
		rest = after
	}
	fmt.Fprintf(&j.joined, "const %s = (() => {\n%s\nreturn { %s };\n})();\n", variable(name), joined.String(), strings.Join(exported, ", "))
	j.done[name] = true
	return nil
}

// startOf is the source where it begins with the word, else nothing.
func startOf(source, word string) string {
	if !strings.HasPrefix(source, word) {
		return ""
	}
	return source
}

// variable holds what a module exports.
func variable(name string) string {
	return "module_" + strings.ReplaceAll(strings.TrimSuffix(path.Base(name), ".js"), "-", "_")
}
