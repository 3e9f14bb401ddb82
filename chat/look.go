package chat

import "slices"

// Theme is what colours an account's pages are drawn in.
type Theme string

// Density is how much room the rows of an account's pages take up.
type Density string

// Those that there are; the first of each is how an account starts out.
const (
	SystemTheme Theme = "system" // as the reader's system is set
	LightTheme  Theme = "light"
	DarkTheme   Theme = "dark"

	Comfortable Density = "comfortable"
	Compact     Density = "compact"
)

// BrowserLanguage is whichever the reader's browser asks for.
const BrowserLanguage = "browser"

// Themes and Densities are all of them, in the order in which they are offered.
var (
	Themes    = []Theme{SystemTheme, LightTheme, DarkTheme}
	Densities = []Density{Comfortable, Compact}
)

// Look is how an account's pages look to itself.
type Look struct {
	Theme   Theme
	Density Density
	// Language is the tag of the one that pages are written in, such as "de", or BrowserLanguage.
	Language string
	// SkinTone is that of the emoji it is offered, 1 to MaxSkinTone, 0 for none.
	SkinTone int
}

// LookChange is what is to be different in an account's look; what is empty stays
// as it is.
type LookChange struct {
	Theme    Theme
	Density  Density
	Language string
	SkinTone *int
}

// All is the change after which the look is l.
func (l Look) All() LookChange {
	return LookChange{Theme: l.Theme, Density: l.Density, Language: l.Language, SkinTone: &l.SkinTone}
}

// DefaultLook is that of an account that has chosen none.
var DefaultLook = Look{Theme: SystemTheme, Density: Comfortable, Language: BrowserLanguage}

// ParseTheme reads the name of a theme. It returns Invalid for any other.
func ParseTheme(name string) (Theme, error) {
	if theme := Theme(name); slices.Contains(Themes, theme) {
		return theme, nil
	}
	return "", Errorf(Invalid, "Choose the system's theme, light or dark.")
}

// CheckSkinTone returns Invalid for a skin tone that there is not.
func CheckSkinTone(tone int) error {
	if tone < 0 || tone > MaxSkinTone {
		return Errorf(Invalid, "A skin tone is a number from 0 (none) to %d.", MaxSkinTone)
	}
	return nil
}

// ParseDensity reads the name of a density. It returns Invalid for any other.
func ParseDensity(name string) (Density, error) {
	if density := Density(name); slices.Contains(Densities, density) {
		return density, nil
	}
	return "", Errorf(Invalid, "Choose comfortable or compact.")
}
