package chat

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of what people write. A character is a code point.
const (
	MaxMessageChars     = 10_000
	MaxChannelNameChars = 80
)

// ParseMessageText returns the text of a message as it is stored: line ends
// are LF. It returns Invalid for text in which nothing IsVisible, or that is
// not UTF-8, and TooLarge for more than MaxMessageChars characters.
func ParseMessageText(raw string) (string, error) {
	text, err := cleanText(raw)
	if err != nil {
		return "", err
	}
	if !strings.ContainsFunc(text, IsVisible) {
		return "", Errorf(Invalid, "A message needs some text.")
	}
	if n := utf8.RuneCountInString(text); n > MaxMessageChars {
		return "", Errorf(TooLarge, "A message has at most 10,000 characters; this one has %d.", n)
	}
	return text, nil
}

// OneLine is the beginning of a text on one line, for where there is little room.
func OneLine(text string) string {
	const enough = 160 // code points: more than any quote has room for
	line := strings.Join(strings.Fields(text), " ")
	if points := []rune(line); len(points) > enough {
		return string(points[:enough]) + "…"
	}
	return line
}

// SameInField tells whether two texts look the same in a field of a browser, which knows one kind of line end. What comes back
// from it unchanged is the text as it was.
func SameInField(a, b string) bool {
	ends := strings.NewReplacer("\r\n", "\n", "\r", "\n")
	return ends.Replace(a) == ends.Replace(b)
}

// ParsePrivateName returns the name of a private channel as it is stored:
// trimmed, 1 to MaxChannelNameChars characters on one line, none of them a
// control or an override of direction. Anything else is Invalid.
func ParsePrivateName(raw string) (string, error) { return parseName(raw, "channel") }

// parseName is ParsePrivateName for the name of any thing.
func parseName(raw, thing string) (string, error) {
	text, err := cleanText(raw)
	if err != nil {
		return "", err
	}
	name := strings.TrimSpace(text)
	n := utf8.RuneCountInString(name)
	switch {
	case n == 0:
		return "", Errorf(Invalid, "A %s needs a name.", Say(thing))
	case !strings.ContainsFunc(name, IsVisible):
		return "", Errorf(Invalid, "A %s needs a name that can be seen.", Say(thing))
	case n > MaxChannelNameChars:
		return "", Errorf(Invalid, "A %s name has at most %d characters; this one has %d.", Say(thing), MaxChannelNameChars, n)
	}
	if err := checkLine(name, thing+" name"); err != nil {
		return "", err
	}
	return name, nil
}

// checkLine is Invalid for a text with a control or an override of direction.
func checkLine(text, thing string) error {
	switch {
	case strings.ContainsFunc(text, unicode.IsControl):
		return Errorf(Invalid, "A %s is a single line of text.", Say(thing))
	case strings.ContainsFunc(text, reorders):
		return Errorf(Invalid, "A %s has no characters that change the direction of the text around it.", Say(thing))
	}
	return nil
}

// reorders reports whether r overrides, embeds or isolates a direction, or ends a line or a paragraph of text. The marks that
// are a letter's width of nothing in one direction are left to names that need them.
func reorders(r rune) bool {
	return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\u2028' || r == '\u2029'
}

// cleanText turns CRLF into LF. A NUL is refused with other non-text: tools
// that read presence.db would see the text end there.
func cleanText(raw string) (string, error) {
	if !utf8.ValidString(raw) || strings.ContainsRune(raw, 0) {
		return "", Errorf(Invalid, "The text is not valid UTF-8.")
	}
	return strings.ReplaceAll(raw, "\r\n", "\n"), nil
}
