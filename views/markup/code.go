package markup

// code is what is known of the runs of backticks in the line at hand.
type code struct {
	// runs are all of them, in their order; empty until the first is met. next is the first that was not passed yet.
	runs []backticks
	next int
	// last has the index of the last run of so many backticks, -1 without one; it serves to find partners.
	last []int32
}

// backticks is a run of them. partner is the index of the next run of as many, -1 without one.
type backticks struct{ start, size, partner int32 }

// readCode reads code: so many backticks close as many.
func (l *line) readCode(at int) int {
	c := &l.code
	if len(c.runs) == 0 {
		if end, known := l.nextRun(at); known {
			return end
		}
		c.find(l.text, at, max(l.effort+l.extra, 0)/effortOfRun)
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

// nextRun reads code that the very next run of backticks closes, as it mostly does; without any there is none. What other runs do is
// to be found.
func (l *line) nextRun(at int) (end int, known bool) {
	size := runLength(l.text, at)
	next := indexByte(l.text, '`', at+size)
	if next == len(l.text) {
		return at + size, true
	}
	if runLength(l.text, next) != size {
		return 0, false
	}
	return l.addCode(at, size, next), true
}

// addCode adds the code between two runs of so many backticks and returns where to go on, behind the first one where there is none.
func (l *line) addCode(at, size, end int) int {
	start := at + size
	if l.isEscaped(at) || !l.shows(l.text[start:end]) {
		l.effort -= effortOfRun
		return start
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
		for len(c.last) <= size {
			c.last = append(c.last, -1)
		}
		if before := c.last[size]; before >= 0 {
			c.runs[before].partner = int32(len(c.runs))
		}
		c.last[size] = int32(len(c.runs))
		c.runs = append(c.runs, backticks{start: int32(at), size: int32(size), partner: -1})
		at += size
	}
}
