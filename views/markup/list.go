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
func (p *parser) list(lines []string, f *flow) int {
	mark, ok := readMark(lines[0], f.in.item)
	if !ok || f.in.lists == maxLists || !f.in.item && !isList(lines, mark) {
		return 0
	}
	p.startBlock(f)
	kind := BulletList
	if mark.sign == '.' {
		kind = NumberList
	}
	size, loose := measureList(lines, mark, f.in.item)
	in := container{quotes: f.in.quotes, lists: f.in.lists + 1, item: true, tight: !loose}
	p.open(kind)
	for at := 0; at < size; {
		at += p.item(lines[at:size], in, f.in.item)
	}
	p.close(kind)
	return size
}

// isList tells whether the first line, an item's, is followed by a second item or an indented line.
func isList(lines []string, mark listMark) bool {
	for _, text := range lines[1:] {
		if isBlank(text) {
			continue
		}
		if _, ok := dedent(text, mark.offset); ok {
			return true
		}
		next, ok := readMark(text, false)
		return ok && next.sign == mark.sign
	}
	return false
}

// measureList returns how many lines a list has, and whether there are empty ones within.
func measureList(lines []string, mark listMark, nested bool) (size int, loose bool) {
	size = 1
	for i := 1; i < len(lines); i++ {
		if isBlank(lines[i]) {
			continue
		}
		if _, ok := dedent(lines[i], mark.offset); !ok {
			next, ok := readMark(lines[i], nested)
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
func (p *parser) item(lines []string, in container, nested bool) int {
	mark, _ := readMark(lines[0], nested)
	lines[0] = lines[0][mark.size:]
	size, end := 1, 1 // end is behind the last line with text
	for ; size < len(lines); size++ {
		if isBlank(lines[size]) {
			continue
		}
		text, ok := dedent(lines[size], mark.offset)
		if !ok {
			break
		}
		lines[size] = text
		end = size + 1
	}
	p.nodes = append(p.nodes, Node{Kind: Item, Number: int16(mark.number)})
	p.blocks(lines[:max(end, size-1)], in) // one empty line separates from the next item
	p.close(Item)
	return size
}

// readMark reads "- ", "* " or a number from 0 to 999 with ". " at the start of a line with more text, which only a line within
// an item may indent.
func readMark(text string, indented bool) (listMark, bool) {
	var mark listMark
	for indented && mark.size < len(text) && isIndent(text[mark.size]) {
		mark.offset = nextColumn(mark.offset, text[mark.size])
		mark.size++
	}
	start := mark.size
	for mark.size < len(text) && isDigit(text[mark.size]) && mark.size-start < 3 {
		mark.number = 10*mark.number + int(text[mark.size]-'0')
		mark.size++
	}
	digits := mark.size - start
	if mark.size+2 > len(text) || text[mark.size+1] != ' ' || digits > 1 && text[start] == '0' {
		return mark, false
	}
	mark.sign = text[mark.size]
	if isBullet := mark.sign == '-' || mark.sign == '*'; isBullet != (digits == 0) || !isBullet && mark.sign != '.' {
		return mark, false
	} else if isBullet {
		mark.number = -1
	}
	mark.size += 2
	mark.offset += digits + 2
	return mark, !isBlank(text[mark.size:])
}

// dedent takes an item's offset off a line that is indented at least so far. A tab is taken whole.
func dedent(text string, offset int) (string, bool) {
	column := 0
	for i := range len(text) {
		if column >= offset {
			return text[i:], true
		}
		if !isIndent(text[i]) {
			return "", false
		}
		column = nextColumn(column, text[i])
	}
	return "", false
}

// nextColumn returns the column behind a blank or tab.
func nextColumn(column int, c byte) int {
	const tab = 4
	if c == '\t' {
		return column + tab - column%tab
	}
	return column + 1
}
