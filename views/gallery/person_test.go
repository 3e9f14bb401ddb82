package gallery_test

import (
	"context"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"minimost/views/fixtures"
)

// Faces that open no card: those of a choice, of what leads elsewhere, and of the card itself.
var (
	otherwisePressed = []string{"a", "button", "label", "option"}
	ofOneself        = []string{"person-card", "picture-form", "override-picker"}
)

func TestEveryFaceOpensItsCard(t *testing.T) {
	opening := 0
	for _, e := range fixtures.Entries() {
		if strings.HasPrefix(e.URL(), "/gallery/avatar/") {
			continue
		}
		var b strings.Builder
		if err := e.Render().Render(context.Background(), &b); err != nil {
			t.Fatal(err)
		}
		document, err := html.Parse(strings.NewReader(b.String()))
		if err != nil {
			t.Fatal(err)
		}
		for node := range document.Descendants() {
			if !hasClass(node, "avatar") || hasClass(node, "avatar--group") {
				continue
			}
			card := cardOf(node)
			if card == "" && !isOtherwisePressed(node) {
				t.Errorf("%s: a face opens no card: PersonFace draws one that does", e.URL())
			}
			if card == "" {
				continue
			}
			opening++
			if isOtherwisePressed(node) {
				t.Errorf("%s: the face of %s opens a card within what does something else", e.URL(), card)
			}
			if row := rowOf(node); row != nil && !leadsTo(row, card) {
				t.Errorf("%s: no name beside the face leads to %s, so keys do not", e.URL(), card)
			}
		}
	}
	if opening == 0 {
		t.Error("no face opens a card")
	}
}

// cardOf is the card that a face opens, "" for none. That of a message opens the one of the message's name.
func cardOf(face *html.Node) string {
	card := attribute(face, "data-card")
	if has := slices.ContainsFunc(face.Attr, func(a html.Attribute) bool { return a.Key == "data-card" }); !has || card != "" {
		return card
	}
	for around := range face.Ancestors() {
		if !hasClass(around, "message") {
			continue
		}
		for node := range around.Descendants() {
			if node.Data == "a" && hasClass(node, "message__from") {
				return attribute(node, "href")
			}
		}
	}
	return ""
}

func attribute(node *html.Node, name string) string {
	for _, a := range node.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func hasClass(node *html.Node, class string) bool {
	return slices.Contains(strings.Fields(attribute(node, "class")), class)
}

func isOtherwisePressed(node *html.Node) bool {
	for around := range node.Ancestors() {
		if slices.Contains(otherwisePressed, around.Data) || attribute(around, "role") == "option" ||
			slices.ContainsFunc(ofOneself, func(class string) bool { return hasClass(around, class) }) {
			return true
		}
	}
	// Nobody has a card whose account was removed.
	return strings.Contains(textOf(node.Parent), "Deleted user")
}

// rowOf is what a person's face and name stand in, nil for faces that stand for a whole conversation.
func rowOf(node *html.Node) *html.Node {
	for around := range node.Ancestors() {
		if slices.Contains([]string{"li", "article", "header"}, around.Data) {
			return around
		}
	}
	return nil
}

func leadsTo(row *html.Node, card string) bool {
	for node := range row.Descendants() {
		if node.Data == "a" && attribute(node, "href") == card && attribute(node, "tabindex") == "" {
			return true
		}
	}
	return false
}

func textOf(node *html.Node) (text string) {
	for inner := range node.Descendants() {
		if inner.Type == html.TextNode {
			text += inner.Data
		}
	}
	return text
}

// shownName is the text of an element that is nothing but somebody's name.
var shownName = regexp.MustCompile(`>\s*\{ (?:Isolate|contained)\([^{}]*\.shown\(\)\) \}\s*<`)

// Files that draw a name as such, with how many: of a choice, of what leads elsewhere, of oneself, and the components that link it.
var drawnNames = map[string]int{
	"account_button.templ": 1, "override_picker.templ": 1, "mention_options.templ": 1, "user_options.templ": 1,
	"person_name.templ": 4, // PersonName, which links, and those of nobody's
	"message.templ":     2, // of a grouped message, which has none to see, and the link
}

func TestEveryNameLeadsToItsCard(t *testing.T) {
	for path, source := range sources(t, "../*.templ") {
		name := filepath.Base(path)
		if n := len(shownName.FindAllString(source, -1)); n != drawnNames[name] {
			t.Errorf("%s draws %d names as such, not %d: personLink draws one that leads to the card", name, n, drawnNames[name])
		}
	}
}
