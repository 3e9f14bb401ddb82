package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold returns the text as searches compare it: without regard to case, accents,
// width and punctuation; see the package.
func Fold(text string) string {
	f := folder{out: make([]byte, 0, len(text)+2)}
	f.fold(text)
	return string(f.out)
}

// kind of a folded character.
type kind byte

const (
	gap  kind = iota // ends a token
	word             // of writing that has words
	wide             // of writing without spaces, or a symbol
)

// StartsWord reports whether a word of the text starts as typed, folded.
func StartsWord(text, typed string) bool {
	start := strings.TrimRight(Fold(typed), " ")
	return start != "" && strings.Contains(Fold(text), start)
}

// folder folds a text, and notes where it came from when places is not nil.
type folder struct {
	out    []byte
	last   kind
	places []place // of each byte of out
	mapped bool

	decomposed, kept []byte // of one segment
}

// place is the part of a text that a byte of its folded form came from.
type place struct{ begin, end int32 }

func (f *folder) fold(text string) {
	f.put(' ', gap, 0, 0)
	for at := 0; at < len(text); {
		c := text[at]
		if c < utf8.RuneSelf && (at+1 == len(text) || text[at+1] < utf8.RuneSelf) {
			f.add(foldASCII(c), at, at+1)
			at++
			continue
		}
		n := norm.NFKC.NextBoundaryInString(text[at:], true)
		f.segment(text[at:at+n], at)
		at += n
	}
	f.add(' ', len(text), len(text))
}

func foldASCII(c byte) rune {
	if c >= 'A' && c <= 'Z' {
		c += 'a' - 'A'
	}
	return rune(c)
}

// segment folds a character with its marks. They are put together again at the
// end: a mark that stays belongs to its letter.
func (f *folder) segment(text string, at int) {
	f.decomposed = norm.NFKD.AppendString(f.decomposed[:0], text)
	f.kept = f.kept[:0]
	base := rune(0)
	for rest := f.decomposed; len(rest) > 0; {
		r, n := utf8.DecodeRune(rest)
		rest = rest[n:]
		if ignored(r, base) {
			continue
		}
		if !unicode.Is(unicode.M, r) {
			base = r
		}
		f.kept = appendFolded(f.kept, r)
	}
	for rest := norm.NFC.Bytes(f.kept); len(rest) > 0; {
		r, n := utf8.DecodeRune(rest)
		rest = rest[n:]
		f.add(r, at, at+len(text))
	}
}

// ignored reports whether a character says nothing to a search after its base:
// accents, vowel points, joiners, the variants and colours of emoji.
func ignored(r, base rune) bool {
	switch {
	case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Variation_Selector, r), unicode.Is(unicode.Me, r):
		return true
	case r == '\u0640', r >= 0x1f3fb && r <= 0x1f3ff:
		return true
	}
	return unicode.Is(unicode.Mn, r) && !unicode.Is(unicode.Sm, base) && (base == 0 || unicode.In(base, accented...))
}

// accented is writing whose marks can be left out; in others they are vowels.
var accented = []*unicode.RangeTable{unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Hebrew, unicode.Arabic, unicode.Armenian, unicode.Common}

// spelled are letters that are searched for by other letters.
var spelled = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'ħ': "h", 'ł': "l", 'ŧ': "t", 'ŋ': "n", 'þ': "th",
}

func appendFolded(to []byte, r rune) []byte {
	r = unicode.ToLower(unicode.ToUpper(r))
	if letters, ok := spelled[unicode.ToLower(r)]; ok {
		return append(to, letters...)
	}
	return utf8.AppendRune(to, r)
}

// add puts a folded character into the line, a space before it where a token
// begins.
func (f *folder) add(r rune, begin, end int) {
	k := kindOf(r)
	if k == gap {
		if f.last != gap {
			f.put(' ', gap, begin, begin)
		}
		return
	}
	if f.last != gap && f.last != k {
		f.put(' ', gap, begin, begin)
	}
	f.put(r, k, begin, end)
}

func (f *folder) put(r rune, k kind, begin, end int) {
	before := len(f.out)
	if f.last = k; r < utf8.RuneSelf {
		f.out = append(f.out, byte(r))
	} else {
		f.out = utf8.AppendRune(f.out, r)
	}
	if f.mapped {
		for range len(f.out) - before {
			f.places = append(f.places, place{int32(begin), int32(end)}) //nolint:gosec // a text has at most some ten thousand bytes
		}
	}
}

func kindOf(r rune) kind {
	switch {
	case r < utf8.RuneSelf:
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return word
		}
		if r == '$' || r == '+' {
			return wide
		}
		return gap
	case r == utf8.RuneError:
		return gap
	case isWide(r):
		return wide
	case unicode.In(r, unicode.L, unicode.M, unicode.N):
		return word
	}
	return gap
}

// isWide reports whether r is of writing that puts no spaces between words, or a
// symbol that stands for itself.
func isWide(r rune) bool {
	switch {
	case r == 'ー' || r == '\u3099' || r == '\u309a':
		return true
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo):
		return true
	}
	return r == '§' || r != fractionSlash && unicode.In(r, unicode.So, unicode.Sc, unicode.Sm)
}

// fractionSlash is what ½ is taken apart with; it is found as 1/2 is.
const fractionSlash = '\u2044'
