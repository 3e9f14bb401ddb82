package chat_test

import (
	"testing"

	"minimost/chat"
)

func TestOnlyLooksThatThereAreCanBeChosen(t *testing.T) {
	for name, want := range map[string]bool{"system": true, "light": true, "dark": true, "": false, "Dark": false, "blue": false} {
		theme, err := chat.ParseTheme(name)
		if (err == nil) != want || err == nil && string(theme) != name || err != nil && chat.CodeOf(err) != chat.Invalid {
			t.Errorf("theme %q: %q, %v", name, theme, err)
		}
	}
	for name, want := range map[string]bool{"comfortable": true, "compact": true, "": false, "cosy": false} {
		density, err := chat.ParseDensity(name)
		if (err == nil) != want || err == nil && string(density) != name || err != nil && chat.CodeOf(err) != chat.Invalid {
			t.Errorf("density %q: %q, %v", name, density, err)
		}
	}
}
