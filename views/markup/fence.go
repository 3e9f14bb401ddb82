package markup

import (
	"strings"
	"unicode"

	"minimost/highlight"
)

// fence reads a block of code: three or more backticks at the start of a line with text below, until as many backticks
// follow, wherever that is, or until the end.
func (p *parser) fence(lines []span, f *flow) int {
	first := p.text(lines[0])
	size := runLength(first, 0)
	if size < 3 {
		return 0
	}
	p.line.effort -= effortOfTicks
	info := first[size:]
	if _, inLine := findRun(info, size); inLine {
		return 0
	}
	last, at, closed := p.findFenceEnd(lines, size)
	if !p.hasText(lines, last, at) {
		p.line.effort -= last * effortOfUnseen
		if closed {
			f.plain = last + 1
		}
		return 0
	}
	behind := span{lines[0].from + int32(size), lines[0].to} // the opening marks
	if !closed {
		code := p.codeOf(behind, lines[1:], span{})
		if !p.affordsCode(code) {
			return 0
		}
		p.startBlock(f)
		p.codeBlock("", code, lines[0].from)
		return last
	}
	end := lines[last].from + int32(at)
	before := span{lines[last].from, end} // the closing marks
	if !p.affordsCode(p.codeOf(behind, lines[1:last], before)) {
		return 0
	}
	p.startBlock(f)
	label := strings.TrimSpace(info)
	if p.line.shows(label) && !strings.ContainsFunc(label, unicode.IsSpace) {
		p.line.effort -= effortOfLabel
		from := behind.from + int32(strings.Index(info, label))
		p.addLabel(label, from)
		behind = span{}
	} else {
		label = ""
	}
	p.codeBlock(label, p.codeOf(behind, lines[1:last], before), end+int32(size))
	return p.behindFence(lines, last, at+size, f)
}

// addLabel adds the label of the block of code that follows, and where it stands.
func (p *parser) addLabel(label string, from int32) {
	if p.keepNodes {
		p.addNode(CodeLabel, label)
		return
	}
	p.html = append(p.html, `<p class="prose__label" dir="ltr">`...)
	p.hide(from, "")
	p.html = append(appendEscaped(p.html, label), "</p>"...)
	p.shown = from + int32(len(label))
}

// codeOf is the lines of a block of code, with what stands in the line of the opening and of the closing marks.
func (p *parser) codeOf(first span, lines []span, last span) []span {
	p.code = p.code[:0]
	if !p.line.isBlank(p.text(first)) {
		p.code = append(p.code, first)
	}
	p.code = append(p.code, lines...)
	if !p.line.isBlank(p.text(last)) {
		p.code = append(p.code, last)
	}
	return p.code
}

// affordsCode tells whether the lines of a block of code, of which there may be thousands, can be shown.
func (p *parser) affordsCode(lines []span) bool {
	return p.line.affords(effortOfCode + len(lines)*effortOfCodeLine + p.differing(lines)*effortOfGap)
}

// codeBlock adds lines of code, of which the block ends at a place or with them.
func (p *parser) codeBlock(label string, lines []span, end int32) {
	p.line.effort -= 4 * len(label)
	alike := p.openCode(lines)
	p.hide(lines[0].from, "")
	switch {
	case label != "" && p.highlight(label, lines):
	case alike:
		code := p.source[lines[0].from:lines[len(lines)-1].to]
		p.line.effort += len(code) / plainInCode
		p.html = append(appendEscaped(p.html, code), '\n')
	default:
		p.codeLines(lines)
	}
	for i := len(lines) - 1; i > 0 && lines[i].from == lines[i].to; i-- {
		lines = lines[:i]
	}
	p.shown = lines[len(lines)-1].to
	if end > p.shown {
		p.hide(end, "")
	}
	p.close(CodeBlock)
}

func (p *parser) codeLines(lines []span) {
	if p.keepNodes {
		for _, line := range lines {
			p.addNode(CodeLine, p.text(line))
		}
		return
	}
	out := p.html // there can be thousands
	for _, line := range lines {
		out = append(appendEscaped(out, p.text(line)), '\n')
	}
	p.html = out
}

// highlight writes code in colours, if its language is known.
func (p *parser) highlight(language string, lines []span) bool {
	if p.keepNodes || !p.options.Highlight || !highlight.Knows(language) {
		return false
	}
	var code strings.Builder
	for _, line := range lines {
		code.WriteString(p.text(line))
		code.WriteByte('\n')
	}
	tokens := p.tokens(language, code.String())
	for _, t := range tokens {
		if t.Class == "" {
			p.html = appendEscaped(p.html, t.Text)
			continue
		}
		p.html = append(append(p.html, `<span class="code-`...), t.Class...)
		p.html = append(appendEscaped(append(p.html, `">`...), t.Text), "</span>"...)
	}
	return tokens != nil
}

// codeBudget is what there is for the colours of a text, which may be less than usual on a page with much code.
func (p *parser) codeBudget() highlight.Budget {
	budget := highlight.NewBudget()
	if shared := p.options.CodeTime; shared != nil {
		budget.Time = min(budget.Time, shared.Left)
	}
	return budget
}

// tokens are the parts of code, nil where it has no colours.
func (p *parser) tokens(language, code string) []highlight.Token {
	before := p.budget.Time
	tokens := p.budget.Tokens(language, code)
	if shared := p.options.CodeTime; shared != nil {
		usual := shared.Left >= highlight.MaxTime
		shared.Left -= before - p.budget.Time
		shared.Short = shared.Short || tokens == nil && !usual && p.budget.Time <= 0
	}
	return tokens
}

// behindFence leaves what stands behind the closing marks to be read as text.
func (p *parser) behindFence(lines []span, last, behind int, f *flow) int {
	rest := span{lines[last].from + int32(behind), lines[last].to}
	if p.line.isBlank(p.text(rest)) {
		return last + 1
	}
	lines[last] = rest
	f.plain = 1
	return last
}

// findFenceEnd returns the line with the closing marks and where in it they stand. Without closing marks it returns the number
// of lines.
func (p *parser) findFenceEnd(lines []span, size int) (last, at int, closed bool) {
	tick := -1
	for i, line := range lines[1:] {
		if tick < int(line.from) {
			tick = indexByte(p.source, '`', int(line.from))
		}
		if tick >= int(line.to) {
			continue
		}
		if at, found := findRun(p.text(line), size); found {
			return i + 1, at, true
		}
	}
	return len(lines), 0, false
}

// hasText tells whether any code that shows stands below the opening marks, up to the closing ones.
func (p *parser) hasText(lines []span, last, at int) bool {
	for _, line := range lines[1:last] {
		if p.line.shows(p.text(line)) {
			return true
		}
	}
	return last < len(lines) && p.line.shows(p.text(lines[last])[:at])
}

// findRun returns where in the text the first run of exactly so many backticks stands. It looks no closer than each of them is long.
func findRun(text string, size int) (int, bool) {
	first := strings.IndexByte(text, '`')
	if first < 0 {
		return 0, false
	}
	for at := first + size - 1; at < len(text); {
		if text[at] != '`' {
			at += size
			continue
		}
		start := at
		for start > first && text[start-1] == '`' {
			start--
		}
		end := at + runLength(text, at)
		if end-start == size {
			return start, true
		}
		at = end + size
	}
	return 0, false
}

// runLength returns how often the sign at a place of the text is repeated there.
func runLength(text string, at int) int {
	end := at + 1
	for end < len(text) && text[end] == text[at] {
		if end++; end == at+wordSize {
			return longRun(text, at, end)
		}
	}
	return end - at
}

// longRun is runLength of what is known to reach from a place to another. Ten thousand signs may be one run.
func longRun(text string, at, end int) int {
	for word := uint64(text[at]) * each; end+wordSize <= len(text) && wordAt(text, end) == word; {
		end += wordSize
	}
	for end < len(text) && text[end] == text[at] {
		end++
	}
	return end - at
}
