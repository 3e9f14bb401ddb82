package checks

import (
	"path/filepath"
	"regexp"
	"testing"
)

var (
	usedProperty    = regexp.MustCompile(`var\((--[\w-]+)\)`) // one with a default needs no definition
	definedProperty = regexp.MustCompile(`[\s{;](--[\w-]+)\s*:`)
	cssComment      = regexp.MustCompile(`(?s)/\*.*?\*/`)
	usedIcon        = regexp.MustCompile(`@Icon\("([^"]*)"\)`)
	drawnIcon       = regexp.MustCompile(`(?m)^\s"(\w+)":\s+"M`)
)

// A custom property that nobody defines makes its declaration do nothing, and no browser says so.
func TestEveryCustomPropertyIsDefined(t *testing.T) {
	defined, used := map[string]bool{}, map[string]string{}
	for name, source := range readTree(t, "static/css") {
		sheet := cssComment.ReplaceAllString(string(source), "")
		for _, match := range definedProperty.FindAllStringSubmatch(sheet, -1) {
			defined[match[1]] = true
		}
		for _, match := range usedProperty.FindAllStringSubmatch(sheet, -1) {
			used[match[1]] = name
		}
	}
	for property, sheet := range used {
		if !defined[property] {
			t.Errorf("%s uses %s, which neither static/css/tokens.css nor another sheet defines", sheet, property)
		}
	}
	if len(used) < 20 {
		t.Errorf("found only %d properties in use", len(used))
	}
}

// An icon without a path is an empty square.
func TestEveryIconIsDrawn(t *testing.T) {
	views := readTree(t, "views")
	drawn := map[string]bool{}
	for _, match := range drawnIcon.FindAllStringSubmatch(string(views["views/icon.templ"]), -1) {
		drawn[match[1]] = true
	}
	used := 0
	for name, source := range views {
		if filepath.Ext(name) != ".templ" {
			continue
		}
		for _, match := range usedIcon.FindAllStringSubmatch(string(source), -1) {
			if used++; !drawn[match[1]] {
				t.Errorf("%s shows the icon %q, which has no path in views/icon.templ", name, match[1])
			}
		}
	}
	if used < 10 {
		t.Errorf("found only %d icons", used)
	}
}
