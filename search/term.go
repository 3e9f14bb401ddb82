package search

import (
	"strings"
	"unicode/utf8"
)

// MinPart is how many letters a part of a word has that is found anywhere in it.
const MinPart = 3

// Term is a word or phrase that a text has, or has not.
type Term struct {
	// Written is the word or phrase as it was written, without quotes.
	Written string
	// Not excludes the texts that have it.
	Not bool
	// needle is what a folded text has to contain.
	needle string
}

// newTerm folds a word, or a phrase. It is none where nothing of it is searched
// for.
func newTerm(written string, phrase, not bool) (Term, bool) {
	line := Fold(written)
	tokens := strings.Fields(line)
	if len(tokens) == 0 {
		return Term{}, false
	}
	first, last := tokens[0], tokens[len(tokens)-1]
	needle := strings.Join(tokens, " ")
	anywhere := !phrase && len(tokens) == 1 && utf8.RuneCountInString(first) >= MinPart
	if !anywhere && !startsWide(first) {
		needle = " " + needle
	}
	if phrase && !startsWide(last) {
		needle += " "
	}
	return Term{Written: written, Not: not, needle: needle}, true
}

func startsWide(token string) bool {
	r, _ := utf8.DecodeRuneInString(token)
	return kindOf(r) == wide
}

// in reports whether a folded text has the term.
func (t Term) in(folded string) bool { return strings.Contains(folded, t.needle) }

// gram is the one that a folded text has exactly where it has the term, if there is such a one.
func (t Term) gram() (gram string, ok bool) {
	n := 0
	t.grams(func(g string) bool {
		gram, n = g, n+1
		return n < 2
	})
	return gram, n == 1 && gram == t.needle
}

// whole reports whether a folded text has the term as whole words.
func (t Term) whole(folded string) bool {
	return strings.Contains(folded, " "+strings.TrimSpace(t.needle)+" ")
}

// begins reports whether a word of a folded text begins with the term.
func (t Term) begins(folded string) bool {
	return strings.Contains(folded, " "+strings.TrimSpace(t.needle))
}
