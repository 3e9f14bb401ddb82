package search

import (
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"minimost/chat"
)

// Query is what is searched for: a message that has every term and passes every
// filter.
type Query struct {
	Terms []Term
	// From, In and With are names, of which one has to fit; those that are excluded
	// must not fit.
	From, In, With []Name
	// From is included and To excluded; none is no bound.
	Since, Until chat.Stamp
	Has          []Flag
	Is           []Flag
	Best         bool // the best first, not the newest
}

// Name is a person or a channel, as it was written.
type Name struct {
	Name string
	Not  bool
}

// Flag is something that a message has or is.
type Flag struct {
	What string
	Not  bool
}

// What a message can have or be.
const (
	HasFile     = "file"
	HasLink     = "link"
	HasReaction = "reaction"
	HasPin      = "pin"
	IsEdited    = "edited"
	IsMine      = "mine"
	IsUnread    = "unread"
)

// Hint is a filter with what it is for, in the order in which they are suggested.
type Hint struct{ Filter, Example, Meaning string }

// Hints are the filters there are.
var Hints = []Hint{
	{"from:", "from:alice", "sent by a person; from:me is you"},
	{"in:", "in:general", "in a channel"},
	{"with:", "with:bob", "in direct messages with a person"},
	{"before:", "before:2026-11-25", "before a day"},
	{"after:", "after:2026-11-25", "after a day"},
	{"on:", "on:2026-11-25", "on a day"},
	{"has:file", "has:file", "with a file"},
	{"has:link", "has:link", "with a link"},
	{"has:reaction", "has:reaction", "with a reaction"},
	{"has:pin", "has:pin", "pinned"},
	{"is:edited", "is:edited", "edited"},
	{"is:mine", "is:mine", "your own"},
	{"is:unread", "is:unread", "not read yet"},
}

// MayExclude reports whether a "-" before a filter excludes what it finds: days
// cannot be.
func MayExclude(filter string) bool {
	return !slices.Contains([]string{"before:", "after:", "on:"}, filter)
}

// Quote writes a channel's name as a filter takes it, "" where none does.
func Quote(name string) string {
	quoted := strings.ContainsFunc(name, unicode.IsSpace) || quotes[firstRune(name)] != ""
	switch {
	case !quoted && !strings.HasPrefix(name, "#"):
		return name
	case strings.ContainsAny(name, `"#`):
		return ""
	}
	return `"` + name + `"`
}

var errLong = chat.Errorf(chat.Invalid, "A search has at most %d characters and %d words and filters.", chat.MaxSearchChars, chat.MaxSearchTerms)

// errNothing is of a word without anything to search for, such as a dash between
// two others; it is passed over where something is left.
var errNothing = errors.New("nothing to search for")

// Parse reads a query. Days are those of zone; nil is UTC. It is Invalid, and says
// why, for one that cannot be read. An empty one has no terms and no filters.
func Parse(text string, zone *time.Location) (Query, error) {
	q := Query{}
	if !utf8.ValidString(text) {
		return q, chat.Errorf(chat.Invalid, "The search is not valid UTF-8.")
	}
	if utf8.RuneCountInString(text) > chat.MaxSearchChars {
		return q, errLong
	}
	if zone == nil {
		zone = time.UTC
	}
	parts, err := split(text)
	if err != nil {
		return q, err
	}
	if len(parts) > chat.MaxSearchTerms {
		return q, errLong
	}
	var refused error
	for _, p := range parts {
		if err := q.add(p, zone); errors.Is(err, errNothing) {
			refused = nothingIn(p.written())
		} else if err != nil {
			return Query{}, err
		}
	}
	if q.Empty() {
		return q, refused
	}
	return q, nil
}

// nothingIn refuses a word in which there is nothing to search for; it says which where that can be seen.
func nothingIn(word string) error {
	if !strings.ContainsFunc(word, chat.IsVisible) {
		return chat.Errorf(chat.Invalid, "There is no letter, digit or symbol to search for.")
	}
	return chat.Errorf(chat.Invalid, "There is no letter, digit or symbol to search for in %s.", chat.Isolate(word))
}

// Empty reports whether the query asks for nothing.
func (q Query) Empty() bool {
	return len(q.Terms)+len(q.From)+len(q.In)+len(q.With)+len(q.Has)+len(q.Is) == 0 && q.Since == 0 && q.Until == 0
}

// Asks reports whether the query is about what messages are, or are not.
func (q Query) Asks(is string) bool {
	return slices.ContainsFunc(q.Is, func(f Flag) bool { return f.What == is })
}

// part is a word of a query.
type part struct {
	key    string // of a filter
	text   string
	quoted bool
	not    bool
}

func (p part) written() string {
	text := p.text
	if p.quoted {
		text = `"` + text + `"`
	}
	if p.key != "" {
		text = p.key + ":" + text
	}
	if p.not {
		text = "-" + text
	}
	return legible(text)
}

// legible is a piece of a query for a sentence: without what breaks its line or
// turns its direction.
func legible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r):
			return ' '
		case unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp):
			return -1
		}
		return r
	}, text)
}

var keys = []string{"from", "in", "with", "before", "after", "on", "has", "is"}

// quotes that people and their keyboards write, each with what ends it.
var quotes = map[rune]string{'"': `"`, '“': "”", '„': "“”", '«': "»", '＂': "＂", '「': "」"}

func split(text string) (parts []part, err error) {
	for rest := strings.TrimSpace(text); rest != ""; rest = strings.TrimLeftFunc(rest, unicode.IsSpace) {
		var p part
		if p, rest, err = cut(rest); err != nil {
			return nil, err
		}
		parts = append(parts, p)
	}
	return parts, nil
}

// cut takes the first part off a query.
func cut(text string) (p part, rest string, err error) {
	rest = text
	if after, ok := strings.CutPrefix(rest, "-"); ok && after != "" && !unicode.IsSpace(firstRune(after)) {
		p.not, rest = true, after
	}
	for _, key := range keys {
		if len(rest) <= len(key) || !strings.EqualFold(rest[:len(key)], key) {
			continue
		}
		if colon := firstRune(rest[len(key):]); colon == ':' || colon == '：' {
			p.key, rest = key, rest[len(key)+utf8.RuneLen(colon):]
			break
		}
	}
	if ends, ok := quotes[firstRune(rest)]; ok {
		p.quoted = true
		_, open := utf8.DecodeRuneInString(rest)
		end := strings.IndexAny(rest[open:], ends)
		if end < 0 {
			return p, "", chat.Errorf(chat.Invalid, "The quotation %s has no end: put a quotation mark behind it.", chat.Isolate(legible(rest)))
		}
		p.text = strings.TrimSpace(rest[open : open+end])
		_, closing := utf8.DecodeRuneInString(rest[open+end:])
		return p, rest[open+end+closing:], nil
	}
	end := strings.IndexFunc(rest, unicode.IsSpace)
	if end < 0 {
		end = len(rest)
	}
	p.text = rest[:end]
	return p, rest[end:], nil
}

func firstRune(text string) rune {
	r, _ := utf8.DecodeRuneInString(text)
	return r
}

func (q *Query) add(p part, zone *time.Location) error {
	switch p.key {
	case "":
		term, ok := newTerm(p.text, p.quoted, p.not)
		if !ok {
			return errNothing
		}
		q.Terms = append(q.Terms, term)
		return nil
	case "from":
		return addName(&q.From, p, "@", "from:alice")
	case "in":
		return addName(&q.In, p, "#", "in:general")
	case "with":
		return addName(&q.With, p, "@", "with:bob")
	case "has":
		return addFlag(&q.Has, p, HasFile, HasLink, HasReaction, HasPin)
	case "is":
		return addFlag(&q.Is, p, IsEdited, IsMine, IsUnread)
	}
	return q.addDay(p, zone)
}

func addName(to *[]Name, p part, sign, example string) error {
	name := strings.TrimPrefix(p.text, sign)
	if name == "" {
		return chat.Errorf(chat.Invalid, "%s: needs a name right behind it, such as %s.", p.key, example)
	}
	*to = append(*to, Name{name, p.not})
	return nil
}

func addFlag(to *[]Flag, p part, known ...string) error {
	what := strings.ToLower(p.text)
	if !slices.Contains(known, what) {
		return chat.Errorf(chat.Invalid, "There is no %s; there are %s.", chat.Isolate(p.written()), p.key+":"+strings.Join(known, ", "+p.key+":"))
	}
	*to = append(*to, Flag{what, p.not})
	return nil
}

func (q *Query) addDay(p part, zone *time.Location) error {
	day, err := time.ParseInLocation(time.DateOnly, p.text, zone)
	switch {
	case err != nil:
		return chat.Errorf(chat.Invalid, "%s: needs a day such as 2026-11-25 right behind it.", p.key)
	case p.not:
		return chat.Errorf(chat.Invalid, "%s: cannot be excluded; before: and after: say when.", p.key)
	}
	next := day.AddDate(0, 0, 1)
	if p.key == "before" || p.key == "on" {
		until := chat.StampOf(day)
		if p.key == "on" {
			until = chat.StampOf(next)
		}
		if until == 0 {
			until = -1 // the epoch's own; 0 is no bound
		}
		if q.Until == 0 || until < q.Until {
			q.Until = until
		}
	}
	if p.key == "after" {
		q.Since = max(q.Since, chat.StampOf(next))
	}
	if p.key == "on" {
		q.Since = max(q.Since, chat.StampOf(day))
	}
	return nil
}
