package markup

import (
	"math/rand/v2"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestWhiteSpaceIsThatOfUnicode(t *testing.T) {
	for r := range rune(utf8.MaxRune + 1) {
		if text := string(r); isSpace(text) != unicode.IsSpace(r) {
			t.Errorf("%U: %t", r, isSpace(text))
		}
	}
	if isSpace("\u3000\u2028a") || isSpace("\xe2\x80") || !isSpace("") {
		t.Error("what is no white space is taken for it")
	}
}

func TestWordsAreReadAsTheirBytesAre(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	const signs = "ab \x00&<>\"'%$#!=?;:\n\r\t\x0b\x8a\x8d\xa2\xa6\xbc\xbe\x80"
	for range 20_000 {
		text := make([]byte, 9+random.IntN(20))
		for i := range text {
			text[i] = signs[random.IntN(len(signs))]
		}
		text[0] = 0xe2
		for name, of := range map[string]struct {
			skip  func(string, int) int
			stops func(byte) bool
		}{
			"skipUnescaped": {skipUnescaped, func(c byte) bool { return traits[c]&escaped != 0 }},
			"skipInLine":    {skipInLine, func(c byte) bool { return c == '\n' || c == '\r' }},
		} {
			end := of.skip(string(text), 0)
			if end == 0 {
				t.Fatalf("%s stays at %q", name, text)
			}
			for i, c := range text[:end] {
				if of.stops(c) {
					t.Fatalf("%s of %q is %d, beyond %d", name, text, end, i)
				}
			}
		}
	}
}
