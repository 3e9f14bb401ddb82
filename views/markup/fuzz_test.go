package markup_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"minimost/views/markup"
)

// allowed are the elements of a message, and their attributes.
var allowed = map[string][]string{
	"strong": nil, "em": {"data-mark"}, "del": nil, "code": {"data-mark"}, "blockquote": nil, "ul": nil, "ol": nil, "br": nil,
	"p": {"dir", "class", "data-lines"}, "div": {"class", "role", "aria-labelledby", "tabindex"}, "span": {"class", "title"}, "table": nil, "thead": nil, "tbody": nil, "tr": nil,
	"th": {"dir", "class"}, "td": {"dir", "class"}, "button": {"class", "type", "aria-labelledby"}, "svg": {"class", "aria-hidden"}, "use": {"href"}, "li": {"dir", "value"}, "pre": {"tabindex", "dir", "data-lines"}, "a": {"href", "rel", "target", "title"},
}

// hidden is a comment with marks and white space.
var hidden = regexp.MustCompile("\\A<!--=[\\s\\v\\p{Z}\\x{85}dqr*.|:`0-9]*-->\\z")

var schemes = regexp.MustCompile(`(?i)^(https?://|ftp://|mailto:)`)

// wellFormed says what is wrong with the markup of a message: each element is
// closed where it was opened, and is one of those allowed.
func wellFormed(markup string) string {
	tokens := html.NewTokenizer(strings.NewReader(markup))
	var open []string
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				return "not closed: " + strings.Join(open, " ")
			}
			return ""
		case html.TextToken:
			if strings.ContainsAny(string(tokens.Raw()), "<>") {
				return "unescaped text: " + string(tokens.Raw())
			}
		case html.StartTagToken:
			tag := tokens.Token()
			if wrong := wrongTag(tag); wrong != "" {
				return wrong
			}
			if tag.Data != "br" {
				open = append(open, tag.Data)
			}
		case html.EndTagToken:
			name := tokens.Token().Data
			if len(open) == 0 || open[len(open)-1] != name {
				return "closes what is not open: " + name
			}
			open = open[:len(open)-1]
		case html.CommentToken:
			if !hidden.MatchString(string(tokens.Raw())) {
				return "a comment: " + string(tokens.Raw())
			}
		default:
			return "neither text nor element: " + string(tokens.Raw())
		}
	}
}

func wrongTag(tag html.Token) string {
	attributes, known := allowed[tag.Data]
	if !known {
		return "an element " + tag.String()
	}
	for _, a := range tag.Attr {
		if !slices.Contains(attributes, a.Key) {
			return "an attribute " + a.Key + " in " + tag.String()
		}
		if a.Key != "href" || tag.Data == "use" && a.Val == "#icon-copy" {
			continue
		}
		if !schemes.MatchString(a.Val) {
			return "an address " + a.Val
		}
	}
	return ""
}

// tree is what a browser makes of the markup inside a message.
func tree(t *testing.T, markup string) string {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(markup), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, n := range nodes {
		if err := html.Render(&b, n); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func FuzzDraw(f *testing.F) {
	for _, seed := range slices.Concat(hostile, odd) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if len(source) > 40_000 || !utf8.ValidString(source) {
			return // no message
		}
		if wrong := broken(source, markup.Parse(source, options)); wrong != "" {
			t.Fatalf("%q: %s", source, wrong)
		}
		got := drawn(t, source)
		if again := typed(t, got); !isCopy(again, source) {
			t.Fatalf("%q is copied as %q\n%s", source, again, got)
		}
		if wrong := wellFormed(got); wrong != "" {
			t.Fatalf("%q yields %s\n%s", source, wrong, got)
		}
		once := tree(t, got)
		if twice := tree(t, once); once != twice {
			t.Fatalf("%q is read in two ways:\n%s\n%s", source, once, twice)
		}
		if wrong := wellFormed(strings.ReplaceAll(once, "<br/>", "<br>")); wrong != "" {
			t.Fatalf("%q yields %s in a browser\n%s", source, wrong, once)
		}
		if strings.TrimSpace(source) != "" && len(shown(t, got)) == 0 {
			t.Fatalf("%q vanishes", source)
		}
	})
}
