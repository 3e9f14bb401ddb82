package gallery

import (
	"context"
	"net/url"
	"slices"

	"minimost/lang"
	"minimost/views/fixtures"
)

// View is what the index shows of the states, and how.
type View struct {
	// Find is in the names or titles of those that are shown.
	Find string
	// Theme and Width are of Themes and Widths.
	Theme, Width string
	// Forced shows them as with forced colours.
	Forced bool
}

// ForcedSheet is what the assets have in place of the usual style sheet to show forced colours.
const ForcedSheet = "forced.css"

// option is what one can choose, with its words.
type option struct{ value, words string }

// Themes and Widths are what one can choose; the first of each is without a choice.
var (
	Themes = []option{{"", "Light and dark"}, {"light", "Light"}, {"dark", "Dark"}}
	Widths = []option{{"", "As wide as there is room"}, {"320", "320 pixels"}, {"390", "390 pixels"}, {"720", "720 pixels"}, {"1280", "1280 pixels"}, {"1920", "1920 pixels"}}
)

// Known is the view with what can be chosen.
func (v View) Known() View {
	known := func(options []option, value string) string {
		if slices.ContainsFunc(options, func(o option) bool { return o.value == value }) {
			return value
		}
		return ""
	}
	v.Theme, v.Width = known(Themes, v.Theme), known(Widths, v.Width)
	return v
}

// query is the address of the view in a language.
func (v View) query(l lang.Language) string {
	query := url.Values{"language": {l.Tag()}}
	for name, value := range map[string]string{"find": v.Find, "theme": v.Theme, "width": v.Width, "forced": v.forced()} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return query.Encode()
}

func (v View) forced() string {
	if v.Forced {
		return "1"
	}
	return ""
}

// frame is one picture of a state.
type frame struct{ class, address, title string }

// frames are those of a state: of no choice light, dark and 390 pixels wide.
func (v View) frames(ctx context.Context, e fixtures.Entry) []frame {
	at := func(theme, width, title string) frame {
		f := frame{address: e.URL() + "?" + View{Theme: theme, Forced: v.Forced}.query(lang.Of(ctx)), title: title}
		if width != "" {
			f.class = "gallery__frame--" + width
			f.title += ", " + width + " pixels wide"
		}
		return f
	}
	switch {
	case v.Theme != "":
		return []frame{at(v.Theme, v.Width, v.Theme)}
	case v.Width != "":
		return []frame{at("light", v.Width, "light"), at("dark", v.Width, "dark")}
	}
	return []frame{at("light", "", "light"), at("dark", "", "dark"), {class: "gallery__frame--390", address: at("", "", "").address, title: "390 pixels wide"}}
}
