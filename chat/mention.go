package chat

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Names that mention more than one person.
const (
	MentionHere    = "here"    // those who appear active when it is sent
	MentionChannel = "channel" // everyone with access
)

// MaxMentions is how many names of a message mention somebody; those after them
// are text.
const MaxMentions = 100

// AskMentionsFrom is of how many people a channel must have more for a mention of
// many of them to be asked about before it is sent.
const AskMentionsFrom = 50

// Mention is somebody who is mentioned by a message.
type Mention struct {
	Username string
	// ByGroup tells that they are mentioned as one of many.
	ByGroup bool
	// Untold tells that they block the sender: the name is marked as any, for nobody is
	// to learn of it, and they do not hear of it.
	Untold bool
}

// MentionsGroup reports whether a name that was written mentions many.
func MentionsGroup(name string) bool {
	return strings.EqualFold(name, MentionHere) || strings.EqualFold(name, MentionChannel)
}

// NextMention finds the first "@" with a name behind it, as usernames are
// spelled, in a piece of text from a byte on: at is that of the "@", end behind the
// name. An "@" behind a letter, digit or another of a name's signs starts none, for
// mail addresses have one; but scripts that are written without blanks do not. at is -1 where there is none.
func NextMention(text string, from int) (at, end int) {
	for {
		i := strings.IndexByte(text[from:], '@')
		if i < 0 {
			return -1, -1
		}
		at = from + i
		from = at + 1
		end = from
		for end < len(text) && !notInUsername(rune(text[end])) {
			end++
		}
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		behind, _ := utf8.DecodeRuneInString(text[end:])
		if end > from && !partOfName(before) && !partOfWord(behind) {
			return at, end
		}
	}
}

func partOfName(r rune) bool {
	return r == '@' || r == '.' || r == '_' || r == '-' || partOfWord(r)
}

// partOfWord reports whether a name does not end beside a letter or digit.
func partOfWord(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !WithoutBlanks(r)
}

var withoutBlanks = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo, unicode.Yi,
}

// WithoutBlanks reports whether a character is written without blanks between words, or with endings behind a name, as in Chinese,
// Japanese and Korean, their signs and wide forms included.
func WithoutBlanks(r rune) bool {
	return r >= 0x2e80 && (unicode.In(r, withoutBlanks...) || 0x3000 <= r && r <= 0x303f || 0xfe30 <= r && r <= 0xfe4f || 0xff01 <= r && r <= 0xffef)
}

// MentionSpellings are the names that what stands behind an "@" can mean, the
// longest first: a sentence may go on with a hyphen, an emphasis end with "_".
func MentionSpellings(name string) (names []string) {
	for n := len(name); n > 0; n-- {
		if n <= MaxUsernameChars {
			names = append(names, name[:n])
		}
		if name[n-1] != '-' && name[n-1] != '_' {
			break
		}
	}
	return names
}

// MayMention reports whether the message may mention somebody who can see it: it
// names them, or many. Whether it does is known where it is stored.
func (m *Message) MayMention(user string) bool {
	return slices.ContainsFunc(m.Mentions, func(name string) bool { return name == user || strings.HasPrefix(name, "@") })
}
