package markup

import (
	"slices"
	"sort"
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

var kindsOfMark = [markTypes][]Kind{star: {Emphasis}, twoStars: {Strong}, threeStars: {Emphasis, Strong}, underscore: {Emphasis}, tildes: {Strike}}

func typeOf(sign byte, size int) (markType, bool) {
	switch {
	case sign == '*' && size <= 3:
		return star + markType(size-1), true
	case sign == '_' && size == 1:
		return underscore, true
	case sign == '~' && size == 2:
		return tildes, true
	}
	return 0, false
}

// marks is what is known of the marks of the line at hand.
type marks struct {
	// open has those that wait for their other half, by type; base is how many of them stand before the link at hand.
	open [markTypes][]int32
	base [markTypes]int
	// outer has for each token that opens a pair the pairs around it.
	outer [][markTypes]int32
	// letter is where the last letter or digit before searched starts.
	letter, searched int
	// types has a bit for each type of which there are pairs.
	types uint8
	// adjacent is set when marks stand side by side, underscore once a mark "_" may be open.
	adjacent, underscore bool
}

func (m *marks) reset() {
	for i := range m.open {
		m.open[i] = m.open[i][:0]
	}
	m.base = [markTypes]int{}
	m.letter, m.searched = -1, 0
	m.types, m.adjacent, m.underscore = 0, false, false
}

// readMark reads a run of "*", "_" or "~". What it may do depends on its neighbours: a mark opens after the start, white space,
// an opening bracket or quote, and closes before the end, white space or a closing sign; those of several signs also beside
// CJK. What it holds neither starts nor ends with white space, and no bracket stands the wrong way round beside it. Marks side
// by side share their neighbours.
func (l *line) readMark(at int) int {
	end := at + runLength(l.text, at)
	if crowd := l.markSigns(at); crowd > maxSideBySide {
		return at + crowd
	}
	mark, ok := typeOf(l.text[at], end-at)
	if !ok || l.isEscaped(at) {
		return end
	}
	before, after := l.classBefore(at), l.classAfter(end)
	t := token{kind: markToken, mark: mark}
	wide := end-at > 1 && (before|after)&cjk != 0
	t.canOpen = wide || before&(space|opening) != 0
	t.canClose = wide || after&(space|closing) != 0
	if previous := l.markEndingAt(at); previous != nil {
		t.canOpen = previous.canOpen
		l.marks.adjacent = true
	}
	t.canOpen = t.canOpen && after&space == 0 && after&(bracket|closing) != bracket|closing
	t.canClose = t.canClose && before&space == 0 && before&(bracket|opening) != bracket|opening
	l.marks.underscore = l.marks.underscore || mark == underscore && t.canOpen
	return l.add(t, at, end)
}

// maxSideBySide is how many signs the longest marks side by side have: those of bold and italic, of strike and of the other
// italic. More are an ornament.
const maxSideBySide = len("***~~_")

// markSigns counts the signs of marks from a place on.
func (l *line) markSigns(at int) int {
	end := at
	for end < len(l.text) && (l.text[end] == '*' || l.text[end] == '_' || l.text[end] == '~') {
		end++
	}
	return end - at
}

func (l *line) markEndingAt(at int) *token {
	if n := len(l.tokens); n > 0 && l.tokens[n-1].kind == markToken && int(l.tokens[n-1].end) == at {
		return &l.tokens[n-1]
	}
	return nil
}

// classBefore is the class of what stands before a place in the line.
func (l *line) classBefore(at int) class {
	if at == 0 {
		return space
	}
	if c := l.text[at-1]; c < utf8.RuneSelf {
		return asciiClasses[c]
	}
	r, _ := utf8.DecodeLastRuneInString(l.text[:at])
	return classOf(r)
}

// classAfter is the class of what stands behind a mark. A full stop within a word, as in "*.go", closes nothing.
func (l *line) classAfter(at int) class {
	if at == len(l.text) {
		return space
	}
	switch c := l.text[at]; {
	case c >= utf8.RuneSelf:
		r, _ := utf8.DecodeRuneInString(l.text[at:])
		return classOf(r)
	case c == '.' && at+1 < len(l.text) && l.classAfter(at+1)&alphanumeric != 0:
		return 0
	default:
		return asciiClasses[c]
	}
}

// pairMarks finds the marks that take effect.
func (l *line) pairMarks() {
	m := &l.marks
	if m.adjacent {
		l.shareNeighbours()
	}
	for i := range l.tokens {
		switch l.tokens[i].kind {
		case markToken:
			l.pairMark(i)
		case linkOpenToken:
			for mark := range m.open {
				m.base[mark] = len(m.open[mark])
			}
		case linkCloseToken:
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
		if t, next := &l.tokens[i], &l.tokens[i+1]; t.kind == markToken && next.kind == markToken && t.end == next.start {
			t.canClose = next.canClose
		}
	}
}

// pairMark closes the nearest mark of the same type that holds a letter or digit, or waits to be closed.
func (l *line) pairMark(i int) {
	t, m := &l.tokens[i], &l.marks
	if open := m.open[t.mark][m.base[t.mark]:]; t.canClose && len(open) > 0 {
		letter := l.letterBefore(int(t.start))
		before := len(open)
		if int(l.tokens[open[before-1]].start) > letter {
			before = sort.Search(len(open), func(j int) bool { return int(l.tokens[open[j]].start) > letter })
		}
		if before > 0 {
			partner := open[before-1]
			t.partner, l.tokens[partner].partner = partner, int32(i)
			m.open[t.mark] = m.open[t.mark][:m.base[t.mark]+before-1]
			m.types |= 1 << t.mark
			return
		}
	}
	if t.canOpen {
		m.open[t.mark] = append(m.open[t.mark], int32(i))
	}
}

// letterBefore returns where the last letter or digit before a place starts, -1 without one. It is asked for places from left
// to right.
func (l *line) letterBefore(at int) int {
	m := &l.marks
	for i := at; i > m.searched; {
		r, size := utf8.DecodeLastRuneInString(l.text[:i])
		i -= size
		if classOf(r)&alphanumeric != 0 {
			m.letter = i
			break
		}
	}
	m.searched = at
	return m.letter
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
		case int(t.partner) > i:
			m.outer[i] = around
			around[t.mark] = int32(i)
		case t.partner >= 0:
			outer := &m.outer[t.partner]
			around[t.mark] = outer[t.mark]
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
