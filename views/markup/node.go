// Package markup reads the text of a message and draws it. It is made for chat: what is typed is what is shown. Every letter,
// digit and sign of a message is visible, in its order, except the marks that took effect; white space stays.
//
// A text is cut into blocks by its lines (block.go, fence.go, quote.go, list.go) and each line of text into what stands in
// it (inline.go, marks.go, link.go, address.go). Write draws what is found at once (output.go, render.go); Parse keeps it as nodes. Both
// take time linear in the length of the text, whatever it is.
package markup

// Kind says what a Node is.
type Kind uint8

// The kinds of nodes. Those from Paragraph on have a closing node; the others stand alone.
const (
	// Text is shown as it is.
	Text Kind = iota
	// LineBreak ends a line within a paragraph.
	LineBreak
	// EmptyLine is one beyond the empty line that separates two blocks.
	EmptyLine
	// CodeSpan is code within a line.
	CodeSpan
	// CodeLabel is the word behind the opening marks of the code block that follows.
	CodeLabel
	// CodeLine is a line of a code block.
	CodeLine

	// Paragraph holds lines of text.
	Paragraph
	// CodeBlock holds code lines.
	CodeBlock
	// Quote holds blocks.
	Quote
	// BulletList holds items.
	BulletList
	// NumberList holds items with the numbers that were typed.
	NumberList
	// Item holds blocks; the text of a tight list's items stands in no paragraph.
	Item
	// Strong, Emphasis and Strike hold what stands in a line.
	Strong
	Emphasis
	Strike
	// Link is text for an address, Address an address where it stands.
	Link
	Address
)

// Node is a piece of a message. A message is a flat sequence of them: what holds others is an opening node, its content, and a
// closing node, properly nested.
type Node struct {
	Kind  Kind
	Close bool
	// Number is what was typed before an item of a number list, from 0 to 999; -1 before other items.
	Number int16
	// Text is a part of the message: what is shown, of a link where it leads, of an address the address.
	Text string
}

// Parse reads the text of a message.
func Parse(source string) []Node {
	p := parser{output: output{keepNodes: true}}
	p.parse(source)
	return p.nodes
}

// parser keeps its memory from one text to the next. None of it holds pointers into a text, which makes it cheap to fill.
type parser struct {
	source string
	lines  []span
	line   line
	output
}

// span is a part of the source, in bytes.
type span struct{ from, to int32 }

// text is the part of the source that a span covers.
func (p *parser) text(s span) string {
	return p.source[s.from:s.to]
}

func (p *parser) parse(source string) {
	p.source = source
	p.lines = appendLines(p.lines[:0], source)
	p.blocks(p.lines, container{})
}

// appendLines appends the lines of a text without their ends, which are LF, CRLF or CR.
func appendLines(lines []span, source string) []span {
	from := 0
	for at := 0; at < len(source); at++ {
		c := source[at]
		if c > '\r' || c != '\n' && c != '\r' {
			continue
		}
		lines = append(lines, span{int32(from), int32(at)})
		if c == '\r' && at+1 < len(source) && source[at+1] == '\n' {
			at++
		}
		from = at + 1
	}
	if from < len(source) {
		lines = append(lines, span{int32(from), int32(len(source))})
	}
	return lines
}
