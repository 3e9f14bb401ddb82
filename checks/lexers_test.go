package checks

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The lexers of package highlight are those of the version of chroma that go.mod names. After an update they are copied again.
func TestLexersAreThoseOfChroma(t *testing.T) {
	command := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "github.com/alecthomas/chroma/v2")
	dir, err := command.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	files, err := filepath.Glob("highlight/lexers/*.xml")
	if err != nil || len(files) < 30 {
		t.Fatalf("%d lexers, %v", len(files), err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		if name == "go.xml" { // chroma has it in Go alone
			continue
		}
		want, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "lexers", "embedded", name))
		if err != nil {
			t.Error(err)
			continue
		}
		if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is another than chroma's, %v", name, err)
		}
	}
}
