package checks

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// maxLines is how long a file may be that people write and read.
const maxLines = 400

func TestNoFileIsTooLongToRead(t *testing.T) {
	read := 0
	for name, lines := range writtenFiles(t) {
		read++
		if lines > maxLines {
			t.Errorf("%s has %d lines: split it", name, lines)
		}
	}
	if read < 500 {
		t.Errorf("found only %d files", read)
	}
}

// writtenFiles counts the lines of what is neither generated, copied from
// elsewhere nor data.
func writtenFiles(t *testing.T) map[string]int {
	t.Helper()
	lines := make(map[string]int)
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			hidden := name != "." && strings.HasPrefix(entry.Name(), ".")
			if hidden || slices.Contains([]string{"node_modules", "build", "vendor", "testdata"}, entry.Name()) {
				return filepath.SkipDir
			}
			return nil
		}
		written := []string{".go", ".templ", ".ts", ".js", ".mjs", ".css", ".sql", ".sh"}
		if !slices.Contains(written, filepath.Ext(name)) || strings.HasSuffix(name, "_templ.go") {
			return nil
		}
		content, err := os.ReadFile(name)
		lines[filepath.ToSlash(name)] = bytes.Count(content, []byte("\n"))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}
