package chat

import (
	"strings"
	"testing"
)

// The name of a channel or a person in a sentence turns none of its words around.
func TestNamesInSentencesAreIsolated(t *testing.T) {
	const name = "תוכניות"
	reserved := "־everyone־"
	_, err := ProfileChange{DisplayName: &reserved}.Parse()
	for what, sentence := range map[string][2]string{
		"notice":    {NoticeTitle(name, "general"), name},
		"notice in": {NoticeTitle("bob", name), name},
		"reserved":  {MessageOf(err), reserved},
	} {
		if !strings.Contains(sentence[0], "\u2068"+sentence[1]+"\u2069") {
			t.Errorf("%s: %q", what, sentence[0])
		}
	}
	if title := NoticeTitle("bob", "general"); title != "bob in general" {
		t.Errorf("%q", title)
	}
}

// In a conversation of several, a name from before turns none of the others.
func TestSeveralNamesInALineAreIsolatedEach(t *testing.T) {
	const turned = "na\u202eme"
	if joined := JoinNames([]string{turned, "bob", "a\u2069b\u2068"}); joined != "\u2068na\u202eme\u2069, bob, \u2068ab\u2069" {
		t.Errorf("%q", joined)
	} else if Contained(joined) != joined || Contained(Isolate(joined)) != Isolate(joined) {
		t.Errorf("%q in a line of its own, %q in a sentence", Contained(joined), Isolate(joined))
	}
	if one := JoinNames([]string{turned}); one != turned {
		t.Errorf("%q, which is isolated where it is shown", one)
	}
}

func TestANameCannotEndAnIsolateAroundIt(t *testing.T) {
	for name, want := range map[string]string{
		"bob": "bob", "\u2069a\u2068": "a", "a\u2069\u2069b": "ab", "\u2068\u2068a\u2069": "\u2068a\u2069", "\u2068a\u2069\u2069": "\u2068a\u2069",
		"\u2068\u2068a\u2069b\u2069": "\u2068\u2068a\u2069b\u2069", "\u2066a\u2069": "a", "\u2067a\u2028b\u2029": "ab",
	} {
		if got := Contained(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
