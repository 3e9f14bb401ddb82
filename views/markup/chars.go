package markup

import (
	"sync"
	"unicode"
	"unicode/utf8"
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

// classes has the class of every character of the basic plane: looking them up in the tables of package unicode would make some
// texts many times slower than others.
var classes = sync.OnceValue(func() *[0x10000]class {
	var all [0x10000]class
	for r := range all {
		all[r] = classify(rune(r))
	}
	return &all
})

func classOf(r rune) class {
	if r < 0x10000 {
		return classes()[r]
	}
	return classify(r)
}

var (
	scripts     = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo, unicode.Yi}
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
	set(isCJK(r), cjk)
	control := unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && !unicode.Is(joiners, r)
	set(r >= utf8.RuneSelf && (control || c&(space|opening|closing) != 0 || r == '—' || r == '―'), foreignStop)
	set(!isVisible(r), invisible)
	return c
}

// isCJK tells whether a character is written without blanks between words as in Chinese, Japanese and Korean, their signs and
// wide forms included.
func isCJK(r rune) bool {
	return r >= 0x2e80 && (unicode.In(r, scripts...) || 0x3000 <= r && r <= 0x303f || 0xfe30 <= r && r <= 0xfe4f || 0xff01 <= r && r <= 0xffef)
}
