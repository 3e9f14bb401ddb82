package markup

import (
	"slices"
	"strings"
)

// token is something in a line that is not, or may not be, text.
type token struct {
	kind       tokenKind
	start, end int
	// mark is the type of a mark; canOpen and canClose are what its neighbours allow a mark to do.
	mark              int
	canOpen, canClose bool
	// partner is the index of a mark's other half, -1 while there is none.
	partner int
	// outer is the pair around a mark that opens one, by type: the index of what opens it, -1 for none.
	outer [markTypes]int
	// target is where an address or a link leads.
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
	// brackets are the indices of the bracket tokens that are still open.
	brackets []int
	// lastRun has where the last run of so many backticks starts; nil until the first backtick.
	lastRun []int
	// pairs has for each bracket of an address the place of its partner, -1 without one; nil until the first address.
	pairs []int32
	// open has the marks that wait for their other half, by type; base is how many of them stand before the link at hand.
	open [markTypes][]int
	base [markTypes]int
	// letter is where the last letter or digit before searched starts.
	letter, searched int
	// underscore is set once a mark "_" may be open.
	underscore bool
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
	l.reset(text)
	for at := 0; at < len(text); {
		if special[text[at]] {
			at = l.read(at)
		} else {
			at++
		}
	}
	if len(l.tokens) == 0 {
		p.add(Text, text)
		return
	}
	l.pairMarks()
	p.addTokens(l)
}

// reset starts on another line with the memory of the last one.
func (l *line) reset(text string) {
	open := l.open
	for i := range open {
		open[i] = open[i][:0]
	}
	*l = line{text: text, tokens: l.tokens[:0], brackets: l.brackets[:0], lastRun: l.lastRun[:0], pairs: l.pairs[:0], open: open, letter: -1}
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

func (l *line) add(t token) int {
	t.partner = -1
	l.tokens = append(l.tokens, t)
	return t.end
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
	return l.add(token{kind: codeToken, start: at, end: start + length + size})
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
			l.lastRun[length] = at
			at += length
		}
	}
	return l.lastRun[size]
}

// addTokens makes nodes of a line's tokens and the text between them.
func (p *parser) addTokens(l *line) {
	from := 0
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
	if from < len(l.text) {
		p.add(Text, l.text[from:])
	}
}

func (p *parser) addToken(l *line, i int) {
	t := &l.tokens[i]
	switch t.kind {
	case codeToken:
		size := runLength(l.text, t.start)
		p.add(CodeSpan, l.text[t.start+size:t.end-size])
	case addressToken:
		p.add(Address, t.target)
		p.add(Text, l.text[t.start:t.end])
		p.close(Address)
	case linkOpenToken:
		p.add(Link, t.target)
	case linkCloseToken:
		p.close(Link)
	default:
		p.addMark(t.mark, t.partner < i)
	}
}

func (p *parser) addMark(mark int, closes bool) {
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
