package markup

import (
	"strings"
	"unicode"
)

// fence reads a block of code: three or more backticks at the start of a line with text below, until as many backticks
// follow, wherever that is, or until the end.
func (p *parser) fence(lines []span, f *flow) int {
	first := p.text(lines[0])
	size := runLength(first, 0)
	if size < 3 {
		return 0
	}
	info := first[size:]
	if _, inLine := findRun(info, size); inLine {
		return 0
	}
	last, at, closed := p.findFenceEnd(lines, size)
	if !p.hasText(lines, last, at) {
		if closed {
			f.plain = last + 1
		}
		return 0
	}
	p.startBlock(f)
	if !closed {
		p.codeBlock("", info, lines[1:], "")
		return last
	}
	label := strings.TrimSpace(info)
	if label != "" && !strings.ContainsFunc(label, unicode.IsSpace) {
		info = ""
	} else {
		label = ""
	}
	p.codeBlock(label, info, lines[1:last], p.text(lines[last])[:at])
	return p.behindFence(lines, last, at+size, f)
}

// codeBlock adds lines of code, with what stands in the line of the opening and of the closing marks.
func (p *parser) codeBlock(label, first string, lines []span, last string) {
	p.line.effort -= effortOfCode
	if label != "" {
		p.add(CodeLabel, label)
	}
	p.open(CodeBlock)
	if label == "" || !p.highlight(label, lines, last) {
		if !isBlank(first) {
			p.add(CodeLine, first)
		}
		p.codeLines(lines)
		if !isBlank(last) {
			p.add(CodeLine, last)
		}
	}
	p.close(CodeBlock)
}

func (p *parser) codeLines(lines []span) {
	if p.keepNodes {
		for _, line := range lines {
			p.add(CodeLine, p.text(line))
		}
		return
	}
	out := p.html // there can be thousands
	for _, line := range lines {
		out = append(appendEscaped(out, p.text(line)), '\n')
	}
	p.html = out
}

// effortOfCode is what a block of code costs besides its lines.
const effortOfCode = 4

// highlight writes code in colours, if its language is known.
func (p *parser) highlight(language string, lines []span, last string) bool {
	if p.keepNodes || !p.options.Highlight {
		return false
	}
	var code strings.Builder
	for _, line := range lines {
		code.WriteString(p.text(line))
		code.WriteByte('\n')
	}
	if !isBlank(last) {
		code.WriteString(last)
		code.WriteByte('\n')
	}
	tokens := p.budget.Tokens(language, code.String())
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

// behindFence leaves what stands behind the closing marks to be read as text.
func (p *parser) behindFence(lines []span, last, behind int, f *flow) int {
	rest := span{lines[last].from + int32(behind), lines[last].to}
	if isBlank(p.text(rest)) {
		return last + 1
	}
	lines[last] = rest
	f.plain = 1
	return last
}

// findFenceEnd returns the line with the closing marks and where in it they stand. Without closing marks it returns the number
// of lines.
func (p *parser) findFenceEnd(lines []span, size int) (last, at int, closed bool) {
	for i, line := range lines[1:] {
		if at, found := findRun(p.text(line), size); found {
			return i + 1, at, true
		}
	}
	return len(lines), 0, false
}

// hasText tells whether any code stands below the opening marks, up to the closing ones.
func (p *parser) hasText(lines []span, last, at int) bool {
	for _, line := range lines[1:last] {
		if !isBlank(p.text(line)) {
			return true
		}
	}
	return last < len(lines) && !isBlank(p.text(lines[last])[:at])
}

// findRun returns where in the text the first run of exactly so many backticks stands.
func findRun(text string, size int) (int, bool) {
	for from := 0; from < len(text); {
		at := strings.IndexByte(text[from:], '`')
		if at < 0 {
			break
		}
		at += from
		length := runLength(text, at)
		if length == size {
			return at, true
		}
		from = at + length
	}
	return 0, false
}

// runLength returns how often the sign at a place of the text is repeated there.
func runLength(text string, at int) int {
	end := at + 1
	for end < len(text) && text[end] == text[at] {
		end++
	}
	return end - at
}
