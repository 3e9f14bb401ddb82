package markup

import "strings"

// container is what the lines at hand stand in.
type container struct {
	quotes, lists int
	// item: the lines are those of a list's item, the first one without its mark.
	item bool
	// tight: paragraphs are not marked as such.
	tight bool
}

// flow is the state between the blocks of one container.
type flow struct {
	in container
	// started is set once there was a block, paragraph while one is open.
	started, paragraph bool
	// empty counts the empty lines since the last block.
	empty int
	// plain counts the lines to come that start no block.
	plain int
}

// blocks reads the lines of a container. Containers within strip their marks from the lines in place.
func (p *parser) blocks(lines []span, in container) {
	f := flow{in: in}
	for i := 0; i < len(lines); {
		if (i > 0 || in == (container{})) && p.line.isSpent() {
			p.stopAt(lines[i])
			f.empty = 0 // they are a part of what follows
			break
		}
		text := p.text(lines[i])
		if p.line.isBlank(text) {
			p.endParagraph(&f)
			f.empty++
			p.line.effort -= effortOfBlank
			f.plain = max(f.plain-1, 0)
			i++
			continue
		}
		if f.plain == 0 && startsBlock[text[0]] && !p.line.isSpent() {
			if used := p.block(lines[i:], &f, i == 0); used > 0 {
				i += used
				continue
			}
		}
		if i+1 < len(lines) && f.plain == 0 && mayBeDashes(p.text(lines[i+1])) {
			if used := p.table(lines[i:], &f); used > 0 {
				i += used
				continue
			}
		}
		f.plain = max(f.plain-1, 0)
		p.textLine(lines[i], &f)
		i++
	}
	p.endParagraph(&f)
	if p.rest < len(p.source) && in == (container{}) {
		f.empty = 0
	}
	for range f.empty {
		p.open(EmptyLine)
	}
}

// stopAt has a line and what follows shown as it was typed, with the marks that containers have stripped from it. Of a line that
// was read in part it is what is not shown yet.
func (p *parser) stopAt(line span) {
	start := strings.LastIndexAny(p.source[:line.from], "\r\n") + 1
	p.rest = min(p.rest, max(start, int(p.shown)))
}

// startsBlock are the bytes that a block may start with.
var startsBlock = setOf("`>-*0123456789 \t")

// block reads the block that starts in the first of the lines and returns how many lines it took; 0 when that is text.
func (p *parser) block(lines []span, f *flow, first bool) int {
	switch p.source[lines[0].from] {
	case '`':
		return p.fence(lines, f)
	case '>':
		return p.quote(lines, f)
	}
	if f.in.item && first {
		return 0 // "- - a": a list within a list has lines of its own
	}
	return p.list(lines, f)
}

// startBlock ends what stood before a block and shows the empty lines beyond the one that separates.
func (p *parser) startBlock(f *flow) {
	p.endParagraph(f)
	extra := f.empty
	if f.started {
		extra--
	}
	for range extra {
		p.open(EmptyLine)
	}
	f.started, f.empty = true, 0
}

func (p *parser) textLine(text span, f *flow) {
	p.line.effort -= effortOfLine
	if f.paragraph {
		p.open(LineBreak)
		if p.shown+1 != text.from || p.source[p.shown] != '\n' { // else it is what usually stands there
			p.hide(text.from, "\n")
		}
	} else {
		p.startBlock(f)
		f.paragraph = true
		p.hide(text.from, p.openText(f.in))
	}
	p.inline(p.text(text))
	p.shown = text.to
}

// openText opens a paragraph where texts of a container stand in them, and returns what usually stands before its first line.
func (p *parser) openText(in container) (usual string) {
	if in.tight {
		return ""
	}
	p.open(Paragraph)
	if p.shown > 0 {
		return "\n\n"
	}
	return ""
}

func (p *parser) endParagraph(f *flow) {
	if f.paragraph && !f.in.tight {
		p.close(Paragraph)
	}
	f.paragraph = false
}

func (l *line) isBlank(text string) bool {
	return text == "" || (text[0] <= ' ' || text[0] >= 0x80) && l.isShortSpace(text)
}

// isShortSpace tells whether a line is white space and no text, at the cost of looking at it: more of it is shown as it is. It is
// rarely asked.
//
//go:noinline
func (l *line) isShortSpace(text string) bool {
	const longest = 1_000 // bytes
	if len(text) > longest {
		return false
	}
	size := leadingSpace(text)
	l.effort -= 2 * size
	return size == len(text)
}

// leadingSpace is how many bytes of white space a text starts with.
func leadingSpace(text string) int {
	at := 0
	for at < len(text) {
		if traits[text[at]]&blank != 0 {
			at++
			continue
		}
		size := spaceSize(text[at:])
		if size == 0 {
			break
		}
		at += size
	}
	return at
}

// spaceSize is how many bytes the white space has that a text begins with, 0 without: that of unicode.IsSpace.
func spaceSize(text string) int {
	c := text[0]
	if traits[c]&blank != 0 {
		return 1
	}
	if c == 0xc2 && len(text) > 1 && (text[1] == 0x85 || text[1] == 0xa0) {
		return 2
	}
	if len(text) < 3 || c < 0xe1 || c > 0xe3 {
		return 0
	}
	switch last := text[2]; text[1] {
	case 0x80:
		if c == 0xe3 && last == 0x80 || c == 0xe2 && (last <= 0x8a || last == 0xa8 || last == 0xa9 || last == 0xaf) {
			return 3
		}
	case 0x81:
		if c == 0xe2 && last == 0x9f {
			return 3
		}
	case 0x9a:
		if c == 0xe1 && last == 0x80 {
			return 3
		}
	}
	return 0
}

func isDigit(c byte) bool {
	return '0' <= c && c <= '9'
}
