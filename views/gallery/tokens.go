package gallery

import (
	"context"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"minimost/views"
	"minimost/views/fixtures"
)

type stylesKey struct{}

// WithStyles lets the page of tokens show those of a style sheet.
func WithStyles(ctx context.Context, sheet string) context.Context {
	return context.WithValue(ctx, stylesKey{}, sheet)
}

// Token is a custom property with its values; Dark is Light where both themes have one.
type Token struct {
	Name, Light, Dark string
}

func (t Token) words() string {
	if t.Dark == t.Light {
		return t.Light
	}
	return t.Light + ", " + t.Dark
}

var (
	definedToken = regexp.MustCompile(`(?m)^ +--((?:color|text|weight|leading|space|radius|size|motion)(?:-[a-z0-9-]+)?): ([^;]+);`)
	bothThemes   = regexp.MustCompile(`^light-dark\(([^,]+), ([^)]+)\)$`)
)

// Tokens are those of a style sheet whose names begin so, as they stand there.
func Tokens(sheet string, prefixes ...string) []Token {
	var all []Token
	seen := map[string]bool{}
	for _, match := range definedToken.FindAllStringSubmatch(sheet, -1) {
		name, value := match[1], match[2]
		kind, _, _ := strings.Cut(name, "-")
		if seen[name] || !strings.Contains(" "+strings.Join(prefixes, " ")+" ", " "+kind+" ") {
			continue
		}
		seen[name] = true
		t := Token{Name: name, Light: value, Dark: value}
		if both := bothThemes.FindStringSubmatch(value); both != nil {
			t.Light, t.Dark = both[1], both[2]
		}
		all = append(all, t)
	}
	return all
}

func tokens(ctx context.Context, prefixes ...string) []Token {
	sheet, _ := ctx.Value(stylesKey{}).(string)
	return Tokens(sheet, prefixes...)
}

// grounds are what colours stand on that do not stand on the surface.
var grounds = map[string]string{
	"color-on-accent": "color-accent", "color-accent-ink": "color-accent-soft", "color-on-danger": "color-danger-fill", "color-notice-ink": "color-notice-soft",
	"color-warn-ink": "color-warn-soft", "color-brand-dot": "color-accent",
}

// Ground is what a colour stands on, in words that a token's name is: a face is what its letters stand on.
func Ground(name string) string {
	if ground, ok := grounds[name]; ok {
		return ground
	}
	if regexp.MustCompile(`^color-avatar-\d`).MatchString(name) {
		return "color-avatar-text"
	}
	return "color-surface"
}

// contrasts are those of a colour in both themes, as "4.6" and "7.1".
func contrasts(all []Token, t Token) (light, dark string) {
	for _, ground := range all {
		if ground.Name == Ground(t.Name) {
			return fmt.Sprintf("%.1f", Contrast(t.Light, ground.Light)), fmt.Sprintf("%.1f", Contrast(t.Dark, ground.Dark))
		}
	}
	return "", ""
}

// Contrast is WCAG's ratio of two colours such as "#5d584d"; 0 where one is none, or shows through.
func Contrast(a, b string) float64 {
	first, ok := luminance(a)
	second, both := luminance(b)
	if !ok || !both {
		return 0
	}
	return (math.Max(first, second) + 0.05) / (math.Min(first, second) + 0.05)
}

func luminance(color string) (float64, bool) {
	hex, ok := strings.CutPrefix(color, "#")
	value, err := strconv.ParseUint(hex, 16, 24)
	if !ok || len(hex) != 6 || err != nil {
		return 0, false
	}
	linear := func(part uint64) float64 {
		c := float64(part&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(value>>16) + 0.7152*linear(value>>8) + 0.0722*linear(value), true
}

func init() {
	fixtures.Register("tokens",
		fixtures.Entry{State: "colors", Title: "Colours in both themes, and their contrast with what they stand on", Height: fixtures.Screen, Render: func() templ.Component { return colors() }},
		fixtures.Entry{State: "type", Title: "Sizes and weights of type", Height: fixtures.Tall, Render: func() templ.Component { return typeSizes() }},
		fixtures.Entry{State: "space", Title: "Space, radii and sizes", Height: fixtures.Tall, Render: func() templ.Component { return spaces() }},
		fixtures.Entry{State: "icons", Title: "Icons", Height: fixtures.Medium, Render: func() templ.Component { return icons(views.IconNames()) }},
	)
}
