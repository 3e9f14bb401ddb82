package markup_test

import (
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"minimost/views/markup"
)

func drawn(t testing.TB, source string) string {
	t.Helper()
	var b strings.Builder
	if err := markup.Write(&b, source, options); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// shown is what a reader sees of HTML: the text of each paragraph with its blanks and line breaks, numbers and bullets before
// items, and behind each link where it leads.
func shown(t testing.TB, markup string) []string {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(markup), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		t.Fatal(err)
	}
	var s reader
	for _, n := range nodes {
		s.read(n)
	}
	s.end()
	return s.paragraphs
}

type reader struct {
	paragraphs []string
	text       strings.Builder
	// broken is set behind a <br>, whose line end in the source is not one more.
	broken bool
}

func (s *reader) end() {
	if text := strings.Trim(s.text.String(), "\n"); strings.TrimSpace(text) != "" {
		s.paragraphs = append(s.paragraphs, text)
	}
	s.text.Reset()
}

func (s *reader) read(n *html.Node) {
	if n.Type == html.TextNode {
		if s.broken {
			s.text.WriteString(strings.TrimPrefix(n.Data, "\n"))
		} else {
			s.text.WriteString(n.Data)
		}
		s.broken = false
		return
	}
	switch n.Data {
	case "br":
		s.text.WriteString("\n")
		s.broken = true
		return
	case "span":
		if attribute(n, "class") == "emoji" {
			s.text.WriteString(attribute(n, "title") + " = ")
		}
	case "p", "pre", "blockquote", "ul", "ol", "th", "td":
		s.end()
		defer s.end()
	case "li":
		s.end()
		s.paragraphs = append(s.paragraphs, mark(n))
		defer s.end()
	case "a":
		defer s.text.WriteString(" → " + attribute(n, "href"))
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		s.read(child)
	}
}

// mark is the number or bullet before an item.
func mark(item *html.Node) string {
	if item.Parent.Data == "ul" {
		return "•"
	}
	number := 1
	for n := item; n != nil; n = n.PrevSibling {
		if value, err := strconv.Atoi(attribute(n, "value")); err == nil {
			return strconv.Itoa(value+number-1) + "."
		}
		if n != item && n.Data == "li" {
			number++
		}
	}
	return strconv.Itoa(number) + "."
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
