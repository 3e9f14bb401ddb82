package search

import (
	"iter"
	"strings"
	"unicode/utf8"

	"minimost/chat"
)

// A gram is what texts are indexed by: of a word its first letter and its first two
// letters, each after a space, and every three letters in a row; of writing without
// spaces each character and every two in a row. A text that has a term has every
// gram of the term. Grams that begin with mark stand for something else.
const mark = "\x01"

// Marks of messages, as grams.
const (
	markFile    = mark + "file"
	markLink    = mark + "link"
	markEdited  = mark + "edited"
	markReacted = mark + "reacted"
)

// grams yields those of a folded text, some of them several times. They are parts of it: a text is indexed without a copy of each.
func grams(folded string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for rest := folded; len(rest) > 1; {
			end := strings.IndexByte(rest[1:], ' ') + 1
			if end == 0 {
				end = len(rest)
			}
			if end > 1 && !tokenGrams(rest[:end], yield) {
				return
			}
			rest = rest[end:]
		}
	}
}

// tokenGrams yields those of a token with the space before it.
func tokenGrams(spaced string, yield func(string) bool) bool {
	token := spaced[1:]
	if startsWide(token) {
		return runs(token, 1, yield) && runs(token, 2, yield)
	}
	return beginning(spaced, 1, yield) && beginning(spaced, 2, yield) && runs(token, MinPart, yield)
}

// runs yields every so many characters of a token in a row.
func runs(token string, n int, yield func(string) bool) bool {
	end := 0
	for range n - 1 {
		if end == len(token) {
			return true
		}
		end += width(token[end:])
	}
	for begin := 0; end < len(token); begin += width(token[begin:]) {
		end += width(token[end:])
		if !yield(token[begin:end]) {
			return false
		}
	}
	return true
}

// beginning yields the first so many characters of a token with the space before it.
func beginning(spaced string, n int, yield func(string) bool) bool {
	end := 1
	for range n {
		if end == len(spaced) {
			return true
		}
		end += width(spaced[end:])
	}
	return yield(spaced[:end])
}

func width(text string) int {
	if text[0] < utf8.RuneSelf {
		return 1
	}
	_, n := utf8.DecodeRuneInString(text)
	return n
}

// grams yields what a text that has the term has for certain.
func (t Term) grams(yield func(string) bool) {
	for i, token := range strings.Fields(t.needle) {
		switch n := utf8.RuneCountInString(token); {
		case startsWide(token):
			if !runs(token, min(n, 2), yield) {
				return
			}
		default:
			begins := i > 0 || t.needle[0] == ' '
			if begins && !beginning(" "+token, min(n, 2), yield) || !runs(token, MinPart, yield) {
				return
			}
		}
	}
}

// maxGrams is how many grams of a query are looked up at most: more would hardly
// leave fewer messages.
const maxGrams = 24

// Grams are what the messages that the query is for have for certain.
func (q Query) Grams() (list []string) {
	seen := make(map[string]bool)
	add := func(gram string) bool {
		if !seen[gram] {
			seen[gram] = true
			list = append(list, gram)
		}
		return len(list) < maxGrams
	}
	for _, f := range q.Has {
		switch {
		case f.Not:
		case f.What == HasFile:
			add(markFile)
		case f.What == HasLink:
			add(markLink)
		case f.What == HasReaction:
			add(markReacted)
		}
	}
	for _, f := range q.Is {
		if f.What == IsEdited && !f.Not {
			add(markEdited)
		}
	}
	for _, t := range q.Terms {
		if !t.Not {
			t.grams(add)
		}
	}
	return list
}

// Without are grams that none of the messages has that the query is for.
func (q Query) Without() (list []string) {
	for _, t := range q.Terms {
		if gram, ok := t.gram(); ok && t.Not {
			list = append(list, gram)
		}
	}
	return list
}

// Indexed reports whether a message can be found.
func Indexed(m chat.Message) bool { return !m.Deleted && m.ContentType == chat.ContentText }

// gramsOf yields what a message is indexed by.
func gramsOf(m chat.Message, reacted bool) iter.Seq[string] {
	return func(yield func(string) bool) {
		for gram := range marksOf(m, reacted) {
			if !yield(gram) {
				return
			}
		}
		grams(Fold(m.Content))(yield)
	}
}

func marksOf(m chat.Message, reacted bool) iter.Seq[string] {
	return func(yield func(string) bool) {
		_ = (m.Files == nil || yield(markFile)) && (!Linked(m.Content) || yield(markLink)) && (!m.Edited || yield(markEdited)) && (!reacted || yield(markReacted))
	}
}
