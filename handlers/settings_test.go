package handlers

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"minimost/chat"
)

// settingNames are the names of the settings in JSON and forms.
func settingNames() (names []string) {
	fields := reflect.TypeFor[chat.Settings]()
	for i := range fields.NumField() {
		words := regexp.MustCompile(`[A-Z][a-z0-9]*`).FindAllString(fields.Field(i).Name, -1)
		names = append(names, strings.ToLower(strings.Join(words, "_")))
	}
	return names
}

func TestEverySettingReachesEveryPlace(t *testing.T) {
	guide, err := os.ReadFile(filepath.Join("..", "docs", "api.md"))
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	alice := w.as("alice")
	settings := func() map[string]bool {
		t.Helper()
		var values map[string]bool
		if err := json.Unmarshal([]byte(alice.get("/settings").want(200).body), &values); err != nil {
			t.Fatal(err)
		}
		return values
	}
	names := settingNames()
	if got := settings(); len(got) != len(names) {
		t.Fatalf("settings are %v, want %q", got, names)
	}
	for _, name := range names {
		alice.json("/settings", `{"`+name+`":false}`).want(200)
		if value, there := settings()[name]; value || !there {
			t.Errorf("%s cannot be switched off: %v", name, settings())
		}
		alice.get("/ui/account").want(200).contains(`name="` + name + `"`)
		alice.form("/ui/settings", name, "true").want(303)
		for other, value := range settings() {
			if value != (other == name) {
				t.Errorf("the form with %s alone leaves %v", name, settings())
			}
		}
		if !strings.Contains(string(guide), "`"+name+"`") {
			t.Errorf("docs/api.md does not name %s", name)
		}
	}
}
