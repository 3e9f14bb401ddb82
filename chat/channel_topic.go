package chat

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of what is said about a channel, in characters.
const (
	MaxTopicChars   = 250
	MaxPurposeChars = 1_000
)

// About is what a channel is about: what is talked of just now, and what it is for.
type About struct{ Topic, Purpose string }

// ParseAbout returns it as it is stored: trimmed, each on one line, without what
// changes the direction of the text around it; empty is nothing. Anything else is
// Invalid.
func ParseAbout(topic, purpose string) (a About, err error) {
	if a.Topic, err = parseLine(topic, "topic", MaxTopicChars); err == nil {
		a.Purpose, err = parseLine(purpose, "purpose", MaxPurposeChars)
	}
	return a, err
}

func parseLine(raw, thing string, most int) (string, error) {
	text, err := cleanText(raw)
	if err != nil {
		return "", err
	}
	line := strings.TrimSpace(text)
	switch n := utf8.RuneCountInString(line); {
	case n == 0 || !strings.ContainsFunc(line, IsVisible):
		return "", nil
	case n > most:
		return "", Errorf(Invalid, "A %s has at most %d characters; this one has %d.", Say(thing), most, n)
	case strings.ContainsFunc(line, unicode.IsControl):
		return "", Errorf(Invalid, "A %s is a single line of text.", Say(thing))
	case strings.ContainsFunc(line, reorders):
		return "", Errorf(Invalid, "A %s has no characters that change the direction of the text around it.", Say(thing))
	}
	return line, nil
}

// ErrNoAbout is for conversations, of which nothing is said.
var ErrNoAbout = Errorf(Invalid, "A conversation has no topic.")
