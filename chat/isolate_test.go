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
