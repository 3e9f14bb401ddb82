package gallery_test

import (
	"context"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"minimost/views"
	"minimost/views/fixtures"
	"minimost/views/gallery"
)

func styles(t *testing.T) string {
	t.Helper()
	sheet, err := os.ReadFile("../../static/css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	return string(sheet)
}

// TestInkHasContrast: 4.5 for what is read, 3 for shapes that say something.
func TestInkHasContrast(t *testing.T) {
	all := gallery.Tokens(styles(t), "color")
	ink := []string{"text", "muted", "faint", "accent", "accent-hover", "on-accent", "accent-ink", "new-ink", "danger", "on-danger", "notice-ink", "warn-ink",
		"code-keyword", "code-type", "code-name"}
	shapes := []string{"line-strong", "new", "active", "idle", "offline"}
	checked := 0
	for _, token := range all {
		name := strings.TrimPrefix(token.Name, "color-")
		var wanted float64
		switch {
		case slices.Contains(ink, name), strings.HasPrefix(name, "avatar-") && name != "avatar-text":
			wanted = 4.5
		case slices.Contains(shapes, name):
			wanted = 3
		default:
			continue
		}
		checked++
		ground := all[slices.IndexFunc(all, func(g gallery.Token) bool { return g.Name == gallery.Ground(token.Name) })]
		if light, dark := gallery.Contrast(token.Light, ground.Light), gallery.Contrast(token.Dark, ground.Dark); light < wanted || dark < wanted {
			t.Errorf("%s on %s: %.2f light, %.2f dark, want %.1f", token.Name, ground.Name, light, dark, wanted)
		}
	}
	if want := len(ink) + len(shapes) + views.AvatarPalette; checked != want {
		t.Errorf("checked %d colours, want %d", checked, want)
	}
}

func TestContrastIsThatOfWCAG(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{{"#000000", "#ffffff", 21}, {"#ffffff", "#767676", 4.54}, {"#777777", "#777777", 1}, {"#fff", "#000000", 0}, {"red", "#000000", 0}} {
		if got := gallery.Contrast(c.a, c.b); math.Abs(got-c.want) > 0.005 {
			t.Errorf("%s on %s: %.3f, want %.2f", c.a, c.b, got, c.want)
		}
	}
}

func TestThePageOfTokensHasEachOfThem(t *testing.T) {
	sheet := styles(t)
	ctx := gallery.WithStyles(context.Background(), sheet)
	for state, kinds := range map[string][]string{"colors": {"color"}, "type": {"text", "weight", "leading", "motion"}, "space": {"space", "size", "radius"}} {
		entry, _ := fixtures.Find("tokens", state)
		var b strings.Builder
		if err := gallery.Document(views.PageProps{}, entry).Render(ctx, &b); err != nil {
			t.Fatal(err)
		}
		tokens := gallery.Tokens(sheet, kinds...)
		for _, token := range tokens {
			if !strings.Contains(b.String(), ">"+token.Name+"<") || !strings.Contains(b.String(), token.Dark) {
				t.Errorf("%s is not there", token.Name)
			}
		}
		if len(tokens) < 10 {
			t.Errorf("%s: only %d", state, len(tokens))
		}
	}
}
