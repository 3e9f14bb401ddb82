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
	low      = ^uint64(high)
)

// wordAt is the word that starts at a place of a text.
func wordAt(text string, at int) uint64 {
	t := text[at : at+wordSize]
	return uint64(t[0]) | uint64(t[1])<<8 | uint64(t[2])<<16 | uint64(t[3])<<24 | uint64(t[4])<<32 | uint64(t[5])<<40 | uint64(t[6])<<48 | uint64(t[7])<<56
}

// wordOf is a word of a text with less bytes, of which it has one at least; the others are 0.
func wordOf(text string) uint64 {
	n := len(text)
	if n < wordSize/2 {
		return uint64(text[0]) | uint64(text[n/2])<<(8*(n/2)) | uint64(text[n-1])<<(8*(n-1))
	}
	first, last := text[:wordSize/2], text[n-wordSize/2:]
	one := uint64(first[0]) | uint64(first[1])<<8 | uint64(first[2])<<16 | uint64(first[3])<<24
	other := uint64(last[0]) | uint64(last[1])<<8 | uint64(last[2])<<16 | uint64(last[3])<<24
	return one | other<<(8*(n-wordSize/2))
}

// zeros marks the first byte of a word that is 0, and maybe some behind it; it is 0 where none is.
func zeros(word uint64) uint64 {
	return (word - each) &^ word & high
}

// escapedIn marks each byte of a word that has the trait escaped: "<" and ">", and "&" and the quote, differ by one bit.
func escapedIn(word uint64) uint64 {
	ascii := word & low
	angles, quotes := (ascii|('<'^'>')*each)^'>'*each, (ascii|('&'^'"')*each)^'&'*each
	return ^((ascii+low)&(angles+low)&(quotes+low) | word) & high
}

// firstEscaped marks the first byte of a word that has the trait escaped, and maybe some behind it; it is 0 where none has.
func firstEscaped(word uint64) uint64 {
	angles, quotes := (word|('<'^'>')*each)^'>'*each, (word|('&'^'"')*each)^'&'*each
	return ((word-each)&^word | (angles-each)&^angles | (quotes-each)&^quotes) & high
}

// bitOfEach has a bit for each byte of which the highest bit is set, and no other is in any.
func bitOfEach(word uint64) uint64 {
	const gather = 0x00_02_04_08_10_20_40_81 // brings bit 8i+7 to 56+i
	return word * gather >> (64 - wordSize)
}

// equalTo marks each byte of a word that is a sign of ASCII.
func equalTo(word uint64, sign byte) uint64 {
	return ^((word&low ^ uint64(sign)*each) + low | word) & high
}

// specials marks the first byte of a word that has the trait special, maybe others, and a few that have it not: signs that differ
// by a bit or two are looked for together, which "*", "." and ":" cannot be without ">", nor "[", "]" and "_" without "Y".
func specials(word uint64) uint64 {
	stops, ticks, brackets, tildes := (word|0x14*each)^'>'*each, (word|('@'^'`')*each)^'`'*each, (word|0x06*each)^'_'*each, word^'~'*each
	return ((stops-each)&^stops | (ticks-each)&^ticks | (brackets-each)&^brackets | (tildes-each)&^tildes) & high
}

// firstSpecial returns where the first sign of a word with the trait special stands, -1 without one; found is specials of the word,
// without which the compiler inlines it.
func firstSpecial(text string, at int, word, found uint64) int {
	if found != 0 {
		found &^= zeros(word ^ '>'*each)
	}
	for ; found != 0; found &= found - 1 {
		if i := at + bits.TrailingZeros64(found)/8; traits[text[i]]&special != 0 {
			return i
		}
	}
	return -1
}

// skipOrdinary returns a place behind a character beyond ASCII, where it goes on over others and ASCII among them up to what is
// special.
func (l *line) skipOrdinary(text string, at int) int {
	const near = 8 * wordSize // where to look at each word costs less than to look for each sign
	for far := at + near; at+wordSize < len(text); {
		if at >= far {
			return l.ahead.next(text, at, specialSigns)
		}
		word := wordAt(text, at)
		if foreign := word & high; foreign == 0 {
			return at
		} else if foreign != high {
			if i := firstSpecial(text, at, word, specials(word)); i >= 0 {
				return i
			}
		}
		at += wordSize
	}
	for at < len(text) && text[at] >= utf8.RuneSelf {
		at++
	}
	return at
}

// skipToEnd returns where the next end of a line stands from a place on, or a place before it from which looking many bytes at a time
// costs less.
func skipToEnd(text string, at int) int {
	const near = 8 * wordSize
	for far := at + near; at < far && at+wordSize <= len(text); at += wordSize {
		word := wordAt(text, at)
		feeds, backs := word^'\n'*each, word^'\r'*each
		if found := ((feeds-each)&^feeds | (backs-each)&^backs) & high; found != 0 {
			return at + bits.TrailingZeros64(found)/8
		}
	}
	return at
}

// signsAhead has where each of some signs stands next in a text, as far as it was looked for.
type signsAhead [max(len(specialSigns), len(escapedSigns))]int

// next returns where the next of them stands from a place on, the end of the text without one. A sign is looked for many bytes at
// a time.
func (a *signsAhead) next(text string, at int, signs string) int {
	next := len(text)
	for i := range len(signs) {
		if a[i] <= at {
			a[i] = indexByte(text, signs[i], at)
		}
		next = min(next, a[i])
	}
	return next
}
