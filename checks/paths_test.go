package checks

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// filePath is a path in backquotes that says which file of the repository is meant.
var filePath = regexp.MustCompile("`([a-z0-9_.-]+/[A-Za-z0-9_./*-]+\\.(?:go|templ|ts|mjs|js|css|sql|md|json|sh|yml))`")

// examplePath is a file that recipes have somebody make.
var examplePath = regexp.MustCompile(`^page/call\.go$|bookmark`)

// A document that names a file which was moved or renamed leads its reader astray.
func TestDocumentsNameFilesThatThereAre(t *testing.T) {
	documents, err := filepath.Glob("docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for _, document := range append(documents, "README.md", "CONTRIBUTING.md", "SECURITY.md", "static/js/README.md", "sqlite/sql/schema/README.md") {
		content, err := os.ReadFile(document)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range filePath.FindAllStringSubmatch(string(content), -1) {
			path := match[1]
			if strings.HasPrefix(path, "build/") || examplePath.MatchString(path) {
				continue
			}
			named++
			if found, err := filepath.Glob(path); err != nil || len(found) == 0 {
				t.Errorf("%s names %s, which is not there", document, path)
			}
		}
	}
	if named < 30 {
		t.Errorf("found only %d paths", named)
	}
}
