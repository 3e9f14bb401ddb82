package sqlite

import (
	"strings"
	"testing"
)

// TestEverythingOfAPersonIsExportedOrSaysWhyNot: whoever stores something new about
// people adds a statement export_<list> to the noun's, or a reason to its table.
func TestEverythingOfAPersonIsExportedOrSaysWhyNot(t *testing.T) {
	t.Parallel()
	lists := make(map[string]string)
	for _, e := range exports {
		lists[e.name] = e.text
	}
	for _, table := range tables {
		for name, become := range table.texts {
			if table.exported == "" && (become == forgotten || become == renamed || become == inSteps) {
				t.Errorf("%s.%s names people: say in which list they are exported, or why not", table.name, name)
			}
		}
		if to := table.exported; to != "" && !strings.HasSuffix(to, ".") && !strings.Contains(lists[to], table.name) {
			t.Errorf("the list %q does not read %s", to, table.name)
		}
	}
}
