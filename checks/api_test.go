package checks

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"minimost/handlers"
)

var describedRoute = regexp.MustCompile("`((?:GET|POST|DELETE) /[^`]*)`")

// Programs are written against docs/api.md: it describes each route there is, and no other.
func TestEveryRouteIsDescribed(t *testing.T) {
	guide, err := os.ReadFile("docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	// Before that stand the limits, which name routes without describing them.
	_, routes, found := strings.Cut(string(guide), "\n## JSON\n")
	if !found {
		t.Fatal("docs/api.md has no part \"JSON\"")
	}
	described := map[string]bool{}
	for _, match := range describedRoute.FindAllStringSubmatch(routes, -1) {
		// The gallery is there with --dev alone.
		described[match[1]] = strings.HasPrefix(match[1], "GET /gallery")
	}
	for _, route := range handlers.Routes() {
		name := route.Method + " " + route.Path
		if _, known := described[name]; !known {
			t.Errorf("docs/api.md has no line that says what `%s` takes and answers", name)
		}
		described[name] = true
	}
	for name, there := range described {
		if !there {
			t.Errorf("docs/api.md describes `%s`, which is not in handlers.Routes", name)
		}
	}
}
