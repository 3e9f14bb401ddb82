package markup

import (
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"minimost/chat"
)

// class is what a character means to the marks and addresses beside it.
type class uint8

const (
	space class = 1 << iota
	// opening: an opening bracket, or a quote that may open.
	opening
	// closing: a closing bracket, a quote, or what ends a sentence or a part of one.
	closing
	alphanumeric
	cjk
	// foreignStop: a character beyond ASCII that no address holds.
	foreignStop
	invisible
	// bracket is set with opening or closing.
	bracket
)

// pages have the classes of 256 characters each, once one of them was asked for. Looking them up in the tables of package unicode
// would make some texts many times slower than others.
var pages [(unicode.MaxRune + 1) >> 8]atomic.Pointer[[256]class]

// asciiClasses are the classes of the characters that most texts are made of; those of other bytes are 0.
var asciiClasses = func() (all [256]class) {
	for r := range utf8.RuneSelf {
		all[r] = classify(rune(r))
	}
	return all
}()

func classOf(r rune) class {
	page := pages[r>>8].Load()
	if page == nil {
		page = new([256]class)
		for i := range page {
			page[i] = classify(r&^0xff + rune(i))
		}
		pages[r>>8].Store(page)
	}
	return page[r&0xff]
}

// runeAt is utf8.DecodeRuneInString of what starts at a place with a byte beyond ASCII, and quicker where that is a character of two
// or three bytes, or of four.
func runeAt(text string, at int) (rune, int) {
	c, left := text[at], len(text)-at
	switch {
	case 0xc2 <= c && c < 0xe0 && left > 1 && text[at+1]&0xc0 == 0x80:
		return rune(c&0x1f)<<6 | rune(text[at+1]&0x3f), 2
	case c == 0xe0 && left > 2 && text[at+1]&0xe0 == 0xa0 && text[at+2]&0xc0 == 0x80,
		0xe0 < c && c < 0xf0 && c != 0xed && left > 2 && text[at+1]&0xc0 == 0x80 && text[at+2]&0xc0 == 0x80:
		return rune(c&0xf)<<12 | rune(text[at+1]&0x3f)<<6 | rune(text[at+2]&0x3f), 3
	case 0xf0 < c && c < 0xf4 && left > 3 && text[at+1]&0xc0 == 0x80 && text[at+2]&0xc0 == 0x80 && text[at+3]&0xc0 == 0x80,
		c == 0xf0 && left > 3 && text[at+1]&0xf0 == 0x90 && text[at+2]&0xc0 == 0x80 && text[at+3]&0xc0 == 0x80:
		return rune(c&0x7)<<18 | rune(text[at+1]&0x3f)<<12 | rune(text[at+2]&0x3f)<<6 | rune(text[at+3]&0x3f), 4
	}
	return utf8.DecodeRuneInString(text[at:])
}

// runeBefore is utf8.DecodeLastRuneInString of what ends before a place with a byte beyond ASCII.
func runeBefore(text string, at int) (rune, int) {
	for size := 2; size <= min(at, utf8.UTFMax); size++ {
		if text[at-size]&0xc0 == 0xc0 {
			if r, read := runeAt(text[:at], at-size); read == size {
				return r, size
			}
			break
		}
	}
	return utf8.DecodeLastRuneInString(text[:at])
}

var (
	joiners     = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0x200c, Hi: 0x200d, Stride: 1}}}
	eitherQuote = []*unicode.RangeTable{unicode.Pi, unicode.Pf} // »German« and «French»: each opens in some language
)

func classify(r rune) class {
	var c class
	set := func(is bool, flag class) {
		if is {
			c |= flag
		}
	}
	quote := unicode.In(r, eitherQuote...) || r == '"'
	ends := unicode.Is(unicode.Terminal_Punctuation, r) || r == '…'
	set(unicode.IsSpace(r), space)
	low := r == '‚' || r == '„'
	set(quote || unicode.Is(unicode.Ps, r), opening)
	set(quote || ends || unicode.Is(unicode.Pe, r) || r == '\'', closing)
	set(unicode.In(r, unicode.Ps, unicode.Pe) && !low, bracket)
	set(unicode.IsLetter(r) || unicode.IsNumber(r), alphanumeric)
	set(chat.WithoutBlanks(r), cjk)
	control := unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && !unicode.Is(joiners, r)
	set(r >= utf8.RuneSelf && (control || c&(space|opening|closing) != 0 || r == '—' || r == '―'), foreignStop)
	set(!chat.IsVisible(r), invisible)
	return c
}
