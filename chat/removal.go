package chat

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Fate is what becomes of the messages of an account that is removed.
type Fate string

// The fates.
const (
	KeepMessages   Fate = "keep"   // they stay, under the name of DeletedName
	RemoveMessages Fate = "remove" // they are deleted, and their texts with them
)

// ParseFate reads a fate; there is none by default.
func ParseFate(s string) (Fate, error) {
	switch f := Fate(s); f {
	case KeepMessages, RemoveMessages:
		return f, nil
	}
	return "", Errorf(Invalid, "Say what becomes of the messages: they are kept or removed.")
}

const (
	// RemovalStep is how many rows of a removed account one transaction changes.
	RemovalStep = 500
	// RemovalSettles is how long requests of before a removal may still be on their way.
	RemovalSettles = time.Minute
)

// deletedText is DeletedName as it is said in another language.
const deletedText = "Deleted user %d"

// SayDeletedName is the name of a removed account as translate has it, which is given a format in English and its arguments, and
// any other name as it is.
func SayDeletedName(name string, translate func(format string, args ...any) string) string {
	if !IsDeletedName(name) {
		return name
	}
	number, err := strconv.ParseInt(name[len(deletedPrefix):], 10, 64)
	if err != nil {
		return name
	}
	return translate(deletedText, number)
}

// deletedPrefix has a blank, which no username has.
const deletedPrefix = "Deleted user "

// DeletedName is what a removed account is called wherever its name stood. Its number
// is its own. It is no account's name and never will be.
func DeletedName(number int64) string { return deletedPrefix + strconv.FormatInt(number, 10) }

var deletedName = regexp.MustCompile(`^` + deletedPrefix + `[1-9][0-9]*$`)

// IsDeletedName reports whether a name is one of DeletedName.
func IsDeletedName(name string) bool {
	return strings.HasPrefix(name, deletedPrefix) && deletedName.MatchString(name)
}

// ReadOnly reports whether nobody can write in the channel any more: it is a
// conversation with an account that was removed.
func (c Channel) ReadOnly() bool { return slices.ContainsFunc(c.Participants, IsDeletedName) }

// ErrReadOnly is for what would change a channel that is ReadOnly.
var ErrReadOnly = Errorf(Forbidden, "This conversation can only be read: an account that took part in it was removed.")

// RenameParticipant is the identifier of a direct channel after a participant is
// called something else, "" where from is none of its participants.
func RenameParticipant(channel, from, to string) string {
	ch, err := ParseChannel(channel)
	if err != nil || !ch.Includes(from) {
		return ""
	}
	names := slices.Clone(ch.Participants)
	names[slices.Index(names, from)] = to
	slices.Sort(names)
	return directPrefix + strings.Join(names, ":")
}

// namedInSystemText finds the names in a system message: whoever did it comes
// first, whom it was done to after the verb. What is quoted behind is no name.
var namedInSystemText = regexp.MustCompile(`^(` + nameInText + `)( (?:added|removed) (` + nameInText + `))? `)

const nameInText = `Deleted user [0-9]+|[A-Za-z0-9_-]+`

// RenameInSystemText is a system message after somebody is called something else.
// Each kind of message has its form in namedInSystemText.
func RenameInSystemText(text, from, to string) string {
	found := namedInSystemText.FindStringSubmatchIndex(text)
	if found == nil {
		return text
	}
	// The last first: what is before it keeps its place.
	for _, group := range []int{3, 1} {
		start, end := found[2*group], found[2*group+1]
		if start >= 0 && text[start:end] == from {
			text = text[:start] + to + text[end:]
		}
	}
	return text
}
