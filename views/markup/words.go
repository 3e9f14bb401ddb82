package markup

import (
	"math/bits"
	"unicode/utf8"
)

// Texts are looked at eight bytes at a time where characters beyond ASCII stand: these have up to four bytes, and would cost as
// many times more; and they may take turns with others.
const (
	wordSize = 8
	each     = 0x01_01_01_01_01_01_01_01
	high     = 0x80 * each
)

// wordAt is the word that starts at a place of a text.
func wordAt(text string, at int) uint64 {
	t := text[at : at+wordSize]
	return uint64(t[0]) | uint64(t[1])<<8 | uint64(t[2])<<16 | uint64(t[3])<<24 | uint64(t[4])<<32 | uint64(t[5])<<40 | uint64(t[6])<<48 | uint64(t[7])<<56
}

// zeros marks the first byte of a word that is 0, and maybe some behind it; it is 0 where none is.
func zeros(word uint64) uint64 {
	return (word - each) &^ word & high
}

// escapedIn marks each byte of a word that has the trait escaped: "<" and ">", and "&" and the quote, differ by one bit.
func escapedIn(word uint64) uint64 {
	return ^(filled(word) & filled((word|('<'^'>')*each)^'>'*each) & filled((word|('&'^'"')*each)^'&'*each)) & high
}

// filled marks each byte of a word that is not 0.
func filled(word uint64) uint64 {
	const low = ^uint64(high)
	return word&low + low | word
}

// specials marks the first byte of a word that has the trait special, and maybe others: "*" and ".", "[" and "_", and "@" and the
// backtick, differ by one bit.
func specials(word uint64) uint64 {
	return zeros((word|('*'^'.')*each)^'.'*each) | zeros(word^':'*each) | zeros((word|('@'^'`')*each)^'`'*each) |
		zeros((word|('['^'_')*each)^'_'*each) | zeros(word^']'*each) | zeros(word^'~'*each)
}

// skipOrdinary returns a place behind a character beyond ASCII, where it goes on over others and ASCII among them up to what is
// special.
func skipOrdinary(text string, at int) int {
	for at+wordSize < len(text) {
		word := wordAt(text, at)
		if foreign := word & high; foreign == 0 {
			return at
		} else if foreign != high {
			if found := specials(word); found != 0 {
				return at + bits.TrailingZeros64(found)/8
			}
		}
		at += wordSize
	}
	for at < len(text) && text[at] >= utf8.RuneSelf {
		at++
	}
	return at
}
