package markup

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// markType is a sign and how often it is repeated. Other runs are text.
type markType uint8

const (
	star markType = iota
	twoStars
	threeStars
	underscore
	tildes
	markTypes
)

// kindsOfMark are what marks stand for, the outer one first.
var kindsOfMark = [markTypes][]Kind{star: {Emphasis}, twoStars: {Strong}, threeStars: {Emphasis, Strong}, underscore: {Emphasis}, tildes: {Strike}}

func typeOf(sign byte, size int) (mark markType, ok bool) {
	switch sign {
	case '*':
		return star + markType(size-1), size <= 3
	case '_':
		return underscore, size == 1
	}
	return tildes, size == 2
}

// marks is what is known of the marks of the line at hand.
type marks struct {
	// any is set with the first mark of the line; until then only underscore says something of it.
	any bool
	// open has those that wait for their other half, by type; base is how many of them stand before the link at hand.
	open [markTypes][]int32
	base [markTypes]int
	// outer has for each token that opens a pair the pairs around it.
	outer [][markTypes]int32
	// last is where the last mark starts; letter is the index of the last behind a letter or digit of those that were looked at.
	last, letter int
	// quote is where the last '"' before quoted stands.
	quote, quoted int
	// types has a bit for each type of which there are pairs.
	types uint8
	// adjacent is set when marks stand side by side, underscore once a mark "_" may be open.
	adjacent, underscore bool
}

// reset makes ready for the first mark of another line, at a place; what stands before it is in no pair.
func (m *marks) reset(at int) {
	for i := range m.open {
		m.open[i] = m.open[i][:0]
	}
	m.base = [markTypes]int{}
	m.last, m.letter, m.quote, m.quoted = at, -1, -1, at
	m.any, m.types, m.adjacent, m.underscore = true, 0, false, false
}

// readMark reads a run of "*", "_" or "~". What it may do depends on its neighbours: a mark opens after the start, white space,
// an opening bracket or quote, and closes before the end, white space or a closing sign; those of several signs also beside
// CJK. What it holds neither starts nor ends with white space, and no bracket stands the wrong way round beside it. Marks side
// by side share their neighbours.
func (l *line) readMark(at int) int {
	end := at + runLength(l.text, at)
	if end-at > maxSideBySide || end < len(l.text) && traits[l.text[end]]&marking != 0 {
		if crowd := l.crowdEnd(end); crowd-at > maxSideBySide {
			return crowd
		}
	}
	mark, ok := typeOf(l.text[at], end-at)
	if !ok || l.isEscaped(at) {
		l.effort -= effortOfNoMark
		return end
	}
	if !l.marks.any {
		l.marks.reset(at)
	}
	what := tokenBits(mark) | l.mayDo(at, end) | l.letterBefore(at)
	l.marks.underscore = l.marks.underscore || mark == underscore && what&canOpen != 0
	return l.add(what, at, end)
}

// mayDo is what the neighbours of a mark allow it to do.
func (l *line) mayDo(at, end int) (what tokenBits) {
	before, after := l.classBefore(at), l.classAfter(end)
	if before&(opening|bracket) == opening && after&(opening|closing|bracket) == opening|closing || l.inApostrophes(at, end) {
		return 0 // in quotes of its own
	}
	opens := before&(space|opening) != 0
	closes := after&(space|closing) != 0
	if (before|after)&cjk != 0 && end-at > 1 {
		opens, closes = true, true
	}
	if n := len(l.tokens); n > 0 && int(l.tokens[n-1].end) == at && l.tokens[n-1].isMark() {
		opens = l.tokens[n-1].what&canOpen != 0
		l.marks.adjacent = true
	}
	if opens && after&space == 0 && after&(bracket|closing) != bracket|closing {
		what = canOpen
	}
	if closes && before&space == 0 && before&(bracket|opening) != bracket|opening {
		what |= canClose
	}
	return what
}

// inApostrophes tells whether a mark stands alone between two, as in "(*p == '*')": they are quotes there.
func (l *line) inApostrophes(at, end int) bool {
	return at > 0 && end < len(l.text) && l.text[at-1] == '\'' && l.text[end] == '\''
}

// maxSideBySide is how many signs the longest marks side by side have: those of bold and italic, of strike and of the other
// italic. More are an ornament.
const maxSideBySide = len("***~~_")

// crowdEnd returns where the signs of marks end that stand at a place.
func (l *line) crowdEnd(end int) int {
	for end < len(l.text) && traits[l.text[end]]&marking != 0 {
		end++
	}
	return end
}

// classBefore is the class of what stands before a place in the line.
func (l *line) classBefore(at int) class {
	if at == 0 {
		return space
	}
	if c := l.text[at-1]; c < utf8.RuneSelf {
		return asciiClasses[c]
	}
	l.effort -= effortOfLetter // for a character that is put together of its bytes
	c, _ := l.lastClass(at)
	return c
}

// lastClass is the class of the character that ends at a place, and how many bytes that has.
func (l *line) lastClass(at int) (class, int) {
	r, size := runeBefore(l.text, at)
	return classOf(r), size
}

// classAfter is the class of what stands behind a mark.
func (l *line) classAfter(at int) class {
	if at == len(l.text) {
		return space
	}
	if c := l.text[at]; c < utf8.RuneSelf && c != '.' {
		return asciiClasses[c]
	}
	return l.classOfSign(at)
}

// classOfSign is the class of a full stop or a character beyond ASCII. A full stop within a word, as in "*.go", closes nothing.
func (l *line) classOfSign(at int) class {
	if l.text[at] == '.' {
		if behind := at + 1; behind < len(l.text) && l.text[behind] != '.' && l.classAfter(behind)&alphanumeric != 0 {
			return 0
		}
		return asciiClasses['.']
	}
	l.effort -= effortOfLetter
	r, _ := runeAt(l.text, at)
	return classOf(r)
}

// pairMarks finds the marks that take effect.
func (l *line) pairMarks() {
	m := &l.marks
	if m.adjacent {
		l.shareNeighbours()
	}
	for i := range l.tokens {
		switch t := &l.tokens[i]; {
		case t.isMark():
			l.pairMark(i)
		case t.kind() == linkOpenToken:
			for mark := range m.open {
				m.base[mark] = len(m.open[mark])
			}
		case t.kind() == linkCloseToken:
			for mark := range m.open {
				m.open[mark] = m.open[mark][:m.base[mark]]
				m.base[mark] = 0
			}
		}
	}
	if m.types&(m.types-1) != 0 {
		l.dropCrossing()
	}
}

// shareNeighbours lets marks before others close where those do.
func (l *line) shareNeighbours() {
	for i := len(l.tokens) - 2; i >= 0; i-- {
		if t, next := &l.tokens[i], &l.tokens[i+1]; t.end == next.start && t.isMark() && next.isMark() {
			t.what = t.what&^canClose | next.what&canClose
		}
	}
}

// pairMark closes the nearest mark of the same type that holds a letter or digit, or waits to be closed.
func (l *line) pairMark(i int) {
	t, m := &l.tokens[i], &l.marks
	mark := t.mark()
	if t.what&behindLetter != 0 {
		m.letter = i
	}
	if t.what&canClose != 0 {
		l.dropQuoted(mark, int(t.start))
	}
	if open := m.open[mark]; t.what&canClose != 0 && len(open) > m.base[mark] {
		before := len(open)
		if int(open[before-1]) >= m.letter {
			before, _ = slices.BinarySearch(open, int32(m.letter))
		}
		if before > m.base[mark] {
			partner := open[before-1]
			t.partner, l.tokens[partner].partner = partner, int32(i)
			m.open[mark] = open[:before-1]
			m.types |= 1 << mark
			return
		}
	}
	if t.what&canOpen != 0 {
		m.open[mark] = append(m.open[mark], int32(i))
	}
}

// dropQuoted makes text of the last marks that wait behind a '"' of which the quote ends before a place, as in "*.go" and "src/*".
func (l *line) dropQuoted(mark markType, place int) {
	m := &l.marks
	open := m.open[mark]
	for len(open) > m.base[mark] {
		t := &l.tokens[open[len(open)-1]]
		if t.start == 0 || l.text[t.start-1] != '"' || l.quoteBefore(place) < int(t.end) {
			break
		}
		open = open[:len(open)-1]
	}
	m.open[mark] = open
}

// quoteBefore returns where the last '"' before a place stands, -1 without one. It is asked for places from left to right.
func (l *line) quoteBefore(at int) int {
	m := &l.marks
	if i := strings.LastIndexByte(l.text[m.quoted:at], '"'); i >= 0 {
		m.quote = m.quoted + i
	}
	m.quoted = at
	return m.quote
}

// letterBefore is behindLetter where a letter or digit stands between the last mark and a place.
func (l *line) letterBefore(at int) tokenBits {
	m := &l.marks
	from, start := m.last, at
	m.last = at
	for at > from {
		c, size := asciiClasses[l.text[at-1]], 1
		if l.text[at-1] >= utf8.RuneSelf {
			if l.effort -= effortOfGlance; l.isSpent() {
				return 0 // what comes is text
			}
			c, size = l.lastClass(at)
		}
		if c&alphanumeric != 0 {
			break
		}
		at -= size
	}
	if l.effort -= start - at; at > from {
		return behindLetter
	}
	return 0
}

// dropCrossing makes text of pairs that cross others. Pairs of one type never do. So a pair crosses none when at both its ends
// the same pairs of every type are around it.
func (l *line) dropCrossing() {
	m := &l.marks
	m.outer = slices.Grow(m.outer[:0], len(l.tokens))[:len(l.tokens)]
	var around [markTypes]int32 // by type, what opens the innermost pair
	for i := range around {
		around[i] = -1
	}
	crossing := m.open[0][:0]
	for i := range l.tokens {
		t := &l.tokens[i]
		switch {
		case !t.isMark():
		case int(t.partner) > i:
			m.outer[i] = around
			around[t.mark()] = int32(i)
		case t.partner >= 0:
			outer := &m.outer[t.partner]
			around[t.mark()] = outer[t.mark()]
			if around != *outer {
				crossing = append(crossing, int32(i))
			}
		}
	}
	for _, i := range crossing {
		l.tokens[l.tokens[i].partner].partner = -1
		l.tokens[i].partner = -1
	}
}
