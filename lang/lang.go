// Package lang has the texts of the interface in each language. In the program a text stands as it is in English, which is
// its key; de.json and its like say what it is in another language.
package lang

import (
	"context"
	"fmt"
	"strings"
)

// Language is what the interface is written in, by its tag, such as "de".
type Language string

// English is what the program's own texts are written in; the zero Language is written so too.
const English Language = "en"

// Info is what a reader is offered.
type Info struct {
	Language Language
	// Name is the language in its own words.
	Name string
}

// All are the languages that there are, in the order in which they are offered.
var All = []Info{{English, "English"}, {"de", "Deutsch"}}

// Known reports whether there is such a language.
func Known(tag string) bool {
	for _, info := range All {
		if string(info.Language) == tag {
			return true
		}
	}
	return false
}

// Chosen is the language that an account has chosen, by its tag, or fallback where it has chosen none that there is.
func Chosen(tag string, fallback Language) Language {
	if Known(tag) {
		return Language(tag)
	}
	return fallback
}

// Tag is the language as HTML and JavaScript's Intl name it.
func (l Language) Tag() string {
	if l == "" {
		return string(English)
	}
	return string(l)
}

// T is a text with its arguments put in, as by fmt.Sprintf. What stands before a "|" in the key tells apart what only
// English has one word for, and is not part of the text. Without a translation it is in English.
func (l Language) T(key string, args ...any) string {
	text, known := catalogues[l].texts[key]
	if !known {
		text = plain(key)
	}
	return fill(text, args)
}

// N is T of one of two texts, by the number n: one and other are those of English. The number itself is an argument only
// where it is among args.
func (l Language) N(n int, one, other string, args ...any) string {
	if l == English || l == "" {
		if n == 1 {
			return fill(plain(one), args)
		}
		return fill(plain(other), args)
	}
	forms, known := catalogues[l].plurals[other]
	text := forms.Other
	switch {
	case !known && n == 1:
		text = plain(one)
	case !known:
		text = plain(other)
	case n == 1:
		text = forms.One
	}
	return fill(text, args)
}

func fill(text string, args []any) string {
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// plain is the text of a key.
func plain(key string) string {
	if before, text, found := strings.Cut(key, "|"); found && before != "" {
		return text
	}
	return key
}

type languageKey struct{}

// In is a context to draw in that language.
func In(ctx context.Context, l Language) context.Context {
	return context.WithValue(ctx, languageKey{}, l)
}

// Of is the language to draw in, English where none is named.
func Of(ctx context.Context) Language {
	if l, ok := ctx.Value(languageKey{}).(Language); ok {
		return l
	}
	return English
}
