// Package markup reads the text of a message and draws it. It is made for chat: what is typed is what is shown. Every letter,
// digit and sign of a message is visible, in its order, except the marks that took effect; white space stays.
//
// Parse cuts a text into blocks by its lines (block.go, fence.go, quote.go, list.go) and each line of text into what stands in
// it (inline.go, marks.go, link.go, address.go). Write does that and writes the result as HTML (render.go). Both take time linear in the
// length of the text, whatever it is.
package markup

import "strings"

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
	var p parser
	p.parse(source)
	return p.nodes
}

// parser keeps its memory from one text to the next.
type parser struct {
	nodes []Node
	lines []string
	line  line
}

func (p *parser) parse(source string) {
	p.nodes = p.nodes[:0]
	p.lines = appendLines(p.lines[:0], source)
	p.blocks(p.lines, container{})
}

func (p *parser) add(kind Kind, text string) {
	p.nodes = append(p.nodes, Node{Kind: kind, Text: text})
}

func (p *parser) open(kind Kind) {
	p.nodes = append(p.nodes, Node{Kind: kind})
}

func (p *parser) close(kind Kind) {
	p.nodes = append(p.nodes, Node{Kind: kind, Close: true})
}

// appendLines appends the lines of a text without their ends, which are LF, CRLF or CR.
func appendLines(lines []string, source string) []string {
	from := 0
	for at := 0; at < len(source); at++ {
		if source[at] != '\n' && source[at] != '\r' {
			continue
		}
		lines = append(lines, source[from:at])
		if strings.HasPrefix(source[at:], "\r\n") {
			at++
		}
		from = at + 1
	}
	if from < len(source) {
		lines = append(lines, source[from:])
	}
	return lines
}
