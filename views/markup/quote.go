package markup

// maxQuotes is how deep quotes may stand in quotes: deeper than any talk, and far below where browsers give up on nested
// elements.
const maxQuotes = 12

// quote reads lines that start with ">" and a blank, and those with nothing but ">" between them.
func (p *parser) quote(lines []span, f *flow) int {
	levels := maxQuotes - f.in.quotes
	if !p.isQuoted(p.text(lines[0]), levels) {
		return 0
	}
	size := 1
	for i := 1; i < len(lines) && p.mayHave(i+1); i++ {
		text := p.text(lines[i])
		if text == "" || text[0] != '>' {
			break
		}
		if p.isQuoted(text, levels) {
			size = i + 1
		} else if !p.isBareQuote(text) {
			break
		}
	}
	p.startBlock(f)
	p.line.effort -= effortOfQuote + size*effortOfQuoted
	for i := range lines[:size] {
		lines[i].from += quoteMark(p.text(lines[i]))
	}
	p.open(Quote)
	p.blocks(lines[:size], container{quotes: f.in.quotes + 1, lists: f.in.lists})
	p.close(Quote)
	return size
}

// isQuoted tells whether a line starts with at most so many ">", a blank, and then has text that shows.
func (p *parser) isQuoted(text string, levels int) bool {
	if len(text) < len("> a") {
		return false
	}
	signs := 0
	for signs < len(text) && text[signs] == '>' && signs <= levels {
		signs++
	}
	p.line.effort -= signs / 2
	return 0 < signs && signs <= levels && signs < len(text) && isIndent(text[signs]) && p.line.shows(text[signs+1:])
}

func (p *parser) isBareQuote(text string) bool {
	signs := runLength(text, 0)
	p.line.effort -= effortOfQuoted + signs/2
	return !p.line.shows(text[signs:])
}

// quoteMark is how many bytes one level takes of a quoted line.
func quoteMark(text string) int32 {
	if len(text) > 1 && isIndent(text[1]) {
		return 2
	}
	return 1
}

func isIndent(c byte) bool {
	return c == ' ' || c == '\t'
}
