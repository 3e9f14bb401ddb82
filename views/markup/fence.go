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
	if word := strings.TrimSpace(info); closed && word != "" && !strings.ContainsFunc(word, unicode.IsSpace) {
		p.add(CodeLabel, word)
		info = ""
	}
	p.open(CodeBlock)
	if !isBlank(info) {
		p.add(CodeLine, info)
	}
	for _, line := range lines[1:last] {
		p.add(CodeLine, p.text(line))
	}
	if closed {
		if text := p.text(lines[last])[:at]; !isBlank(text) {
			p.add(CodeLine, text)
		}
	}
	p.close(CodeBlock)
	if !closed {
		return last
	}
	return p.behindFence(lines, last, at+size, f)
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
