package markup

import "strings"

// maxColumns is how many columns a table has at most.
const maxColumns = 40

// align is where the text of a column stands, as the dashes below its head say.
type align int16

const (
	alignStart align = iota
	alignCenter
	alignEnd
)

// table reads lines of cells: a head, a line of dashes below it with as many cells, and rows until a line without "|" or one that
// starts another block. It returns how many lines it took, 0 when the first is text.
func (p *parser) table(lines []span, f *flow) int {
	dashes := p.text(lines[1])
	if p.line.isSpent() || !p.readDashes(dashes) || !p.isHead(p.text(lines[0])) {
		return 0
	}
	p.startBlock(f)
	p.line.effort -= effortOfTable
	p.open(Table)
	p.row(lines[0], true)
	size := 2
	for ; size < len(lines) && p.isRow(p.text(lines[size])); size++ {
		p.row(lines[size], false)
	}
	p.close(Table)
	return size
}

// mayBeDashes tells whether a line starts as one of dashes does.
func mayBeDashes(line string) bool { return line != "" && inDashes[line[0]] }

// inDashes are the bytes of a line of dashes.
var inDashes = setOf("|:- \t")

// readDashes reads the line below a head: cells of dashes, with a colon where the text of the column stands.
func (p *parser) readDashes(text string) bool {
	p.columns = p.columns[:0]
	if len(text) > 1_000 || strings.IndexByte(text, '|') < 0 {
		return false
	}
	end := p.readColumns(text)
	p.line.effort -= 3 * end
	return end == len(text) && len(p.columns) > 0
}

// readColumns reads cells of dashes and returns where they end.
func (p *parser) readColumns(text string) (end int) {
	at := skipIndent(text, 0)
	if at < len(text) && text[at] == '|' {
		at++
	}
	for at < len(text) {
		cell := skipIndent(text, at)
		column, end, ok := readDashCell(text, cell)
		if !ok || len(p.columns) == maxColumns {
			return cell
		}
		p.columns = append(p.columns, column)
		if at = skipIndent(text, end); at == len(text) {
			break
		}
		if text[at] != '|' {
			return at
		}
		at = skipIndent(text, at+1)
	}
	return at
}

// readDashCell reads the dashes of a cell, with the colons around them, and returns where they end.
func readDashCell(text string, at int) (column align, end int, ok bool) {
	start := at
	if at < len(text) && text[at] == ':' {
		at++
	}
	dashes := at
	for at < len(text) && text[at] == '-' {
		at++
	}
	ok = at > dashes
	if at == len(text) || text[at] != ':' {
		return alignStart, at, ok
	}
	if dashes > start {
		return alignCenter, at + 1, ok
	}
	return alignEnd, at + 1, ok
}

// skipIndent returns where the blanks and tabs end that stand at a place.
func skipIndent(text string, at int) int {
	for at < len(text) && isIndent(text[at]) {
		at++
	}
	return at
}

// isHead tells whether a line has as many cells as the one of dashes has, and anything to see.
func (p *parser) isHead(text string) bool {
	if !p.readCells(text, len(p.columns)+1) || len(p.cells) != len(p.columns) {
		return false
	}
	for _, cell := range p.cells {
		if p.line.shows(text[cell.from:cell.to]) {
			return true
		}
	}
	return false
}

// isRow tells whether a table goes on with a line.
func (p *parser) isRow(text string) bool {
	if p.line.isBlank(text) || p.line.isSpent() {
		return false
	}
	switch text[0] {
	case '`':
		if runLength(text, 0) >= 3 {
			return false
		}
	case '>':
		return false
	}
	if _, item := p.readMark(text, false); item {
		return false
	}
	return p.readCells(text, len(p.columns))
}

// row adds the row whose cells were read last. What stands beyond its last column belongs to the last cell.
func (p *parser) row(line span, head bool) {
	text := p.text(line)
	p.line.effort -= effortOfRow
	kind := Cell
	if head {
		kind = HeadCell
	}
	p.openRow(head)
	for i, cell := range p.cells {
		p.line.effort -= effortOfCell
		p.openCell(kind, p.columns[i])
		if cell.from < cell.to {
			p.hide(line.from+cell.from, "")
			p.inline(text[cell.from:cell.to])
			p.shown = line.from + cell.to
		}
		if i == len(p.cells)-1 {
			p.hide(line.to, "")
		}
		p.close(kind)
	}
	p.closeRow(head)
}

// readCells cuts a line at each "|" that is neither code nor behind a backslash, into at most so many cells without the blanks
// around them. It tells whether there is one.
func (p *parser) readCells(text string, most int) bool {
	p.cells = p.cells[:0]
	p.line.effort -= len(text) / 4
	from, end := 0, len(text)
	for from < end && isIndent(text[from]) {
		from++
	}
	for end > from && isIndent(text[end-1]) {
		end--
	}
	piped := false
	if from < end && text[from] == '|' {
		from, piped = from+1, true
	}
	p.line.text, p.line.code.runs = text, p.line.code.runs[:0]
	last := -1 // where the last "|" stands
	pipe, tick := -1, -1
	for at := from; at < end; {
		at = nextOf(text[:end], at, '|', &pipe, '`', &tick)
		if p.line.effort -= effortOfPipe; at == end || p.line.isSpent() {
			break
		}
		if text[at] == '`' {
			at = p.line.behindCode(at)
			continue
		}
		if !p.line.isEscaped(at) {
			last, piped = at, true
			if at < end-1 && len(p.cells) < most-1 {
				p.addCell(text, from, at)
				from = at + 1
			}
		}
		at++
	}
	if last == end-1 && last >= from {
		end--
	}
	p.addCell(text, from, end)
	return piped
}

func (p *parser) addCell(text string, from, to int) {
	for from < to && isIndent(text[from]) {
		from++
	}
	for to > from && isIndent(text[to-1]) {
		to--
	}
	p.cells = append(p.cells, span{int32(from), int32(to)})
}

// behindCode returns where code ends that starts at a place, or the backticks there when they start none.
func (l *line) behindCode(at int) int {
	tokens := len(l.tokens)
	end := l.readCode(at)
	l.tokens = l.tokens[:tokens]
	return end
}
