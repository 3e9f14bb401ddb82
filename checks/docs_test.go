package checks

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"minimost/cli"
)

// What people copy from the examples has to be there.
func TestExamplesUseFlagsAndCommandsThatThereAre(t *testing.T) {
	var printed strings.Builder
	if status := cli.Run([]string{"--help"}, &printed, io.Discard); status != 0 {
		t.Fatalf("status %d", status)
	}
	help := strings.ReplaceAll(printed.String(), "--[no-]", "--")
	files, err := filepath.Glob("deploy/*")
	if err != nil || len(files) < 5 {
		t.Fatalf("%v: %q", err, files)
	}
	used := 0
	for _, file := range append(files, "docs/operating.md", "SECURITY.md") {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, variable := range regexp.MustCompile(`MINIMOST_[A-Z_]+[A-Z]`).FindAllString(string(content), -1) {
			if used++; !strings.Contains(help, "$"+variable+")") {
				t.Errorf("%s: there is no %s", file, variable)
			}
		}
		for _, flag := range regexp.MustCompile("(?m)(?:`|^minimost .*?|^ +minimost .*?|# +minimost )(--[a-z][a-z-]+)").FindAllStringSubmatch(string(content), -1) {
			if used++; !strings.Contains(help, flag[1]) {
				t.Errorf("%s: there is no %s", file, flag[1])
			}
		}
	}
	if used < 15 {
		t.Errorf("found only %d uses", used)
	}
}
