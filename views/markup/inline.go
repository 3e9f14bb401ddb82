package markup

import (
	"slices"
	"strings"
)

// token is something in a line that is not, or may not be, text.
type token struct {
	kind tokenKind
	// mark is the type of a mark; canOpen and canClose are what its neighbours allow it to do.
	mark              markType
	canOpen, canClose bool
	start, end        int32
	// partner is the index of a mark's other half, -1 while there is none.
	partner int32
	// target is where a link leads.
	target string
}

type tokenKind uint8

const (
	markToken tokenKind = iota
	codeToken
	addressToken
	bracketToken   // "[" that may open a link
	linkOpenToken  // "[" of a link
	linkCloseToken // "](https://…)" of a link
	textToken      // what turned out to be text
)

// line is the line being read, with what was found in it.
type line struct {
	text   string
	tokens []token
	// brackets are the indices of the bracket tokens that are still open, -1 for those that open no link.
	brackets []int32
	// lastRun has where the last run of so many backticks starts; empty until the first backtick.
	lastRun []int32
	// pairs has for each bracket of an address the place of its partner, -1 without one; empty until the first address.
	pairs []int32
	marks marks
}

// special are the signs at which something may begin or end.
var special = func() (set [256]bool) {
	for _, c := range []byte("`*_~[]:.@") {
		set[c] = true
	}
	return set
}()

// inline reads a line of text.
func (p *parser) inline(text string) {
	l := &p.line
	at := nextSpecial(text, 0)
	if at == len(text) {
		p.add(Text, text)
		return
	}
	l.reset(text)
	for at < len(text) {
		at = nextSpecial(text, l.read(at))
	}
	if len(l.tokens) == 0 {
		p.add(Text, text)
		return
	}
	l.pairMarks()
	p.addTokens(l)
}

func nextSpecial(text string, at int) int {
	for at < len(text) && !special[text[at]] {
		at++
	}
	return at
}

// reset starts on another line with the memory of the last one.
func (l *line) reset(text string) {
	l.text, l.tokens, l.brackets, l.lastRun, l.pairs = text, l.tokens[:0], l.brackets[:0], l.lastRun[:0], l.pairs[:0]
	l.marks.reset()
}

// read reads what stands at a special sign and returns where to go on.
func (l *line) read(at int) int {
	switch l.text[at] {
	case '`':
		return l.readCode(at)
	case '*', '_', '~':
		return l.readMark(at)
	case '[':
		return l.readBracket(at)
	case ']':
		return l.readLink(at)
	default:
		return l.readAddress(at)
	}
}

func (l *line) add(t token, start, end int) int {
	t.start, t.end, t.partner = int32(start), int32(end), -1
	l.tokens = append(l.tokens, t)
	return end
}

// isEscaped tells whether a mark stands behind a backslash, which then stays.
func (l *line) isEscaped(at int) bool {
	return at > 0 && l.text[at-1] == '\\'
}

// readCode reads code: so many backticks close as many.
func (l *line) readCode(at int) int {
	size := runLength(l.text, at)
	if l.isEscaped(at) || l.lastBackticks(size) <= at {
		return at + size
	}
	start := at + size
	length, _ := findRun(l.text[start:], size)
	if !hasVisible(l.text[start : start+length]) {
		return start
	}
	return l.add(token{kind: codeToken}, at, start+length+size)
}

// lastBackticks returns where the last run of so many backticks starts: without it, looking for closing marks that are not
// there would take each run to the end of the line.
func (l *line) lastBackticks(size int) int {
	if len(l.lastRun) == 0 {
		for at := 0; at < len(l.text); {
			next := strings.IndexByte(l.text[at:], '`')
			if next < 0 {
				break
			}
			at += next
			length := runLength(l.text, at)
			for len(l.lastRun) <= length {
				l.lastRun = append(l.lastRun, -1)
			}
			l.lastRun[length] = int32(at)
			at += length
		}
	}
	return int(l.lastRun[size])
}

// addTokens makes nodes of a line's tokens and the text between them.
func (p *parser) addTokens(l *line) {
	from := int32(0)
	for i := range l.tokens {
		t := &l.tokens[i]
		if t.kind == textToken || t.kind == bracketToken || t.kind == markToken && t.partner < 0 {
			continue
		}
		if from < t.start {
			p.add(Text, l.text[from:t.start])
		}
		from = t.end
		p.addToken(l, i)
	}
	if int(from) < len(l.text) {
		p.add(Text, l.text[from:])
	}
}

func (p *parser) addToken(l *line, i int) {
	t := &l.tokens[i]
	switch t.kind {
	case codeToken:
		size := int32(runLength(l.text, int(t.start)))
		p.add(CodeSpan, l.text[t.start+size:t.end-size])
	case addressToken:
		p.add(Address, l.text[t.start:t.end])
		p.add(Text, l.text[t.start:t.end])
		p.close(Address)
	case linkOpenToken:
		p.add(Link, t.target)
	case linkCloseToken:
		p.close(Link)
	default:
		p.addMark(t.mark, int(t.partner) < i)
	}
}

func (p *parser) addMark(mark markType, closes bool) {
	if closes {
		for _, kind := range slices.Backward(kindsOfMark[mark]) {
			p.close(kind)
		}
		return
	}
	for _, kind := range kindsOfMark[mark] {
		p.open(kind)
	}
}
