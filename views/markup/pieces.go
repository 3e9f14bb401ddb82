package markup

import (
	"strconv"
	"strings"
)

// Piece is a part of a text as it is read in a line: without the marks that took effect, and with an emoji in place of its name.
type Piece struct {
	Text     string
	From, To int // where that stands in the source, in bytes; nowhere where they are equal
}

// Pieces are a text as it is read in a line, from its beginning to its end. White space between them is not collapsed.
func Pieces(source string, options Options) []Piece {
	r := reading{source: source, options: options}
	for _, n := range Parse(source, options) {
		r.node(n)
	}
	return r.pieces
}

// reading puts pieces together. The nodes stand in the order of the source, so each is looked for behind the one before.
type reading struct {
	source  string
	options Options
	at      int
	pieces  []Piece
	// between is what stands before the next piece, but for the first.
	between string
}

func (r *reading) node(n Node) {
	switch n.Kind {
	case Text, CodeSpan, CodeLabel:
		r.add(n.Text, n.Text)
	case CodeLine:
		r.add(n.Text, n.Text)
		r.separate(" ")
	case Emoji:
		r.add(n.Text, r.options.Emoji.Named(strings.Trim(n.Text, ":")))
	case LineBreak, EmptyLine, Paragraph, CodeBlock, Quote, BulletList, NumberList, Table, Row:
		r.separate(" ")
	case Cell, HeadCell:
		if n.Close {
			r.separate(" · ")
		}
	case Item:
		r.item(n)
	}
}

func (r *reading) item(n Node) {
	r.separate(" ")
	switch {
	case n.Close:
	case n.Number >= 0:
		r.sign(strconv.Itoa(int(n.Number)) + ". ")
	default:
		r.sign("• ")
	}
}

// add adds what is read of a part of the source.
func (r *reading) add(written, read string) {
	if written == "" {
		return
	}
	i := strings.Index(r.source[r.at:], written)
	if i < 0 {
		return
	}
	r.sign("")
	from := r.at + i
	r.at = from + len(written)
	r.pieces = append(r.pieces, Piece{read, from, r.at})
}

// sign adds what stands nowhere in the source, behind what separates it from the piece before.
func (r *reading) sign(text string) {
	if len(r.pieces) > 0 {
		text = r.between + text
	}
	r.between = ""
	if text != "" {
		r.pieces = append(r.pieces, Piece{text, r.at, r.at})
	}
}

func (r *reading) separate(by string) {
	if len(r.between) < len(by) {
		r.between = by
	}
}
