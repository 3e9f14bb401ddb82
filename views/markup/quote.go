package markup

// maxQuotes is how deep quotes may stand in quotes: deeper than any talk, and far below where browsers give up on nested
// elements.
const maxQuotes = 12

// quote reads lines that start with ">" and a blank, and those with nothing but ">" between them.
func (p *parser) quote(lines []string, f *flow) int {
	levels := maxQuotes - f.in.quotes
	if !isQuoted(lines[0], levels) {
		return 0
	}
	size := 1
	for i := 1; i < len(lines) && lines[i] != "" && lines[i][0] == '>'; i++ {
		if isQuoted(lines[i], levels) {
			size = i + 1
		} else if !isBareQuote(lines[i]) {
			break
		}
	}
	p.startBlock(f)
	for i, text := range lines[:size] {
		lines[i] = unquote(text)
	}
	p.open(Quote)
	p.blocks(lines[:size], container{quotes: f.in.quotes + 1, lists: f.in.lists})
	p.close(Quote)
	return size
}

// isQuoted tells whether a line starts with at most so many ">", a blank, and then has text.
func isQuoted(text string, levels int) bool {
	signs := 0
	for signs < len(text) && text[signs] == '>' && signs <= levels {
		signs++
	}
	return 0 < signs && signs <= levels && signs < len(text) && isIndent(text[signs]) && !isBlank(text[signs:])
}

func isBareQuote(text string) bool {
	signs := runLength(text, 0)
	return isBlank(text[signs:])
}

// unquote takes one level off a quoted line.
func unquote(text string) string {
	if len(text) > 1 && isIndent(text[1]) {
		return text[2:]
	}
	return text[1:]
}

func isIndent(c byte) bool {
	return c == ' ' || c == '\t'
}
