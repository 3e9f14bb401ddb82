package markup_test

import (
	"bufio"
	"encoding/json"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// typed puts a text together again of its HTML, as static/js/copy.js does of a page.
func typed(t testing.TB, markup string) string {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(markup), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		t.Fatal(err)
	}
	var w writing
	for _, n := range nodes {
		w.read(n)
	}
	return w.text.String()
}

// writing is what was put together so far. usual is what stands before the next text where no comment says otherwise.
type writing struct {
	text  strings.Builder
	usual string
	// lines are what stands between the lines of the block of code at hand, line is how many of them there were.
	lines []string
	line  int
}

func (w *writing) write(text string) {
	w.text.WriteString(w.usual + text)
	w.usual = ""
}

var signs = strings.NewReplacer("d", "-", "q", ">", "r", "\r")

func (w *writing) read(n *html.Node) {
	if n.Type == html.CommentNode {
		w.usual = ""
		w.write(signs.Replace(strings.TrimPrefix(n.Data, "=")))
		return
	}
	if n.Type == html.TextNode {
		w.readText(n.Data)
		return
	}
	before, behind := "", ""
	switch n.Data {
	case "button":
		return
	case "br":
		w.usual += "\n"
		return
	case "p":
		if w.text.Len() > 0 {
			w.usual = "\n\n"
		}
		if ends := attribute(n, "data-lines"); ends != "" {
			w.lines, w.line = strings.Split(ends, ","), 0
			defer func() { w.write(""); w.lines = nil }()
		}
	case "pre":
		w.lines, w.line = strings.Split(attribute(n, "data-lines"), ","), 0
		defer func() { w.lines = nil }()
	case "span":
		if attribute(n, "class") == "emoji" {
			w.write(attribute(n, "title"))
			return
		}
	case "strong":
		before, behind = "**", "**"
	case "del":
		before, behind = "~~", "~~"
	case "em":
		before, behind = "*", "*"
	case "code":
		if w.lines == nil {
			before, behind = "`", "`"
		}
	case "a":
		if target := attribute(n, "title"); target != "" {
			before, behind = "[", "]("+target+")"
		}
	}
	if mark := attribute(n, "data-mark"); mark != "" {
		before, behind = mark, mark
	}
	if before != "" {
		w.write(before)
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		w.read(child)
	}
	w.text.WriteString(behind)
}

func (w *writing) readText(text string) {
	if w.lines == nil {
		w.write(text)
		return
	}
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			w.usual += w.nextLine()
		}
		if line != "" {
			w.write(line)
		}
	}
}

func (w *writing) nextLine() string {
	between := w.lines[min(w.line, len(w.lines)-1)]
	if w.line++; between == "" {
		return "\n"
	}
	return signs.Replace(between)
}

// isCopy tells whether a copy is what was typed. HTML has no sign of the value 0.
func isCopy(copied, source string) bool {
	return copied == strings.ReplaceAll(source, "\x00", "\ufffd")
}

func TestWhatIsDrawnCanBeCopiedAsItWasTyped(t *testing.T) {
	want := func(source string) {
		t.Helper()
		drawn := drawn(t, source)
		if got := typed(t, drawn); !isCopy(got, source) {
			t.Errorf("%q is copied as %q\n%s", source, got, drawn)
		}
	}
	for _, source := range slices.Concat(hostile, odd) {
		want(source)
	}
	for _, end := range []string{"\r", "\r\n", "\n\r", "\r\ra\n", "\r\n\n\r"} {
		want(strings.Repeat("a"+end, 900))
		want(strings.Repeat("*a* ", 400) + "\n" + strings.Repeat("- a"+end, 3) + "b")
	}
	for seed := range uint64(1_000) {
		lines, _ := composer{rand.New(rand.NewPCG(seed, 11))}.blocks(2)
		want(strings.Join(lines, "\n"))
		want(strings.Join(lines, "\r\n"))
	}
	file, err := os.Open("testdata/cases.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var c struct{ Source string }
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		want(c.Source)
	}
}
