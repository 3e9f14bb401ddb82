package markup

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"minimost/chat"
)

func TestWhiteSpaceIsThatOfUnicode(t *testing.T) {
	isSpace := func(text string) bool { return leadingSpace(text) == len(text) }
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
	const signs = "ab \x00&<>\"'%$#!=?;:*.[]_~@`(,XZY^\x7f\n\r\t\x0b\x8a\x8d\xa2\xa6\xbc\xbe\x80"
	for range 20_000 {
		text := make([]byte, 9+random.IntN(200))
		signs := signs
		if random.IntN(2) == 0 {
			signs = "ab \xbc&<>\"'Y?\x80" // with nothing special among them
		}
		for i := range text {
			text[i] = signs[random.IntN(len(signs))]
		}
		if i := random.IntN(4 * len(text)); i < len(text) {
			text[i] = specialSigns[random.IntN(len(specialSigns))]
		}
		text[0] = 0xe2
		var l line
		end := l.skipOrdinary(string(text), 0)
		if end == 0 {
			t.Fatalf("it stays at %q", text)
		}
		if i := strings.IndexAny(string(text[:end]), specialSigns); i >= 0 {
			t.Fatalf("%q is skipped to %d, beyond %d", text, end, i)
		}
	}
}

func TestWordsAreWrittenAsTheirBytesAre(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	const signs = "ab \x00&<>\"'%$#!=?\x80\xbc\xa6\xa2\xff"
	for range 20_000 {
		text := make([]byte, random.IntN(600))
		for i := range text {
			text[i] = signs[random.IntN(len(signs))]
		}
		written := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\x00", "\ufffd").Replace(string(text))
		if got := string(appendEscaped([]byte("before"), string(text))); got != "before"+written {
			t.Fatalf("%q is written as %q", text, got)
		}
	}
}

func TestVisibleIsWhatShows(t *testing.T) {
	for r := range rune(utf8.MaxRune + 1) {
		text := "\u200b" + string(r)
		if shows := firstVisible(text) < len(text); shows != chat.IsVisible([]rune(text)[1]) {
			t.Errorf("%U: %t", r, shows)
		}
	}
	for _, text := range []string{"\xed\xa0\x80", "\xe0\x80\x80", "\xe2\x80", "\xe2a\x80", "\xff\x80\x80", "\xe2\x80\x8b\xe2"} {
		if firstVisible(text) == len(text) {
			t.Errorf("%q does not show", text)
		}
	}
}

func TestCharactersAreReadAsUnicodeSays(t *testing.T) {
	texts := []string{"\xed\xa0\x80", "\xe0\x80\x80", "\xc0\x80", "\xc1\xbf", "\xf0\x80\x80\x80", "\xf4\x90\x80\x80", "\xf4\x8f\xbf\xbf", "\xf5\x80\x80\x80", "\xe2\x80", "\xe2a\x80", "\xff", "\x80", "a\x80\x80\x80\x80", "\xf0\x9f\x98", "é\x80", "中\x80"}
	for r := range rune(utf8.MaxRune + 1) {
		texts = append(texts, string(r)+"\x80")
	}
	for _, text := range texts {
		for at := range text {
			got, size := runeAt(text, at)
			if r, n := utf8.DecodeRuneInString(text[at:]); text[at] >= utf8.RuneSelf && (got != r || size != n) {
				t.Errorf("%q at %d is %U of %d bytes", text, at, got, size)
			}
		}
		for at := 1; at <= len(text); at++ {
			got, size := runeBefore(text, at)
			if r, n := utf8.DecodeLastRuneInString(text[:at]); text[at-1] >= utf8.RuneSelf && (got != r || size != n) {
				t.Errorf("%q before %d is %U of %d bytes", text, at, got, size)
			}
		}
	}
}
