package e2e

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

func TestEveryMetricIsInTheGuideAndTheGuideKnowsNoOther(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../docs/operating.md")
	if err != nil {
		t.Fatal(err)
	}
	_, shown := watchedServer(t)
	c, name := startCluster(t)
	_, ofNode := watchedServer(t, "--db="+patient(name, c.Dir()))
	shown += ofNode
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
