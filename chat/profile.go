package chat

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of what people say of themselves, in characters.
const (
	MaxDisplayNameChars = 64
	MaxPronounsChars    = 40
	MaxStatusChars      = 100
)

// Profile is how a person presents themselves. The username stays who they are.
type Profile struct {
	DisplayName string // "": the username
	// DisplayKey is the display name as names are compared; see the store.
	DisplayKey string
	Pronouns   string
	// LocalZone is the zone whose time others are shown, "" for none.
	LocalZone string
	// Picture is which of their pictures is the present one, 0 for none.
	Picture int64
}

// ProfileChange is what is to be different in a profile; nil stays as it is.
type ProfileChange struct {
	DisplayName, Pronouns, LocalZone *string
}

// Parse checks the change and returns it as it is stored. It is Invalid with a
// sentence that says what is wrong. Zones are up to who knows them.
func (c ProfileChange) Parse() (ProfileChange, error) {
	for _, line := range []struct {
		raw   **string
		thing string
		most  int
	}{{&c.DisplayName, "display name", MaxDisplayNameChars}, {&c.Pronouns, "text for pronouns", MaxPronounsChars}} {
		if *line.raw == nil {
			continue
		}
		text, err := parseOptional(**line.raw, line.thing, line.most)
		if err != nil {
			return c, err
		}
		*line.raw = &text
	}
	if c.DisplayName != nil && impersonates(*c.DisplayName) {
		return c, Errorf(Invalid, "The display name %s is reserved.", Isolate(*c.DisplayName))
	}
	return c, nil
}

// Shown is the name that others are shown, where nobody else is called so.
func (u User) Shown() string {
	if u.DisplayName != "" {
		return u.DisplayName
	}
	return u.Username
}

// NameKey is a username as display names are compared with it.
func NameKey(username string) string {
	return strings.ToLower(strings.NewReplacer("-", "", "_", "").Replace(username))
}

// impersonates reports whether a display name speaks for the chat, for a group or
// for an account that was removed.
func impersonates(name string) bool {
	key := strings.ToLower(strings.Join(strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), ""))
	return reservedNames[key] || groupNames[key] || strings.HasPrefix(key, "deleteduser")
}

// parseOptional returns one line of text that may be left out, trimmed. It is
// Invalid for more than most characters and for what names may not have.
func parseOptional(raw, thing string, most int) (string, error) {
	text, err := cleanText(raw)
	if err != nil {
		return "", err
	}
	text = strings.TrimSpace(text)
	switch n := utf8.RuneCountInString(text); {
	case n == 0:
		return "", nil
	case !strings.ContainsFunc(text, IsVisible):
		return "", Errorf(Invalid, "A %s that is set can be seen.", Say(thing))
	case n > most:
		return "", Errorf(Invalid, "A %s has at most %d characters; this one has %d.", Say(thing), most, n)
	}
	if err := checkLine(text, thing); err != nil {
		return "", err
	}
	return text, nil
}

// ShownName is what somebody is called: their display name, with the username where it may be taken for somebody else's.
func ShownName(username, display string, alike bool) string {
	switch {
	case display == "":
		return username
	case alike:
		return display + " (" + username + ")"
	}
	return display
}
