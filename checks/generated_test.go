package checks

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"strings"
	"testing"
)

func TestGeneratedViewsAreUpToDate(t *testing.T) {
	views := readTree(t, "views")
	for name := range views {
		if view, generated := strings.CutSuffix(name, "_templ.go"); generated && views[view+".templ"] == nil {
			t.Errorf("%s was generated from a view that is gone: delete it", name)
		}
	}
	// Without the flag, a check deletes such files and then finds nothing wrong.
	command := exec.CommandContext(t.Context(), "go", "tool", "templ", "generate", "-check", "-keep-orphaned-files")
	command.Env = append(os.Environ(), "CGO_ENABLED=0") // what the program is built with is compiled already
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
