package markup

// maxLists is how deep lists may stand in lists.
const maxLists = 5

// listMark is what stands before the text of an item.
type listMark struct {
	// sign is '-', '*', or '.' for a number.
	sign byte
	// number is what was typed, -1 without one.
	number int
	// offset is the width of the mark with the white space before it and the one blank behind it, in columns; size is the same
	// in bytes.
	offset, size int
}

// list reads items of one mark. A single item is a list only with an indented line below, or within another list.
func (p *parser) list(lines []span, f *flow) int {
	mark, ok := p.readMark(p.text(lines[0]), f.in.item)
	if !ok || f.in.lists == maxLists || !f.in.item && !p.isList(lines, mark) {
		return 0
	}
	p.startBlock(f)
	kind := BulletList
	if mark.sign == '.' {
		kind = NumberList
	}
	size, loose := p.measureList(lines, mark, f.in.item)
	p.line.effort -= effortOfList + size*effortOfListLine
	in := container{quotes: f.in.quotes, lists: f.in.lists + 1, item: true, tight: !loose}
	p.open(kind)
	at := 0
	for at < size && (at == 0 || !p.line.isSpent()) {
		at += p.item(lines[at:size], in, f.in.item)
	}
	p.close(kind)
	return at
}

// isList tells whether the first line, an item's, is followed by a second item or an indented line.
func (p *parser) isList(lines []span, mark listMark) bool {
	for _, line := range lines[1:] {
		text := p.text(line)
		if p.line.isBlank(text) {
			continue
		}
		if _, ok := dedent(text, mark.offset); ok {
			return true
		}
		next, ok := p.readMark(text, false)
		return ok && next.sign == mark.sign
	}
	return false
}

// measureList returns how many lines a list has, and whether there are empty ones within.
func (p *parser) measureList(lines []span, mark listMark, nested bool) (size int, loose bool) {
	size = 1
	for i := 1; i < len(lines) && p.mayHave(i+1); i++ {
		text := p.text(lines[i])
		if p.line.isBlank(text) {
			continue
		}
		if _, ok := dedent(text, mark.offset); !ok {
			next, ok := p.readMark(text, nested)
			if !ok || next.sign != mark.sign {
				break
			}
			mark = next
		}
		loose = loose || i > size
		size = i + 1
	}
	return size, loose
}

// item reads the item that starts in the first of the lines, which are a list's, and returns how many it took.
func (p *parser) item(lines []span, in container, nested bool) int {
	mark, _ := p.readMark(p.text(lines[0]), nested)
	p.line.effort -= effortOfItem
	lines[0].from += int32(mark.size)
	size, end := 1, 1 // end is behind the last line with text
	for ; size < len(lines) && !p.line.isSpent(); size++ {
		text := p.text(lines[size])
		if p.line.isBlank(text) {
			continue
		}
		indent, ok := dedent(text, mark.offset)
		if !ok {
			break
		}
		lines[size].from += int32(indent)
		end = size + 1
	}
	p.line.effort -= (size - 1) * effortOfItemLine
	p.openItem(mark.number)
	if end = max(end, size-1); end > 1 || !p.itemLine(lines[0], in) { // one empty line separates from the next item
		p.blocks(lines[:end], in)
	}
	p.close(Item)
	return size
}

// itemLine reads the only line of an item, unless that is a block: most items are a line of text.
func (p *parser) itemLine(line span, in container) bool {
	text := p.text(line)
	if text[0] == '`' || text[0] == '>' {
		return false
	}
	p.hide(line.from, p.openText(in))
	p.inline(text)
	p.shown = line.to
	if !in.tight {
		p.close(Paragraph)
	}
	return true
}

// readMark reads "- ", "* " or a number from 0 to 999 with ". " at the start of a line with more text, which only a line within
// an item may indent.
func (p *parser) readMark(text string, indented bool) (listMark, bool) {
	var mark listMark
	for indented && mark.size < len(text) && isIndent(text[mark.size]) {
		mark.offset = nextColumn(mark.offset, text[mark.size])
		mark.size++
	}
	rest := text[mark.size:]
	p.line.effort -= 2 * mark.size
	digits := 0
	for digits < len(rest) && digits < 3 && isDigit(rest[digits]) {
		mark.number = 10*mark.number + int(rest[digits]-'0')
		digits++
	}
	if len(rest) < digits+3 || rest[digits+1] != ' ' || digits > 1 && rest[0] == '0' {
		return mark, false
	}
	mark.sign = rest[digits]
	if digits == 0 {
		mark.number = -1
	}
	if isBullet := mark.sign == '-' || mark.sign == '*'; isBullet != (digits == 0) || !isBullet && mark.sign != '.' {
		return mark, false
	}
	mark.size += digits + 2
	mark.offset += digits + 2
	return mark, !p.line.isBlank(rest[digits+2:])
}

// dedent returns how many bytes of white space take an item's offset off a line that is indented at least so far. A tab is
// taken whole.
func dedent(text string, offset int) (int, bool) {
	column := 0
	for i := range len(text) {
		if column >= offset {
			return i, true
		}
		if !isIndent(text[i]) {
			return 0, false
		}
		column = nextColumn(column, text[i])
	}
	return 0, false
}

// nextColumn returns the column behind a blank or tab.
func nextColumn(column int, c byte) int {
	const tab = 4
	if c == '\t' {
		return column + tab - column%tab
	}
	return column + 1
}
