package static

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
)

// Forced is the path of Bundle as a browser with forced colours would take it, or nearly so: a page cannot ask for those, and the
// gallery shows what they do. Dir serves it, and Files ForDesigners.
const Forced = "forced.css"

var definedColor = regexp.MustCompile(`--(color-[a-z0-9-]+):`)

// ForDesigners adds to a loaded tree what the gallery asks for besides; it is called before anything is served.
func (f *Files) ForDesigners() {
	f.files[Forced] = newFile(Forced, forced(f.files[Bundle].raw))
}

// forced has the rules for forced colours apply, and the colours be the system's.
func forced(sheets []byte) []byte {
	forced := bytes.ReplaceAll(sheets, []byte("(forced-colors: active)"), []byte("all"))
	forced = append(forced, ":root {\n"...)
	seen := map[string]bool{}
	for _, match := range definedColor.FindAllSubmatch(sheets, -1) {
		name := string(match[1])
		if system := systemColor(name); system != "" && !seen[name] {
			seen[name] = true
			forced = fmt.Appendf(forced, "  --%s: %s;\n", name, system)
		}
	}
	return append(forced, "}\n*, ::before, ::after { box-shadow: none !important; text-shadow: none !important; }\n"...)
}

// systemColor is what a browser puts in place of a token, "" where it leaves the colour as it is.
func systemColor(token string) string {
	part := strings.TrimPrefix(token, "color-")
	switch part {
	case "active", "idle", "offline", "scrim", "brand-dot":
		return ""
	case "avatar-text":
		return "CanvasText"
	case "canvas", "surface", "raised", "sunken", "hover", "pressed", "highlight", "selection":
		return "Canvas"
	case "accent", "accent-hover", "accent-ink":
		return "LinkText"
	}
	if strings.HasPrefix(part, "on-") || strings.HasPrefix(part, "avatar-") || strings.HasSuffix(part, "-soft") {
		return "Canvas"
	}
	return "CanvasText"
}
