package views_test

import (
	"testing"

	"minimost/views"
	"minimost/views/fixtures"
)

func TestAvatarColorStaysTheSame(t *testing.T) {
	for name, want := range map[string]int{"alice": 3, "bob": 2, "carol": 9, "ALICE": 3} {
		if got := views.AvatarColor(name); got != want {
			t.Errorf("AvatarColor(%q) = %d, want %d", name, got, want)
		}
	}
}

func TestFixtureNamesShowEveryColor(t *testing.T) {
	seen := map[int]bool{}
	for _, name := range fixtures.Names {
		seen[views.AvatarColor(name)] = true
	}
	if len(seen) != views.AvatarPalette {
		t.Errorf("%d of %d colours shown", len(seen), views.AvatarPalette)
	}
}

func TestAvatarInitials(t *testing.T) {
	for name, want := range map[string]string{
		"bob": "B", "mary-ann": "MA", "grace_hopper": "GH", "a_b_c": "AB", "_": "?", "-x-": "X", "42": "4", "": "?",
	} {
		if got := views.AvatarInitials(name); got != want {
			t.Errorf("AvatarInitials(%q) = %q, want %q", name, got, want)
		}
	}
}
