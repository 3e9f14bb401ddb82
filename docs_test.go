package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What people copy from the examples has to be there.
func TestExamplesUseFlagsAndCommandsThatThereAre(t *testing.T) {
	help := strings.ReplaceAll(execute(t, t.TempDir(), "--help").stdout, "--[no-]", "--")
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

func TestEveryMetricIsInTheGuideAndTheGuideKnowsNoOther(t *testing.T) {
	guide, err := os.ReadFile("docs/operating.md")
	if err != nil {
		t.Fatal(err)
	}
	_, shown := watchedServer(t)
	there := make(map[string]bool)
	for _, found := range regexp.MustCompile(`(?m)^# TYPE (minimost_\w+)`).FindAllStringSubmatch(shown, -1) {
		if there[found[1]] = true; !strings.Contains(string(guide), "`"+found[1]+"`") {
			t.Errorf("the guide lacks %s", found[1])
		}
	}
	for _, name := range regexp.MustCompile(`minimost_\w+`).FindAllString(string(guide), -1) {
		if !there[name] {
			t.Errorf("there is no %s", name)
		}
	}
}
