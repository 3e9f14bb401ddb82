package search

import (
	"regexp"
	"slices"
	"strings"

	"minimost/chat"
)

// Matches reports whether a text has every term that it should have and none that
// it should not.
func (q Query) Matches(content string) bool {
	if len(q.Terms) == 0 {
		return true
	}
	return q.MatchesFolded(Fold(content))
}

// MatchesFolded is Matches for a text that was folded.
func (q Query) MatchesFolded(folded string) bool {
	for _, t := range q.Terms {
		if t.in(folded) == t.Not {
			return false
		}
	}
	return true
}

// Impossible reports whether the query excludes what it asks for, so that no message can be a hit.
func (q Query) Impossible() bool {
	for _, no := range q.Terms {
		if no.Not && slices.ContainsFunc(q.Terms, func(t Term) bool { return !t.Not && strings.Contains(t.needle, no.needle) }) {
			return true
		}
	}
	flags := slices.Concat(q.Has, q.Is)
	return slices.ContainsFunc(flags, func(f Flag) bool { return f.Not && slices.Contains(flags, Flag{f.What, false}) })
}

var link = regexp.MustCompile(`(?i)\bhttps?://[^\s]`)

// Linked reports whether a text has a link.
func Linked(content string) bool {
	return strings.Contains(content, "://") && link.MatchString(content)
}

// halfLife is the age (s) that makes a hit half as good.
const halfLife = 30 * 24 * 3600

// Score says how good a hit is, more for a better one: whole words before
// beginnings, those before parts, and what is newer before what is older, from
// the text and its age alone.
func (q Query) Score(m chat.Message, newest chat.Stamp) float64 {
	folded := Fold(m.Content)
	score := 0.0
	for _, t := range q.Terms {
		switch {
		case t.Not:
		case t.whole(folded):
			score += 4
		case t.begins(folded):
			score += 2
		default:
			score++
		}
	}
	age := max(0, float64(newest-m.TS))
	return (1 + score) / (1 + age/halfLife)
}
