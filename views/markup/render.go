package markup

import (
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Render writes the nodes of a message as HTML. All of it that people wrote is escaped.
func Render(w io.Writer, nodes []Node) error {
	r := renderer{out: make([]byte, 0, 64+4*len(nodes)*8)}
	for _, n := range nodes {
		r.node(n)
	}
	_, err := w.Write(r.out)
	return err
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

func (r *renderer) node(n Node) {
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
		r.item(n.Number)
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

func (r *renderer) link(n Node) {
	r.write(`<a href="`)
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

var escapes = [utf8.RuneSelf]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '"': "&quot;"}

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
