package markup

import (
	"encoding/binary"
	"io"
	"math/bits"
	"slices"
	"strconv"
	"sync"
)

// Write draws the text of a message as HTML. All of it that people wrote is escaped.
func Write(w io.Writer, source string, options Options) error {
	p := parsers.Get().(*parser)
	defer p.release()
	p.options = options
	p.parse(source)
	html := p.html
	if options.Emoji != nil && isOnlyEmoji(source, options.Emoji) {
		html = enlarge(html)
	}
	_, err := w.Write(html)
	return err
}

var parsers = sync.Pool{New: func() any { return new(parser) }}

// release lets another text have the memory, but no text that stays in it.
func (p *parser) release() {
	p.source, p.line.source, p.line.text, p.html = "", "", "", p.html[:0]
	p.options, p.line.options, p.mentioned.names = Options{}, Options{}, nil
	parsers.Put(p)
}

// Short constants are appended without a call, which a table's strings are not: there can be ten thousand in a message.
func (o *output) writeOpen(kind Kind) {
	switch kind {
	case LineBreak, EmptyLine:
		o.html = append(o.html, "<br>"...)
	case Paragraph:
		o.html = append(o.html, paragraph...)
	case Table:
		o.html = append(o.html, `<div class="prose__table" role="group" aria-labelledby="word-table" tabindex="0"><table>`...)
	case Quote:
		o.html = append(o.html, "<blockquote>"...)
	case BulletList:
		o.html = append(o.html, "<ul>"...)
	case NumberList:
		o.html = append(o.html, "<ol>"...)
	}
}

func (o *output) writeClose(kind Kind) {
	switch kind {
	case Paragraph:
		o.html = append(o.html, "</p>"...)
	case CodeBlock:
		o.html = append(o.html, "</code></pre>"+copyButton+"</div>"...)
	case Table:
		o.html = append(o.html, "</tbody></table></div>"...)
	case Cell:
		o.html = append(o.html, "</td>"...)
	case HeadCell:
		o.html = append(o.html, "</th>"...)
	case Quote:
		o.html = append(o.html, "</blockquote>"...)
	case BulletList:
		o.html = append(o.html, "</ul>"...)
	case NumberList:
		o.html = append(o.html, "</ol>"...)
	case Item:
		o.html = append(o.html, "</li>"...)
	}
}

// copyButton is pressed by a script, without which it is not shown. Its name stands in the page, in the reader's language.
const copyButton = `<button class="prose__copy" type="button" aria-labelledby="word-copy-code"><svg class="icon" aria-hidden="true"><use href="#icon-copy"></use></svg></button>`

func (o *output) writeCell(kind Kind, column align) {
	o.html = append(o.html, "<t"...)
	if kind == HeadCell {
		o.html = append(o.html, 'h')
	} else {
		o.html = append(o.html, 'd')
	}
	o.html = append(o.html, ` dir="auto"`...)
	switch column {
	case alignCenter:
		o.html = append(o.html, ` class="prose__center"`...)
	case alignEnd:
		o.html = append(o.html, ` class="prose__end"`...)
	}
	o.html = append(o.html, '>')
}

func appendMark(out []byte, mark markType, closes bool) []byte {
	if closes {
		switch mark {
		case twoStars:
			return append(out, "</strong>"...)
		case threeStars:
			return append(out, "</strong></em>"...)
		case tildes:
			return append(out, "</del>"...)
		}
		return append(out, "</em>"...)
	}
	switch mark {
	case twoStars:
		return append(out, "<strong>"...)
	case threeStars:
		return append(out, "<em><strong>"...)
	case tildes:
		return append(out, "<del>"...)
	case underscore:
		return append(out, `<em data-mark="_">`...)
	}
	return append(out, "<em>"...)
}

// appendEmoji appends an emoji by its name, which shows on hover.
func (o *output) appendEmoji(out []byte, name string) []byte {
	out = append(append(out, `<span class="emoji" title="`...), name...)
	out = append(append(out, `">`...), o.options.Emoji.Named(name[1:len(name)-1])...)
	return append(out, "</span>"...)
}

// appendCode appends code within a line, with its marks named where they are more than one.
func appendCode(out []byte, code string) []byte {
	size := 1
	if code[1] == '`' {
		size = runLength(code, 0)
		out = append(append(append(out, `<code data-mark="`...), code[:size]...), `">`...)
	} else {
		out = append(out, "<code>"...)
	}
	return append(appendEscaped(out, code[size:len(code)-size]), "</code>"...)
}

func (o *output) writeItem(number int) {
	if number < 0 {
		o.html = append(o.html, `<li dir="auto">`...)
		return
	}
	o.html = strconv.AppendInt(append(o.html, `<li dir="auto" value="`...), int64(number), 10)
	o.html = append(o.html, `">`...)
}

const (
	linkStart = `<a href="`
	linkEnd   = `" rel="noopener nofollow" target="_blank"`
)

// appendLink appends the start of a link.
func appendLink(out []byte, target string, asTyped bool) []byte {
	out = append(out, linkStart...)
	if asTyped || isPlainAddress(target) {
		return append(append(append(append(out, target...), linkEnd+` title="`...), target...), `">`...)
	}
	out = append(appendAddress(out, target), linkEnd+` title="`...)
	return append(appendEscaped(out, target), `">`...)
}

// appendItself appends an address as a link to itself. Most hold nothing that is written in another way than it was typed.
func appendItself(out []byte, address string, asTyped bool) []byte {
	out = append(out, linkStart...)
	if schemeLength(address) == 0 {
		out = append(out, missingScheme(address)...)
	}
	if asTyped {
		out = append(append(append(out, address...), linkEnd+">"...), address...)
	} else {
		out = append(appendAddress(out, address), linkEnd+">"...)
		out = appendEscaped(out, address)
	}
	return append(out, "</a>"...)
}

func isPlainAddress(address string) bool {
	for i := range len(address) {
		if traits[address[i]]&encoded != 0 {
			return false
		}
	}
	return true
}

// appendEscaped appends text as HTML. NUL is drawn as a sign, for HTML drops it and imported texts may hold it.
func appendEscaped(out []byte, text string) []byte {
	switch {
	case len(text) < wordSize:
		return appendFew(out, text)
	case len(text) <= short:
		return appendWords(out, text)
	}
	at := 0
	for at+1 < len(text) && (traits[text[at]]|traits[text[at+1]])&(escaped|foreign) == 0 {
		at += 2
	}
	return appendCrowd(append(out, text[:at]...), text[at:])
}

// appendFew is appendEscaped for less than a word.
func appendFew(out []byte, text string) []byte {
	if text == "" {
		return out
	}
	word := wordOf(text)
	if escapedIn(word)<<(8*(wordSize-len(text))) != 0 {
		return appendEach(out, text)
	}
	n := len(out)
	out = slices.Grow(out, wordSize)
	binary.LittleEndian.PutUint64(out[n:n+wordSize], word)
	return out[:n+len(text)]
}

// appendCrowd is appendEscaped for what starts with a sign that is written otherwise, or one beyond ASCII: such stand in crowds.
func appendCrowd(out []byte, text string) []byte {
	var ahead signsAhead
	at := 0
	for crowd := 0; at+block+wordSize <= len(text); crowd-- {
		if crowd <= 0 {
			if next := ahead.next(text, at, escapedSigns); next-at >= block {
				out = append(out, text[at:next]...)
				at = next
				continue
			}
			crowd = usualCrowd
		}
		out = appendBlock(out, text[at:at+block+wordSize])
		at += block
	}
	return appendWords(out, text[at:])
}

// appendWords is appendEscaped for less than a block.
func appendWords(out []byte, text string) []byte {
	out = slices.Grow(out, wordSize*(len(text)+1))
	n, room, at := len(out), out[:cap(out)], 0
	for at+wordSize <= len(text) {
		word := wordAt(text, at)
		found := firstEscaped(word)
		if found&(found-1) != 0 { // several
			for range wordSize {
				escape := escapes[byte(word)]
				binary.LittleEndian.PutUint64(room[n:], escape)
				n, word = n+int(escape>>sizeShift), word>>8
			}
			at += wordSize
			continue
		}
		binary.LittleEndian.PutUint64(room[n:], word)
		if found == 0 {
			n, at = n+wordSize, at+wordSize
			continue
		}
		i := bits.TrailingZeros64(found) / 8
		escape := escapes[text[at+i]]
		binary.LittleEndian.PutUint64(room[n+i:], escape)
		n, at = n+i+int(escape>>sizeShift), at+i+1
	}
	// What is left is less than a word, and a part of the last one where that is all text.
	left := len(text) - at
	if left == 0 || len(text) < wordSize {
		return appendFew(room[:n], text[at:])
	}
	word := wordAt(text, len(text)-wordSize)
	if escapedIn(word)>>(8*(wordSize-left)) != 0 {
		return appendEach(room[:n], text[at:])
	}
	binary.LittleEndian.PutUint64(room[n:], word>>(8*(wordSize-left)))
	return room[:n+left]
}

const (
	// short is a text of which looking at each word costs less than to find out what is in it.
	short = 512
	// block is how many bytes are looked at together for signs that are written otherwise.
	block = 8 * wordSize
	// usualCrowd is how many blocks are written before it is looked whether such signs are still near.
	usualCrowd = 4
)

// appendBlock appends a block behind which there is a word more. It is the innermost loop where signs that are written otherwise
// stand in crowds: what stands between them is written a word at a time, and a bit is kept of each byte that is one.
func appendBlock(out []byte, text string) []byte {
	var found uint64
	for at := 0; at < block; at += wordSize {
		found |= bitOfEach(escapedIn(wordAt(text, at))) << at
	}
	if bits.OnesCount64(found) > block/3 {
		return appendEach(out, text[:block])
	}
	out = slices.Grow(out, wordSize*(block+1))
	n, room := len(out), out[:cap(out)]
	from := 0
	for ; found != 0; found &= found - 1 {
		at := bits.TrailingZeros64(found)
		for ; from < at; from += wordSize {
			binary.LittleEndian.PutUint64(room[n:], wordAt(text, from))
			n += wordSize
		}
		escape := escapes[text[at]]
		n -= from - at
		binary.LittleEndian.PutUint64(room[n:], escape)
		n += int(escape >> sizeShift)
		from = at + 1
	}
	for ; from < block; from += wordSize {
		binary.LittleEndian.PutUint64(room[n:], wordAt(text, from))
		n += wordSize
	}
	return room[:n-(from-block)]
}

// appendEach is appendEscaped for a few bytes, of which copying each one costs less than to copy them together.
func appendEach(out []byte, text string) []byte {
	out = slices.Grow(out, wordSize*(len(text)+1))
	n, room := len(out), out[:cap(out)]
	for i := range len(text) {
		escape := escapes[text[i]]
		binary.LittleEndian.PutUint64(room[n:], escape)
		n += int(escape >> sizeShift)
	}
	return room[:n]
}

// escapes is how each byte is written: in the first bytes of a word, of which the last byte says how many these are.
var escapes = func() (all [256]uint64) {
	for c := range all {
		all[c] = uint64(c) | 1<<sizeShift
	}
	for c, escape := range map[byte]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '"': "&quot;", 0: "\ufffd"} {
		var word [wordSize]byte
		size := copy(word[:], escape)
		all[c] = binary.LittleEndian.Uint64(word[:]) | uint64(size)<<sizeShift
	}
	return all
}()

const sizeShift = 8 * (wordSize - 1)

// appendAddress appends where a link leads: the host as it was typed, behind it what no URL holds percent-encoded.
func appendAddress(out []byte, target string) []byte {
	host := 0
	if scheme := schemeLength(target); scheme > 0 {
		host = scheme + hostLength(target[scheme:])
	}
	out = slices.Grow(appendEscaped(out, target[:host]), wordSize*(len(target)-host+1))
	n, room := len(out), out[:cap(out)]
	for i := host; i < len(target); i++ {
		if from := i; traits[target[i]]&encoded == 0 { // mostly some do that stand together
			for i++; i < len(target) && traits[target[i]]&encoded == 0; i++ {
			}
			for ; from+wordSize <= len(target) && from < i; from += wordSize {
				binary.LittleEndian.PutUint64(room[n:], wordAt(target, from))
				n += wordSize
			}
			if from < i {
				n += copy(room[n:], target[from:i])
			} else {
				n -= from - i
			}
			if i == len(target) {
				break
			}
		}
		written := encodings[target[i]]
		if target[i] == '%' && isPercentEncoded(target[i:]) {
			written = '%' | 1<<sizeShift
		}
		binary.LittleEndian.PutUint64(room[n:], written)
		n += int(written >> sizeShift)
	}
	return room[:n]
}

// encodings is how each byte is written in the path of an address, as escapes is.
var encodings = func() (all [256]uint64) {
	for c := range all {
		all[c] = uint64(c) | 1<<sizeShift
		if traits[c]&encoded != 0 {
			all[c] = '%' | uint64(upperHex[c>>4])<<8 | uint64(upperHex[c&15])<<16 | 3<<sizeShift
		}
	}
	all['&'] = escapes['&']
	return all
}()

const upperHex = "0123456789ABCDEF"

func isPercentEncoded(text string) bool {
	return len(text) >= 3 && isHex(text[1]) && isHex(text[2])
}

func isHex(c byte) bool {
	return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f'
}
