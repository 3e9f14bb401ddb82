package markup

import "slices"

// code is what is known of the runs of backticks in the line at hand.
type code struct {
	// runs are all of them, in their order; empty until the first is met. next is the first that was not passed yet.
	runs []backticks
	next int
	// last has the index behind that of the last run of so many backticks, 0 without one; it serves to find partners.
	last []int32
}

// backticks is a run of them. partner is the index of the next run of as many, -1 without one.
type backticks struct{ start, size, partner int32 }

// readCode reads code: so many backticks close as many.
func (l *line) readCode(at int) int {
	c := &l.code
	if len(c.runs) == 0 {
		if end, known := l.nearRun(at); known {
			return end
		}
		c.find(l.text, at, max(l.effort+l.extra, 0)/(effortOfFind+effortOfRun))
		l.effort -= len(c.runs) * effortOfFind
	}
	from := c.next
	for c.next < len(c.runs) && int(c.runs[c.next].start) < at {
		c.next++
	}
	l.effort -= (c.next - from) * effortOfRun
	if c.next == len(c.runs) {
		return at + runLength(l.text, at)
	}
	run := c.runs[c.next]
	if run.partner < 0 {
		return at + int(run.size)
	}
	return l.addCode(at, int(run.size), int(c.runs[run.partner].start))
}

// nearRun reads code that one of the next few runs of backticks closes, as it mostly does; where no more follow there is none. What
// else they do is to be found.
func (l *line) nearRun(at int) (end int, known bool) {
	const near = 4
	size := runLength(l.text, at)
	next := at + size
	for range near {
		if next = indexByte(l.text, '`', next); next == len(l.text) {
			return at + size, true
		}
		other := runLength(l.text, next)
		if other == size {
			return l.addCode(at, size, next), true
		}
		l.effort -= effortOfRun
		next += other
	}
	return 0, false
}

// addCode adds the code between two runs of so many backticks and returns where to go on, behind the first one where there is none.
func (l *line) addCode(at, size, end int) int {
	start := at + size
	if l.isEscaped(at) || !l.shows(l.text[start:end]) {
		l.effort -= effortOfRun
		return start
	}
	if size > 1 {
		l.effort -= effortOfSeveral
	}
	return l.add(codeToken, at, end+size)
}

// find finds the first runs of backticks from a place on, once for a line: looking for closing marks that are not there would take
// each run to the end of the line.
func (c *code) find(text string, from, most int) {
	c.next, c.last = 0, c.last[:0]
	for at := from; len(c.runs) <= most; {
		if at = indexByte(text, '`', at); at == len(text) {
			break
		}
		size := runLength(text, at)
		if known := len(c.last); known <= size {
			c.last = slices.Grow(c.last, size+1-known)[:size+1]
			clear(c.last[known:])
		}
		if before := c.last[size]; before > 0 {
			c.runs[before-1].partner = int32(len(c.runs))
		}
		c.runs = append(c.runs, backticks{start: int32(at), size: int32(size), partner: -1})
		c.last[size] = int32(len(c.runs))
		at += size
	}
}
