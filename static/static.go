// Package static holds the browser's files, style sheets, scripts and the vendored libraries, and answers requests for them.
// It knows no HTTP server: what a request asks for and its answer are plain values.
package static

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

// Embedded is the tree as it was when the program was built.
//
//go:embed css icons js vendor
var Embedded embed.FS

const (
	// Bundle is the path of all style sheets in one file.
	Bundle = "app.css"

	// firstSheet declares the order of the cascade layers, so it leads the bundle.
	firstSheet = "css/layers.css"

	// prefix is where a server mounts the tree.
	prefix = "/static/"

	emojiFolder = "vendor/emoji/"
)

// EmojiData returns the embedded emoji data, the one set for picker and server: a JSON array of objects with emoji,
// annotation, shortcodes, tags, group, order, version and, where they exist, skins.
func EmojiData() []byte {
	data, err := EmojiNames("en")
	if err != nil {
		panic(err) // go:embed above would not have compiled
	}
	return data
}

// EmojiNames returns the emoji data with the names in a language, by its tag, behind which the shortcodes in English stand. The
// error says that there are none.
func EmojiNames(tag string) ([]byte, error) { return Embedded.ReadFile(emojiFolder + tag + ".json") }

// Files is a tree of static files ready to be served. It is safe for concurrent use.
type Files struct {
	base  string
	files map[string]file

	// live is set for a tree that is read anew at each request.
	live fs.FS
}

// Load reads every file of a known type from fsys once, bundles css/*.css into Bundle and joins what js/app.js imports to it.
// The error says which file could not be read or joined.
func Load(fsys fs.FS) (*Files, error) {
	files := map[string]file{}
	sheets, err := bundle(fsys)
	if err != nil {
		return nil, err
	}
	files[Bundle] = newFile(Bundle, sheets)

	err = fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() || !servable(name) {
			return nil
		}
		body, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		files[name] = newFile(name, body)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read static files: %w", err)
	}
	for _, entry := range entries {
		if _, found := files[entry]; !found {
			continue
		}
		joined, err := joinModules(fsys, entry)
		if err != nil {
			return nil, err
		}
		files[entry] = newFile(entry, joined)
	}
	return &Files{base: prefix + treeHash(files), files: files}, nil
}

// Dir serves the tree below a directory without caching and each script as it is, so that a saved file shows on the next
// request and the browser names its lines.
func Dir(directory string) *Files {
	return &Files{base: prefix + "dev", live: os.DirFS(directory)}
}

// Base is the address of the tree without a trailing slash. For a loaded tree it holds a hash of all of it, so that
// everything below may be cached forever and relative imports between modules carry the hash along.
func (f *Files) Base() string {
	return f.base
}

// open finds a file by its path below Base, such as "app.css" or "js/live.js". It reports false for a path that is not
// part of the tree, whatever dots and slashes it holds.
func (f *Files) open(name string) (file, bool) {
	if f.live == nil {
		found, ok := f.files[name]
		return found, ok
	}
	if name == Bundle {
		sheets, err := bundle(f.live)
		return newFile(name, sheets), err == nil
	}
	if name == Forced {
		sheets, err := bundle(f.live)
		return newFile(name, forced(sheets)), err == nil
	}
	if !servable(name) {
		return file{}, false
	}
	body, err := fs.ReadFile(f.live, name)
	return newFile(name, body), err == nil
}

func bundle(fsys fs.FS) ([]byte, error) {
	names, err := fs.Glob(fsys, "css/*.css")
	if err != nil {
		return nil, err
	}
	slices.SortFunc(names, func(a, b string) int {
		if (a == firstSheet) != (b == firstSheet) {
			if a == firstSheet {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
	var sheets []byte
	for _, name := range names {
		body, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("bundle style sheets: %w", err)
		}
		sheets = fmt.Appendf(sheets, "/* %s */\n", path.Base(name))
		sheets = append(append(sheets, body...), '\n')
	}
	return sheets, nil
}

// servable keeps notes, Go files and single style sheets (they are in the bundle) out of the tree.
func servable(name string) bool {
	extension := path.Ext(name)
	return fs.ValidPath(name) && extension != ".css" && contentTypes[extension] != ""
}

func treeHash(files map[string]file) string {
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	hash := sha256.New()
	for _, name := range names {
		fmt.Fprintf(hash, "%s\x00%s\n", name, files[name].tag)
	}
	return hex.EncodeToString(hash.Sum(nil))[:12]
}
