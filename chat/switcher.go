package chat

import (
	"slices"
	"strings"
	"unicode"
)

// Destination is a place that the switcher leads to: a channel that its reader
// sees, or a person to write to.
type Destination struct {
	Channel  string // the identifier; a person's need not exist yet
	Kind     ChannelKind
	Name     string   // what is typed to find it
	Also     []string // or one of these, in lower case, and without accents where the name has any
	Users    []string // the others of a direct channel
	Unread   int
	Mentions int // of these, that mention the reader
}

// How well a query fits a name, the best first.
const (
	matchWhole = iota
	matchStart
	matchWord
	matchPart
	matchLetters
	matchNone
)

// FindDestinations returns those whose names fit the query, the best first:
// that is the name, its start, the start of a word in it, a part of it, or has its
// letters in this order. Case does not matter; plain is the query without accents, which Also is compared with as well. Those that fit alike,
// which for an empty query are all, stay in their order, those with unread messages ahead.
func FindDestinations(all []Destination, query, plain string) []Destination {
	query = strings.ToLower(strings.TrimSpace(strings.TrimLeft(query, "#@ ")))
	plain = strings.TrimSpace(plain)
	ranks := make(map[string]int, len(all))
	found := slices.DeleteFunc(slices.Clone(all), func(d Destination) bool {
		ranks[d.Channel] = matchName(query, strings.ToLower(d.Name))
		for _, name := range d.Also {
			ranks[d.Channel] = min(ranks[d.Channel], matchName(query, name))
			if plain != "" {
				ranks[d.Channel] = min(ranks[d.Channel], matchName(plain, name))
			}
		}
		return ranks[d.Channel] == matchNone
	})
	slices.SortStableFunc(found, func(a, b Destination) int {
		if d := ranks[a.Channel] - ranks[b.Channel]; d != 0 {
			return d
		}
		return unreadFirst(a) - unreadFirst(b)
	})
	return found
}

func unreadFirst(d Destination) int {
	if d.Unread > 0 {
		return 0
	}
	return 1
}

// matchName compares a query with a name, both in lower case.
func matchName(query, name string) int {
	i := strings.Index(name, query)
	switch {
	case query == name:
		return matchWhole
	case i == 0:
		return matchStart
	case i > 0 && startsWord(query, name):
		return matchWord
	case i > 0:
		return matchPart
	case hasLetters(query, name):
		return matchLetters
	}
	return matchNone
}

// startsWord tells whether a word of the name starts with the query.
func startsWord(query, name string) bool {
	between := true
	for i, r := range name {
		if between && strings.HasPrefix(name[i:], query) {
			return true
		}
		between = !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}
	return false
}

// hasLetters tells whether the query's letters are in the name, in their order.
func hasLetters(query, name string) bool {
	for _, r := range query {
		if unicode.IsSpace(r) {
			continue
		}
		i := strings.IndexRune(name, r)
		if i < 0 {
			return false
		}
		name = name[i+len(string(r)):]
	}
	return true
}
