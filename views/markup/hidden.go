package markup

import (
	"encoding/binary"
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
	if len(hidden) <= wordSize && hidden != "" {
		word := wordOf(hidden)
		for _, as := range [...]uint64{'-' | 'd'<<8, '>' | 'q'<<8, '\r' | 'r'<<8} {
			word ^= equalTo(word, byte(as)) >> 7 * (as&0xff ^ as>>8)
		}
		n := len(out)
		out = slices.Grow(out, wordSize)
		binary.LittleEndian.PutUint64(out[n:n+wordSize], word)
		return out[:n+len(hidden)]
	}
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
		out := append(p.html, ` data-lines="`...)
		for i := range size {
			if i > 0 {
				out = append(out, ',')
			}
			if gap := p.between(lines, i); len(gap) == 1 {
				out = append(out, hiddenAs[gap[0]])
			} else {
				out = appendHidden(out, gap)
			}
		}
		p.html = append(out, '"')
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
	out := append(p.html[:len(p.html)-len(">")], ` data-lines="`...)
	feeds, backs := strings.Count(text, "\n"), strings.Count(text, "\r")
	switch {
	case feeds == 0:
		out = append(out, 'r')
	case feeds == backs && endsTogether(text):
		out = append(out, "r\n"...)
	default:
		out = appendLineEnds(slices.Grow(out, longest*len(text)+2*wordSize), text)
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

// appendLineEnds appends each end of a line with a comma, of which the text holds a CR. There is room for them and two words more.
// A text may be nothing else, in an order that no processor foresees, so half a word of it is looked up at once.
func appendLineEnds(out []byte, text string) []byte {
	n, room, at, back := len(out), out[:cap(out)], 0, uint64(0)
	for ; at < len(text); at += wordSize {
		var word, feed uint64 // feed is set where an LF follows
		if at+wordSize < len(text) {
			word = wordAt(text, at)
			if text[at+wordSize] == '\n' {
				feed = 1
			}
		} else {
			word = wordOf(text[at:])
		}
		backs, feeds := bitOfEach(equalTo(word, '\r')), bitOfEach(equalTo(word, '\n'))
		if backs|feeds == 0 {
			back = 0
			continue
		}
		first := (feeds&0xf | backs&0xf<<4 | back<<8 | feeds>>4&1<<9) & (lineEndKinds - 1)
		binary.LittleEndian.PutUint64(room[n:], lineEnds[first])
		n += int(lineEndSizes[first])
		second := (feeds>>4 | backs&0xf0 | backs>>3&1<<8 | feed<<9) & (lineEndKinds - 1)
		binary.LittleEndian.PutUint64(room[n:], lineEnds[second])
		n += int(lineEndSizes[second])
		back = backs >> (wordSize - 1)
	}
	return room[:n]
}

const lineEndKinds = 1 << 10

// lineEnds has what is written of half a word of a text, and lineEndSizes how many bytes that is: by a bit for each LF, one for
// each CR, and whether a CR stands before and an LF behind. Of a CRLF, each half does its own.
var lineEnds, lineEndSizes = func() (all [lineEndKinds]uint64, sizes [lineEndKinds]uint8) {
	const half = wordSize / 2
	for ends := range all {
		feeds, backs := ends&0xf|ends>>9<<half, ends>>3&0x1e|ends>>8&1
		var written [wordSize + 2]byte
		out := written[:0]
		for i := range half {
			back, feed := backs>>(i+1)&1 != 0, feeds>>i&1 != 0
			switch {
			case back && feeds>>(i+1)&1 != 0:
				out = append(out, 'r')
			case back:
				out = append(out, "r,"...)
			case feed && backs>>i&1 != 0:
				out = append(out, "\n,"...)
			case feed:
				out = append(out, ',')
			}
		}
		all[ends], sizes[ends] = binary.LittleEndian.Uint64(written[:]), uint8(len(out))
	}
	return all, sizes
}()

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
	first, gap := p.between(lines, 0), len(lines)-1
	for i := 1; i < gap; i++ {
		if size := int(lines[i+1].from - lines[i].to); size != len(first) || p.source[lines[i].to] != first[0] || size > 1 && p.between(lines, i) != first {
			return gap
		}
	}
	return 1
}
