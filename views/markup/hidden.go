package markup

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"strings"
)

// What takes effect is not shown, and yet a copy is to be what was typed. Marks within a line follow from their elements, with
// data-mark where there are several ways to type them. What stands before the text of a line, and at the end of a block, is kept
// in a comment that starts with "=", unless it is what usually stands there: a line end behind <br>, and two between paragraphs.
// static/js/copy.js puts all of it together again.

// hide keeps what of the source stands before a place and was not written yet, unless it is what usually stands there.
func (p *parser) hide(place int32, usual string) {
	if hidden := p.source[p.shown:place]; hidden != usual && !p.keepNodes {
		p.writeHidden(hidden)
	}
	p.shown = place
}

func (p *parser) writeHidden(hidden string) {
	p.line.effort -= effortOfHidden + len(hidden)/4
	p.html = append(appendHidden(append(p.html, "<!--="...), hidden), "-->"...)
}

// appendHidden appends marks and white space as a comment or value may hold them. They have no letters, so these stand for signs.
func appendHidden(out []byte, hidden string) []byte {
	const long = 64 // bytes, of which looking for each sign costs less than looking at each byte
	if len(hidden) > long && strings.IndexByte(hidden, '-') < 0 && strings.IndexByte(hidden, '>') < 0 && strings.IndexByte(hidden, '\r') < 0 {
		return append(out, hidden...)
	}
	for i := range len(hidden) {
		out = append(out, hiddenAs[hidden[i]])
	}
	return out
}

var hiddenAs = func() (as [256]byte) {
	for c := range as {
		as[c] = byte(c)
	}
	as['-'], as['>'], as['\r'] = 'd', 'q', 'r'
	return as
}()

// openCode opens a block of code. What stands between its lines is named where it is more than a line end: once where it is
// the same between all of them, else with commas between. It tells whether the lines can be written as they stand in the source.
func (p *parser) openCode(lines []span) (alike bool) {
	if p.keepNodes {
		p.open(CodeBlock)
		return false
	}
	p.html = append(p.html, `<div class="prose__code"><pre tabindex="0" dir="ltr"`...)
	size := p.differing(lines)
	if size > 0 {
		p.line.effort -= size * effortOfGap
		p.html = append(p.html, ` data-lines="`...)
		for i := range size {
			if i > 0 {
				p.html = append(p.html, ',')
			}
			p.html = appendHidden(p.html, p.between(lines, i))
		}
		p.html = append(p.html, '"')
	}
	p.html = append(p.html, "><code>"...)
	return size == 0
}

// nameLineEnds names the ends of the lines that follow in the paragraph that was opened last, as openCode does: HTML makes an LF of
// a CR.
func (p *parser) nameLineEnds(text string) {
	if p.keepNodes {
		return
	}
	const longest = 2 // of an end and its comma, but for a CRLF, which are two bytes of the text
	out := append(slices.Grow(p.html[:len(p.html)-len(">")], longest*len(text)+len(paragraph)), ` data-lines="`...)
	feeds, backs := strings.Count(text, "\n"), strings.Count(text, "\r")
	switch {
	case feeds == 0:
		out = append(out, 'r')
	case feeds == backs && endsTogether(text):
		out = append(out, "r\n"...)
	default:
		out = appendLineEnds(out, text)
	}
	p.html = append(out, `">`...)
}

// endsTogether tells whether an LF follows each CR and none stands elsewhere.
func endsTogether(text string) bool {
	carry, at := uint64(0), 0
	for ; at+wordSize <= len(text); at += wordSize {
		word := wordAt(text, at)
		backs, feeds := equalTo(word, '\r'), equalTo(word, '\n')
		if feeds != backs<<8|carry {
			return false
		}
		carry = backs >> (8 * (wordSize - 1))
	}
	for ; at < len(text); at++ {
		if (text[at] == '\n') != (carry != 0) {
			return false
		}
		carry = 0
		if text[at] == '\r' {
			carry = 1
		}
	}
	return carry == 0
}

// appendLineEnds appends each end of a line with a comma, of which the text holds a CR. There is room for them and a word more.
func appendLineEnds(out []byte, text string) []byte {
	at := 0
	for ; at+wordSize <= len(text); at += wordSize {
		word := wordAt(text, at)
		backs, feeds := equalTo(word, '\r'), equalTo(word, '\n')
		if backs == 0 && (at == 0 || text[at-1] != '\r') {
			binary.LittleEndian.PutUint64(out[len(out):cap(out)], ','*each)
			out = out[:len(out)+bits.OnesCount64(feeds)]
			continue
		}
		for found := bitOfEach(backs | feeds); found != 0; found &= found - 1 {
			out = appendLineEnd(out, text, at+bits.TrailingZeros64(found))
		}
	}
	for ; at < len(text); at++ {
		if text[at] == '\r' || text[at] == '\n' {
			out = appendLineEnd(out, text, at)
		}
	}
	return out
}

// appendLineEnd appends what stands at a place: of a CRLF, each half does its own.
func appendLineEnd(out []byte, text string, at int) []byte {
	switch {
	case text[at] == '\r' && at+1 < len(text) && text[at+1] == '\n':
		return append(out, 'r')
	case text[at] == '\r':
		return append(out, "r,"...)
	case at > 0 && text[at-1] == '\r':
		return append(out, "\n,"...)
	}
	return append(out, ',')
}

// between is what stands between a line and the next.
func (p *parser) between(lines []span, i int) string {
	return p.source[lines[i].to:lines[i+1].from]
}

// differing is how many of the gaps between lines are to be named.
func (p *parser) differing(lines []span) int {
	i := 1
	for i < len(lines) && lines[i].from == lines[i-1].to+1 && p.source[lines[i-1].to] == '\n' {
		i++
	}
	if i >= len(lines) {
		return 0
	}
	for i := range len(lines) - 1 {
		if p.between(lines, i) != p.between(lines, 0) {
			return len(lines) - 1
		}
	}
	return 1
}
