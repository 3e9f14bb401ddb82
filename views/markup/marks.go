package markup

import (
	"sort"
	"unicode/utf8"
)

// The types of marks. Runs of other lengths are text.
const (
	star = iota
	twoStars
	threeStars
	underscore
	tildes
	markTypes
)

var kindsOfMark = [markTypes][]Kind{star: {Emphasis}, twoStars: {Strong}, threeStars: {Emphasis, Strong}, underscore: {Emphasis}, tildes: {Strike}}

func markType(sign byte, size int) (int, bool) {
	switch {
	case sign == '*' && size <= 3:
		return star + size - 1, true
	case sign == '_' && size == 1:
		return underscore, true
	case sign == '~' && size == 2:
		return tildes, true
	}
	return 0, false
}

// readMark reads a run of "*", "_" or "~". What it may do depends on its neighbours: a mark opens after the start, white space,
// an opening bracket or quote, and closes before the end, white space or a closing sign; those of several signs also beside
// CJK. What it holds neither starts nor ends with white space, and no bracket stands the wrong way round beside it. Marks side
// by side share their neighbours.
func (l *line) readMark(at int) int {
	end := at + runLength(l.text, at)
	mark, ok := markType(l.text[at], end-at)
	if !ok || l.isEscaped(at) {
		return end
	}
	before, after := l.classBefore(at), l.classAfter(end)
	t := token{kind: markToken, start: at, end: end, mark: mark}
	wide := end-at > 1 && (before|after)&cjk != 0
	t.canOpen = wide || before&(space|opening) != 0
	t.canClose = wide || after&(space|closing) != 0
	if previous := l.markEndingAt(at); previous != nil {
		t.canOpen = previous.canOpen
	}
	t.canOpen = t.canOpen && after&space == 0 && after&(bracket|closing) != bracket|closing
	t.canClose = t.canClose && before&space == 0 && before&(bracket|opening) != bracket|opening
	l.underscore = l.underscore || mark == underscore && t.canOpen
	return l.add(t)
}

func (l *line) markEndingAt(at int) *token {
	if n := len(l.tokens); n > 0 && l.tokens[n-1].kind == markToken && l.tokens[n-1].end == at {
		return &l.tokens[n-1]
	}
	return nil
}

// classBefore is the class of what stands before a place in the line.
func (l *line) classBefore(at int) class {
	if at == 0 {
		return space
	}
	r, _ := utf8.DecodeLastRuneInString(l.text[:at])
	return classOf(r)
}

// classAfter is the class of what stands behind a mark. A full stop within a word, as in "*.go", closes nothing.
func (l *line) classAfter(at int) class {
	if at == len(l.text) {
		return space
	}
	r, size := utf8.DecodeRuneInString(l.text[at:])
	if r == '.' && at+size < len(l.text) && l.classAfter(at+size)&alphanumeric != 0 {
		return 0
	}
	return classOf(r)
}

// pairMarks finds the marks that take effect.
func (l *line) pairMarks() {
	for i := len(l.tokens) - 2; i >= 0; i-- {
		if t, next := &l.tokens[i], &l.tokens[i+1]; t.kind == markToken && next.kind == markToken && t.end == next.start {
			t.canClose = next.canClose
		}
	}
	for i := range l.tokens {
		switch l.tokens[i].kind {
		case markToken:
			l.pairMark(i)
		case linkOpenToken:
			for mark := range l.open {
				l.base[mark] = len(l.open[mark])
			}
		case linkCloseToken:
			for mark := range l.open {
				l.open[mark] = l.open[mark][:l.base[mark]]
				l.base[mark] = 0
			}
		}
	}
	l.dropCrossing()
}

// pairMark closes the nearest mark of the same type that holds a letter or digit, or waits to be closed.
func (l *line) pairMark(i int) {
	t := &l.tokens[i]
	open, base := l.open[t.mark], l.base[t.mark]
	if t.canClose && len(open) > base {
		letter := l.letterBefore(t.start)
		later := sort.Search(len(open)-base, func(j int) bool { return l.tokens[open[base+j]].start > letter })
		if later > 0 {
			partner := open[base+later-1]
			t.partner, l.tokens[partner].partner = partner, i
			l.open[t.mark] = open[:base+later-1]
			return
		}
	}
	if t.canOpen {
		l.open[t.mark] = append(open, i)
	}
}

// letterBefore returns where the last letter or digit before a place starts, -1 without one. It is asked for places from left
// to right.
func (l *line) letterBefore(at int) int {
	for i := at; i > l.searched; {
		r, size := utf8.DecodeLastRuneInString(l.text[:i])
		i -= size
		if classOf(r)&alphanumeric != 0 {
			l.letter = i
			break
		}
	}
	l.searched = at
	return l.letter
}

// dropCrossing makes text of pairs that cross others. Pairs of one type never do. So a pair crosses none when at both its ends
// the same pairs of every type are around it.
func (l *line) dropCrossing() {
	var around [markTypes]int // by type, what opens the innermost pair
	for i := range around {
		around[i] = -1
	}
	crossing := l.open[0][:0]
	for i := range l.tokens {
		t := &l.tokens[i]
		switch {
		case t.partner > i:
			t.outer = around
			around[t.mark] = i
		case t.kind == markToken && t.partner >= 0:
			around[t.mark] = l.tokens[t.partner].outer[t.mark]
			if around != l.tokens[t.partner].outer {
				crossing = append(crossing, i)
			}
		}
	}
	for _, i := range crossing {
		l.tokens[l.tokens[i].partner].partner = -1
		l.tokens[i].partner = -1
	}
}
