package markup

import (
	"os"
	"path/filepath"
	"testing"
)

// TestDocumentsAreReadWhole: what people paste, as long as a message may be, is drawn to its end.
func TestDocumentsAreReadWhole(t *testing.T) {
	names, err := filepath.Glob("testdata/documents/*.md")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		p := parser{output: output{keepNodes: true}}
		if p.parse(string(source)); p.line.isSpent() || p.rest < len(source) {
			t.Errorf("%s is read as far as %d of %d bytes", name, p.rest, len(source))
		}
	}
}
