package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

// dashboard is what is read of the file for Grafana.
type dashboard struct {
	Title      string
	Templating struct {
		List []struct{ Name, Type, Query any }
	}
	Panels []struct {
		ID         int
		Type       string
		Title      string
		Datasource struct{ UID string }
		Targets    []struct {
			Expr       string
			Datasource struct{ UID string }
		}
	}
}

var metricName = regexp.MustCompile(`\b(?:minimost|go|process)_[a-z0-9_]+\b`)

func TestDashboardAsksForMetricsThatThereAre(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile("../deploy/grafana-dashboard.json")
	if err != nil {
		t.Fatal(err)
	}
	var d dashboard
	if err := json.Unmarshal(content, &d); err != nil {
		t.Fatal(err)
	}
	if list := d.Templating.List; len(list) == 0 || list[0].Name != "datasource" || list[0].Type != "datasource" || list[0].Query != "prometheus" {
		t.Errorf("the data source is not to choose: %v", list)
	}
	_, metrics := watchedServer(t)
	asked := make(map[string]bool)
	ids := make(map[int]bool)
	for _, panel := range d.Panels {
		if ids[panel.ID] {
			t.Errorf("two panels have the number %d", panel.ID)
		}
		ids[panel.ID] = true
		if panel.Type != "row" && (len(panel.Targets) == 0 || panel.Datasource.UID != "${datasource}") {
			t.Errorf("%s shows nothing", panel.Title)
		}
		for _, target := range panel.Targets {
			names := metricName.FindAllString(target.Expr, -1)
			if len(names) == 0 || target.Datasource.UID != "${datasource}" {
				t.Errorf("%s asks for %q", panel.Title, target.Expr)
			}
			for _, name := range names {
				asked[name] = true
				if !regexp.MustCompile(`(?m)^` + name + `[{ ]`).MatchString(metrics) {
					t.Errorf("%s: there is no %s", panel.Title, name)
				}
			}
		}
	}
	// Each of ours is on a panel; of a histogram at least one of its parts.
	for line := range strings.Lines(metrics) {
		var name, kind string
		if n, _ := fmt.Sscanf(line, "# TYPE %s %s", &name, &kind); n != 2 || !strings.HasPrefix(name, "minimost_") {
			continue
		}
		if !asked[name] && !asked[name+"_count"] && !asked[name+"_bucket"] {
			t.Errorf("no panel shows %s", name)
		}
	}
}
