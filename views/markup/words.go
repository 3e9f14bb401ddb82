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

// lineEnds marks the first LF or CR of a word as zeros does.
func lineEnds(word uint64) uint64 {
	return zeros(word^'\n'*each) | zeros(word^'\r'*each)
}

// escapes marks the first byte of a word that has the trait escaped: "<" and ">", and "&" and the quote, differ by one bit.
func escapes(word uint64) uint64 {
	return zeros(word) | zeros((word|('<'^'>')*each)^'>'*each) | zeros((word|('&'^'"')*each)^'&'*each)
}

// skipForeign returns a place behind bytes of characters beyond ASCII, of which there is at least one.
func skipForeign(text string, at int) int {
	for at+wordSize < len(text) && wordAt(text, at)&high == high {
		at += wordSize
	}
	for at < len(text) && text[at] >= utf8.RuneSelf {
		at++
	}
	return at
}

// skipUnescaped is skipForeign that goes on over ASCII among them, up to what is not written as it is.
func skipUnescaped(text string, at int) int {
	for at+wordSize < len(text) {
		word := wordAt(text, at)
		if foreign := word & high; foreign == 0 {
			return at
		} else if foreign != high {
			if found := escapes(word); found != 0 {
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

// skipInLine is the same up to the end of a line.
func skipInLine(text string, at int) int {
	for at+wordSize < len(text) {
		word := wordAt(text, at)
		if foreign := word & high; foreign == 0 {
			return at
		} else if foreign != high {
			if found := lineEnds(word); found != 0 {
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
