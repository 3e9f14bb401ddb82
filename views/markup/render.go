package markup

import (
	"io"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// Write draws the text of a message as HTML. All of it that people wrote is escaped.
func Write(w io.Writer, source string) error {
	d := drawers.Get().(*drawer)
	defer d.release()
	d.parse(source)
	d.out = d.out[:0]
	for i := range d.nodes {
		d.node(&d.nodes[i])
	}
	_, err := w.Write(d.out)
	return err
}

// drawer reads and draws one text after the other with the same memory.
type drawer struct {
	parser
	renderer
}

var drawers = sync.Pool{New: func() any { return new(drawer) }}

// release lets another text have the memory, but no text that stays in it.
func (d *drawer) release() {
	clear(d.nodes)
	clear(d.lines)
	clear(d.line.tokens)
	d.line.text = ""
	drawers.Put(d)
}

type renderer struct{ out []byte }

var openTags = [...]string{
	LineBreak: "<br>", EmptyLine: "<br>", Paragraph: `<p dir="auto">`, CodeBlock: `<pre tabindex="0" dir="ltr"><code>`, Quote: "<blockquote>",
	BulletList: "<ul>", NumberList: "<ol>", Strong: "<strong>", Emphasis: "<em>", Strike: "<del>", Address: "",
}

var closeTags = [...]string{
	Paragraph: "</p>", CodeBlock: "</code></pre>", Quote: "</blockquote>", BulletList: "</ul>", NumberList: "</ol>", Item: "</li>",
	Strong: "</strong>", Emphasis: "</em>", Strike: "</del>", Link: "</a>", Address: "</a>",
}

func (r *renderer) node(n *Node) {
	switch {
	case n.Close:
		r.write(closeTags[n.Kind])
	case n.Kind == Text:
		r.text(n.Text)
	case n.Kind == CodeSpan:
		r.enclosed("<code>", n.Text, "</code>")
	case n.Kind == CodeLabel:
		r.enclosed(`<p class="prose__label" dir="ltr">`, n.Text, "</p>")
	case n.Kind == CodeLine:
		r.enclosed("", n.Text, "\n")
	case n.Kind == Item:
		r.item(int(n.Number))
	case n.Kind == Link, n.Kind == Address:
		r.link(n)
	default:
		r.write(openTags[n.Kind])
	}
}

func (r *renderer) write(markup string) {
	r.out = append(r.out, markup...)
}

func (r *renderer) enclosed(open, text, close string) {
	r.write(open)
	r.text(text)
	r.write(close)
}

func (r *renderer) link(n *Node) {
	r.write(`<a href="`)
	if n.Kind == Address {
		r.write(schemeOf(n.Text))
	}
	r.address(n.Text)
	r.write(`" rel="noopener nofollow" target="_blank"`)
	if n.Kind == Link {
		r.enclosed(` title="`, n.Text, `"`)
	}
	r.write(">")
}

func (r *renderer) item(number int) {
	r.write(`<li dir="auto"`)
	if number >= 0 {
		r.write(` value="`)
		r.out = strconv.AppendInt(r.out, int64(number), 10)
		r.write(`"`)
	}
	r.write(">")
}

// escapes has NUL too, which HTML drops and imported texts may hold.
var escapes = [utf8.RuneSelf]string{0: "\ufffd", '&': "&amp;", '<': "&lt;", '>': "&gt;", '"': "&quot;"}

func (r *renderer) text(text string) {
	from := 0
	for i := range len(text) {
		if c := text[i]; c < utf8.RuneSelf && escapes[c] != "" {
			r.out = append(append(r.out, text[from:i]...), escapes[c]...)
			from = i + 1
		}
	}
	r.out = append(r.out, text[from:]...)
}

// address writes where a link leads: the host as it was typed, behind it what no URL holds percent-encoded.
func (r *renderer) address(target string) {
	host := 0
	if scheme := schemeLength(target); scheme > 0 {
		host = scheme + hostLength(target[scheme:])
	}
	r.text(target[:host])
	for i := host; i < len(target); i++ {
		switch c := target[i]; {
		case c == '&':
			r.write("&amp;")
		case c == '%' && !isPercentEncoded(target[i:]), c >= utf8.RuneSelf, strings.IndexByte("|^{}`\"<>\\ ", c) >= 0, c < ' ':
			r.out = append(r.out, '%', upperHex[c>>4], upperHex[c&15])
		default:
			r.out = append(r.out, c)
		}
	}
}

const upperHex = "0123456789ABCDEF"

func isPercentEncoded(text string) bool {
	return len(text) >= 3 && isHex(text[1]) && isHex(text[2])
}

func isHex(c byte) bool {
	return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f'
}
