package views

import (
	"bytes"
	"context"
	"html"
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	gmhtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// linkSchemes are the only ones a message may link to; anything else stays the text that was typed.
var linkSchemes = []string{"http", "https", "mailto"}

// The parsers that are missing here (headings, raw HTML, tables, indented code, link definitions) leave their source in the
// message as plain text.
var markdownParser = parser.NewParser(
	parser.WithBlockParsers(
		util.Prioritized(parser.NewListParser(), 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(parser.NewBlockquoteParser(), 800),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	),
	parser.WithInlineParsers(
		util.Prioritized(parser.NewCodeSpanParser(), 100),
		util.Prioritized(parser.NewLinkParser(), 200),
		util.Prioritized(parser.NewAutoLinkParser(), 300),
		util.Prioritized(parser.NewEmphasisParser(), 500),
		util.Prioritized(extension.NewStrikethroughParser(), 500),
		util.Prioritized(extension.NewLinkifyParser(), 999),
	),
)

var markdownRenderer = renderer.NewRenderer(renderer.WithNodeRenderers(
	util.Prioritized(gmhtml.NewRenderer(gmhtml.WithHardWraps()), 1000),
	util.Prioritized(extension.NewStrikethroughHTMLRenderer(), 500),
	util.Prioritized(messageRenderer{}, 100),
))

// Markdown renders the harmless part of markdown: bold, italic, strike, code, fenced code, quotes, lists and links to web
// and mail addresses. Everything else, HTML above all, is shown as it was typed.
func Markdown(source string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		return writeMarkdown(w, source)
	})
}

func writeMarkdown(w io.Writer, source string) error {
	raw := []byte(source)
	document := markdownParser.Parse(text.NewReader(raw))
	if !hasInk(document, raw) || !withinDepth(document) {
		return writePlain(w, source)
	}
	var rendered bytes.Buffer
	if err := markdownRenderer.Render(&rendered, raw, document); err != nil {
		return err
	}
	_, err := w.Write(rendered.Bytes())
	return err
}

// hasInk tells whether anything would be visible: a lone ">" or "-" is an empty quote or list, and would vanish.
func hasInk(document ast.Node, source []byte) bool {
	found := false
	_ = ast.Walk(document, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch node := node.(type) {
		case *ast.Text:
			found = !util.IsBlank(node.Segment.Value(source))
		case *ast.AutoLink:
			found = true
		case *ast.FencedCodeBlock:
			found = node.Lines().Len() > 0
		}
		if found {
			return ast.WalkStop, nil
		}
		return ast.WalkContinue, nil
	})
	return found
}

// maxNesting is deeper than any talk and far below where browsers give up on nested elements.
const maxNesting = 24

func withinDepth(document ast.Node) bool {
	depth, deepest := 0, 0
	_ = ast.Walk(document, func(_ ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			depth--
			return ast.WalkContinue, nil
		}
		depth++
		deepest = max(deepest, depth)
		if deepest > maxNesting {
			return ast.WalkStop, nil
		}
		return ast.WalkContinue, nil
	})
	return deepest <= maxNesting
}

func writePlain(w io.Writer, source string) error {
	_, err := io.WriteString(w, "<p>"+strings.ReplaceAll(html.EscapeString(source), "\n", "<br>\n")+"</p>\n")
	return err
}

// messageRenderer replaces goldmark's rendering of links, images and code blocks.
type messageRenderer struct{}

// RegisterFuncs implements goldmark's renderer.NodeRenderer.
func (r messageRenderer) RegisterFuncs(register renderer.NodeRendererFuncRegisterer) {
	register.Register(ast.KindLink, r.link)
	register.Register(ast.KindImage, r.image)
	register.Register(ast.KindAutoLink, r.autoLink)
	register.Register(ast.KindFencedCodeBlock, r.code)
}

// code can be scrolled with the keyboard, so it takes focus.
func (messageRenderer) code(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	_, _ = w.WriteString(`<pre tabindex="0"><code>`)
	for i := range node.Lines().Len() {
		line := node.Lines().At(i)
		_, _ = w.WriteString(html.EscapeString(string(line.Value(source))))
	}
	_, err := w.WriteString("</code></pre>\n")
	return ast.WalkSkipChildren, err
}

func (messageRenderer) link(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	link := node.(*ast.Link)
	address, ok := safeAddress(string(link.Destination))
	switch {
	case !ok:
		literal(w, "[", string(link.Destination), entering)
	case entering:
		openLink(w, address, address)
	default:
		_, _ = w.WriteString("</a>")
	}
	return ast.WalkContinue, nil
}

func (messageRenderer) image(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	literal(w, "![", string(node.(*ast.Image).Destination), entering)
	return ast.WalkContinue, nil
}

func (messageRenderer) autoLink(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	link := node.(*ast.AutoLink)
	label := html.EscapeString(string(link.Label(source)))
	target := string(link.URL(source))
	if link.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(target), "mailto:") {
		target = "mailto:" + target
	}
	address, ok := safeAddress(target)
	if !ok {
		_, err := w.WriteString(label)
		return ast.WalkContinue, err
	}
	openLink(w, address, "")
	_, err := w.WriteString(label + "</a>")
	return ast.WalkContinue, err
}

func openLink(w util.BufWriter, address, title string) {
	_, _ = w.WriteString(`<a href="` + html.EscapeString(address) + `" rel="noopener nofollow" target="_blank"`)
	if title != "" {
		_, _ = w.WriteString(` title="` + html.EscapeString(title) + `"`)
	}
	_ = w.WriteByte('>')
}

func literal(w util.BufWriter, open, destination string, entering bool) {
	if entering {
		_, _ = w.WriteString(open)
		return
	}
	_, _ = w.WriteString("](" + html.EscapeString(destination) + ")")
}

func safeAddress(address string) (string, bool) {
	address = strings.TrimSpace(address)
	parsed, err := url.Parse(address)
	if err != nil || !slices.Contains(linkSchemes, strings.ToLower(parsed.Scheme)) {
		return "", false
	}
	if parsed.Scheme != "mailto" && parsed.Host == "" {
		return "", false
	}
	return string(util.URLEscape([]byte(address), false)), true
}

// Excerpt is a message's source on one line, as quotes and confirmations show it; style sheets cut it to the space there is.
func Excerpt(source string) string {
	const enough = 160 // code points: more than any quote has room for
	line := strings.Join(strings.Fields(source), " ")
	if points := []rune(line); len(points) > enough {
		return string(points[:enough]) + "…"
	}
	return line
}
