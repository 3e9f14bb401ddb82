package checks

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	cssString  = regexp.MustCompile(`"[^"\n]*"|'[^'\n]*'`)
	cssRule    = regexp.MustCompile(`[^{};]+`)
	cssValue   = regexp.MustCompile(`^\s*(-{0,2}[a-z][\w-]*)\s*:\s*(.+)$`)
	cssWord    = regexp.MustCompile(`[\w-]+\(?`)
	hexColor   = regexp.MustCompile(`#[0-9a-fA-F]{3,8}\b`)
	svgColor   = regexp.MustCompile(`\b(?:fill|stroke|color|stop-color|flood-color)="([^"]*)"`)
	styleValue = regexp.MustCompile(`\bstyle="([^"]*)"`)
)

// What a browser takes for a colour besides hexadecimal digits: its functions, CSS's names of colours, and the names of the
// system's colours, which mean what they say only where colours are forced.
var (
	colorFunctions = words(`rgb( rgba( hsl( hsla( hwb( lab( lch( oklab( oklch( color( device-cmyk( light-dark(`)
	colorNames     = words(`aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood
		cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod darkgray darkgreen darkgrey
		darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen darkslateblue darkslategray darkslategrey
		darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite
		gold goldenrod gray green greenyellow grey honeydew hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon
		lightblue lightcoral lightcyan lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen lightskyblue
		lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine mediumblue mediumorchid
		mediumpurple mediumseagreen mediumslateblue mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream mistyrose moccasin
		navajowhite navy oldlace olive olivedrab orange orangered orchid palegoldenrod palegreen paleturquoise palevioletred papayawhip
		peachpuff peru pink plum powderblue purple rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna
		silver skyblue slateblue slategray slategrey snow springgreen steelblue tan teal thistle tomato turquoise violet wheat white whitesmoke
		yellow yellowgreen`)
	systemColors = words(`accentcolor accentcolortext activetext buttonborder buttonface buttontext canvas canvastext field fieldtext graytext
		highlight highlighttext linktext mark marktext selecteditem selecteditemtext visitedtext`)
)

func words(list string) map[string]bool {
	found := map[string]bool{}
	for _, word := range strings.Fields(list) {
		found[word] = true
	}
	return found
}

// rawColors lists the colours that a style sheet names itself. Those of the system may stand where colours are forced.
func rawColors(sheet string) (raw []string, values int) {
	sheet = cssString.ReplaceAllString(cssComment.ReplaceAllString(sheet, ""), `""`)
	forced, depth := 0, 0 // the depth of the block for forced colours, 0 outside
	for at := 0; at < len(sheet); {
		switch sheet[at] {
		case '{':
			depth++
			at++
			continue
		case '}':
			if depth--; depth < forced {
				forced = 0
			}
			at++
			continue
		case ';':
			at++
			continue
		}
		part := cssRule.FindString(sheet[at:])
		at += len(part)
		if at < len(sheet) && sheet[at] == '{' { // a selector or a condition
			if forced == 0 && strings.Contains(part, "(forced-colors: active)") {
				forced = depth + 1
			}
			continue
		}
		match := cssValue.FindStringSubmatch(strings.ReplaceAll(part, "\n", " "))
		if match == nil {
			continue
		}
		values++
		raw = append(raw, colorsIn(match[2], forced > 0)...)
	}
	return raw, values
}

func colorsIn(value string, forced bool) []string {
	raw := hexColor.FindAllString(value, -1)
	for _, word := range cssWord.FindAllString(value, -1) {
		lower := strings.ToLower(word)
		if colorFunctions[lower] || colorNames[lower] || systemColors[lower] && !forced {
			raw = append(raw, word)
		}
	}
	return raw
}

// A colour outside the tokens is in neither theme's contrast, and in no page of the gallery.
func TestRawColorsAreInTheTokensAlone(t *testing.T) {
	values := 0
	for name, source := range readTree(t, "static/css", "views") {
		var raw []string
		switch filepath.Ext(name) {
		case ".css":
			if name == "static/css/tokens.css" {
				continue
			}
			var found int
			raw, found = rawColors(string(source))
			values += found
		case ".templ":
			for _, drawn := range append(svgColor.FindAllStringSubmatch(string(source), -1), styleValue.FindAllStringSubmatch(string(source), -1)...) {
				raw = append(raw, colorsIn(drawn[1], false)...)
			}
		}
		if len(raw) > 0 {
			t.Errorf("%s names %s; colours are in static/css/tokens.css", name, strings.Join(raw, ", "))
		}
	}
	if values < 500 {
		t.Errorf("found only %d values in the style sheets", values)
	}
}

// An icon that is a file of its own, and what a system draws around an installed page, can use no token, but has their colours.
func TestIconsHaveTheColorsOfTheTokens(t *testing.T) {
	tokens := words(strings.Join(hexColor.FindAllString(string(readTree(t, "static/css")["static/css/tokens.css"]), -1), " "))
	used := 0
	for name, source := range readTree(t, "static/icons", "handlers/app_files.go") {
		var colors []string
		switch filepath.Ext(name) {
		case ".svg":
			for _, drawn := range svgColor.FindAllStringSubmatch(string(source), -1) {
				if drawn[1] != "none" && drawn[1] != "currentColor" {
					colors = append(colors, drawn[1])
				}
			}
		case ".go":
			colors = hexColor.FindAllString(string(source), -1)
		}
		for _, color := range colors {
			if used++; !tokens[color] {
				t.Errorf("%s has %s, which is no colour of static/css/tokens.css", name, color)
			}
		}
	}
	if used < 5 {
		t.Errorf("found only %d colours in icons", used)
	}
}

func TestRawColorsAreFound(t *testing.T) {
	for sheet, want := range map[string]string{
		`.a { color: var(--color-red, #Fa0) }`:                                                    "#Fa0",
		`.a { --x: oklch(0.5 0 0); background: RGB(0 0 0 / 0.5) }`:                                "oklch( RGB(",
		`.a { white-space: nowrap; border: 1px solid white; &:hover { fill: tan } }`:              "white tan",
		`#red { color: transparent; fill: currentColor; content: "red"; /* color: red; */ }`:      "",
		`@media (forced-colors: active) { .a { color: Highlight } } .b { outline-color: Canvas }`: "Canvas",
		`.a { @media (forced-colors: active) { color: Mark; } background: var(--color-canvas) }`:  "",
	} {
		if raw, _ := rawColors(sheet); strings.Join(raw, " ") != want {
			t.Errorf("%s names %q, want %s", sheet, raw, want)
		}
	}
}
