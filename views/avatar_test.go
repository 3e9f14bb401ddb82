package views_test

import (
	"testing"

	"minimost/views"
)

func TestAvatarColorStaysTheSame(t *testing.T) {
	for name, want := range map[string]int{"alice": 3, "bob": 0, "carol": 15, "ALICE": 3} {
		if got := views.AvatarColor(name); got != want {
			t.Errorf("AvatarColor(%q) = %d, want %d", name, got, want)
		}
	}
}

func TestSoManyAccountsHaveAHueOfTheirOwn(t *testing.T) {
	const first = 1_000
	for i := range views.AvatarPalette {
		for j := range i {
			if views.AvatarHue(first+i) == views.AvatarHue(first+j) {
				t.Errorf("the accounts %d and %d look alike", first+i, first+j)
			}
		}
		if hue := views.AvatarHue(first + i); hue < 1 || hue > views.AvatarPalette {
			t.Errorf("%d is no hue", hue)
		}
	}
	if views.AvatarHue(-1) != 0 {
		t.Error("who has no account has a hue of an account")
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
