// Package markup reads the text of a message and draws it. It is made for chat: what is typed is what is shown. Every letter,
// digit and sign of a message is visible, in its order, except the marks that took effect; white space stays.
//
// A text is cut into blocks by its lines (block.go, fence.go, quote.go, list.go) and each line of text into what stands in
// it (inline.go, marks.go, link.go, address.go). Write draws what is found at once (output.go, render.go); Parse keeps it as nodes. Both
// take time linear in the length of the text, whatever it is.
package markup

import (
	"strings"
	"time"
	"unicode/utf8"

	"minimost/chat"
	"minimost/highlight"
)

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
	// Emoji is one by its name between colons.
	Emoji

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
	// Table holds rows, the first of which holds head cells; Row, Cell and HeadCell hold what stands in a line.
	Table
	Row
	Cell
	HeadCell
	// Link is text for an address, Address an address where it stands.
	Link
	Address
)

// Node is a piece of a message. A message is a flat sequence of them: what holds others is an opening node, its content, and a
// closing node, properly nested.
type Node struct {
	Kind  Kind
	Close bool
	// Number is what was typed before an item of a number list, from 0 to 999; -1 before other items. Of a cell it is the align of
	// its column.
	Number int16
	// Text is a part of the message: what is shown, of a link where it leads, of an address the address.
	Text string
}

// Options are what the drawing of a text takes besides it.
type Options struct {
	// Mentions are the names that are marked behind an "@".
	Mentions []string
	// Emoji are those that names between colons stand for; nil for none.
	Emoji *chat.EmojiSet
	// Highlight is set for colours in blocks of code whose label is a language.
	Highlight bool
	// CodeTime is what the texts of one page share; nil where a text stands alone.
	CodeTime *CodeTime
}

// CodeTime is how long blocks of code of several texts may take to be coloured, in processor time.
type CodeTime struct {
	Left time.Duration
	// Short is set when code stays plain for want of it: later it may have its colours.
	Short bool
}

// Parse reads the text of a message.
func Parse(source string, options Options) []Node {
	p := parser{output: output{keepNodes: true, options: options}}
	p.parse(source)
	return p.nodes
}

// parser keeps its memory from one text to the next. None of it holds pointers into a text, which makes it cheap to fill.
type parser struct {
	source string
	budget highlight.Budget
	lines  []span
	line   line
	// rest is where that starts which is shown as it was typed.
	rest int
	// shown is up to where the source was written, be it as what is shown or as what is hidden.
	shown int32
	// columns are those of the table at hand, cells those of its line.
	columns []align
	cells   []span
	// code is the lines of the block of code at hand.
	code []span
	// linked is set between the halves of a link.
	linked    bool
	mentioned mentioned
	output
}

// span is a part of the source, in bytes.
type span struct{ from, to int32 }

// text is the part of the source that a span covers.
func (p *parser) text(s span) string {
	return p.source[s.from:s.to]
}

func (p *parser) parse(source string) {
	p.budget = p.codeBudget()
	p.source, p.shown, p.line.options = source, 0, p.options
	ticked := 0
	p.lines, p.rest = appendLines(p.lines[:0], source, &ticked)
	p.mentioned.reset(p.options.Mentions)
	p.line.effort, p.line.source, p.line.extra = usualEffort, source, maxEffort-usualEffort-len(p.lines)*effortOfFound-ticked*effortOfTicked
	p.line.extra += (min(p.rest, len(p.lines)*shortLine) + len(source) - p.rest) / plainOfQuick
	if len(p.mentioned.names) > 0 {
		signs := strings.Count(source, "@")
		if signs > maxMentionSigns {
			p.mentioned.names = nil
		}
		p.line.extra -= min(signs, chat.MaxMentions)*effortOfMention + min(max(signs-chat.MaxMentions, 0), maxMentionSigns)*effortOfMentionSign
	}
	if len(source) > manyBytes || p.line.extra < maxEffort/2 { // it may take all there is however it is read
		p.line.effort, p.line.extra = usualEffort+p.line.extra-sourceEffort(source), 0
	}
	p.blocks(p.lines, container{})
	if p.rest < len(source) {
		p.plainRest(source, p.rest)
	}
	p.hide(int32(len(source)), "")
}

const (
	// maxLines is how many lines are looked at for blocks, maxCodeLines the same with those of code, which cost less.
	maxLines     = 400
	maxCodeLines = 1_600
	// manyLines is how many are found before it is asked what the text costs besides.
	manyLines = 600
	// tickedForOne is how many lines of code with backticks cost as much as one of text.
	tickedForOne = 2
)

// mayHave tells whether a quote or list may have so many lines by what is left to be looked at.
func (p *parser) mayHave(lines int) bool {
	return lines*effortOfLine <= p.line.effort || p.line.hasExtra() && lines*effortOfLine <= p.line.effort
}

// plainRest shows lines as they are.
func (p *parser) plainRest(source string, from int) {
	usual := p.openText(container{})
	if strings.IndexByte(source[from:], '\r') >= 0 {
		p.nameLineEnds(source[from:])
	}
	p.hide(int32(from), usual)
	p.addText(source[from:])
	p.shown = int32(len(source))
	p.close(Paragraph)
}

// appendLines appends the first lines of a text without their ends, which are LF, CRLF or CR, and returns where the others
// start. It counts those of which backticks were looked at.
func appendLines(lines []span, source string, ticked *int) (first []span, rest int) {
	from, room, fence := 0, maxLines*tickedForOne, 0
	feed, back, tick := -1, -1, -1
	most, sure := manyLines, len(source) > manyBytes
	if sure {
		most = maxCodeLinesOf(source)
	}
	for at := 0; room > 0; at++ {
		if len(lines) >= most && !sure {
			most, sure = maxCodeLinesOf(source), true
		}
		if len(lines) >= most {
			break
		}
		for at < len(source) && !mayEndLine[source[at]] {
			at++
		}
		if at == len(source) {
			break
		}
		c := source[at]
		if c >= utf8.RuneSelf {
			if at = skipToEnd(source, at); at < len(source) && source[at] != '\n' && source[at] != '\r' {
				at = nextOf(source, at, '\n', &feed, '\r', &back)
			}
			if at == len(source) {
				break
			}
			c = source[at]
		}
		if c != '\n' && c != '\r' {
			continue
		}
		lines = append(lines, span{int32(from), int32(at)})
		ticks := false
		if fence > 0 || source[from] == '`' {
			if tick < from {
				tick = indexByte(source, '`', from)
			}
			if ticks = tick < at; ticks {
				*ticked++
				fence = fenceBehind(source[from:at], fence)
			}
		}
		if fence == 0 || source[from] == '`' {
			room -= tickedForOne
		} else if ticks {
			room--
		}
		if c == '\r' && at+1 < len(source) && source[at+1] == '\n' {
			at++
		}
		from = at + 1
		at = skipToEnd(source, from) - 1
	}
	if from < len(source) && room > 0 && len(lines) < most {
		lines = append(lines, span{int32(from), int32(len(source))})
		from = len(source)
	}
	return lines, from
}

// maxCodeLinesOf is how many lines are found of a text by what it costs however it is read.
func maxCodeLinesOf(source string) int {
	return max(1, min(maxCodeLines, (maxEffort-sourceEffort(source))/(effortOfFound+effortOfCodeLine)))
}

// mayEndLine has the ends of lines, and bytes beyond ASCII, which are passed many at a time.
var mayEndLine = func() (may [256]bool) {
	may['\n'], may['\r'] = true, true
	for c := utf8.RuneSelf; c < len(may); c++ {
		may[c] = true
	}
	return may
}()

// nextOf returns where the next of two bytes stands, the end of the text without one, given where each was found last. What stands
// between is looked at many bytes at a time.
func nextOf(text string, at int, one byte, nextOne *int, other byte, nextOther *int) int {
	if *nextOne < at {
		*nextOne = indexByte(text, one, at)
	}
	if *nextOther < at {
		*nextOther = indexByte(text, other, at)
	}
	return min(*nextOne, *nextOther)
}

// indexByte returns where a byte stands from a place on, the end of the text without one.
func indexByte(text string, c byte, from int) int {
	if i := strings.IndexByte(text[from:], c); i >= 0 {
		return from + i
	}
	return len(text)
}

// fenceBehind is how many backticks close the block of code that is open behind a line, 0 without one.
func fenceBehind(line string, fence int) int {
	if fence > 0 {
		if _, closes := findRun(line, fence); closes {
			return 0
		}
		return fence
	}
	if line == "" || line[0] != '`' {
		return 0
	}
	size := runLength(line, 0)
	if size < 3 {
		return 0
	}
	if _, inLine := findRun(line[size:], size); inLine {
		return 0
	}
	return size
}
