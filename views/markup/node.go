// Package markup reads the text of a message and draws it. It is made for chat: what is typed is what is shown. Every letter,
// digit and sign of a message is visible, in its order, except the marks that took effect; white space stays.
//
// Parse cuts a text into blocks by its lines (block.go, fence.go, quote.go, list.go) and each line of text into what stands in
// it (inline.go, marks.go, link.go, address.go). Render writes the result as HTML (render.go). Both take time linear in the
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
	Number int
	// Text is what is shown, a part of the message; of a link or address its target.
	Text string
}

// Parse reads the text of a message.
func Parse(source string) []Node {
	p := parser{nodes: make([]Node, 0, 8+len(source)/16)}
	p.blocks(splitLines(source), container{})
	return p.nodes
}

type parser struct {
	nodes []Node
	line  line
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

// splitLines returns the lines of a text without their ends, which are LF, CRLF or CR.
func splitLines(source string) []string {
	lines := make([]string, 0, 1+strings.Count(source, "\n"))
	for source != "" {
		end := strings.IndexAny(source, "\r\n")
		if end < 0 {
			return append(lines, source)
		}
		lines = append(lines, source[:end])
		if strings.HasPrefix(source[end:], "\r\n") {
			end++
		}
		source = source[end+1:]
	}
	return lines
}
