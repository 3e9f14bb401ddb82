package chat_test

import (
	"testing"
	"unicode"

	"minimost/chat"
)

func TestWhatShowsNothingIsNoMessage(t *testing.T) {
	for name, text := range map[string]string{
		"zero width space": "\u200b", "soft hyphen": "\u00ad", "braille without dots": "\u2800", "Hangul fillers": "\u3164\u115f\u1160\uffa0", "word joiner": "\u2060",
		"byte order mark": "\ufeff", "joiners": "\u200c\u200d", "overrides": "\u202e\u2066", "Mongolian separator": "\u180e\u180b", "combining grapheme joiner": "\u034f", "variation selectors": "\ufe0f\U000e0100",
		"tags": "\U000e0001\U000e0041", "controls": "\x01\x1b\u0085", "combining marks alone": "\u0301\u20dd", "Khmer vowels that are not written": "\u17b4\u17b5", "musical marks": "\U0001d159\U0001d173",
		"object replacement": "\ufffc", "all with spaces": " \u200b\t\u3164\n\u00a0",
	} {
		if _, err := chat.ParseMessageText(text); chat.CodeOf(err) != chat.Invalid || chat.MessageOf(err) != "A message needs some text." {
			t.Errorf("%s: %v", name, err)
		}
		if got, err := chat.ParseMessageText(text + "x"); err != nil || got != text+"x" {
			t.Errorf("%s with a letter: %q, %v", name, got, err)
		}
	}
}

func TestWhatShowsSomethingIsVisible(t *testing.T) {
	for _, r := range "a1.é中か한ا👍‽·♥\u0600\u06dd\u0903\u093e\ue000\ufffd\U0010fffd¬" {
		if !chat.IsVisible(r) {
			t.Errorf("%U is taken for nothing", r)
		}
	}
	for r := range rune(unicode.MaxRune) {
		if unicode.IsLetter(r) && !unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) && !chat.IsVisible(r) {
			t.Errorf("the letter %U is taken for nothing", r)
		}
	}
}

func TestTextIsTheSameInAField(t *testing.T) {
	if !chat.SameInField("a\rb\r\nc\nd", "a\nb\nc\nd") || chat.SameInField("a\n\nb", "a\nb") || chat.SameInField("a ", "a") {
		t.Error("a field of a browser knows one kind of line end and keeps the rest")
	}
}
