package web

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/lang"
)

// browserLanguage is the language that the browser asks for.
func browserLanguage(c *fiber.Ctx) lang.Language {
	return lang.Accepted(c.Get(fiber.HeaderAcceptLanguage))
}

// languageOf is the language of an answer: the account's, else the browser's.
func languageOf(c *fiber.Ctx) lang.Language {
	if look, ok := c.Locals(LookKey).(*chat.Look); ok {
		return lang.Chosen(look.Language, browserLanguage(c))
	}
	return browserLanguage(c)
}

// Language is what the viewer reads.
func (v *viewer) Language() lang.Language { return lang.Chosen(v.User.Look.Language, v.Browser) }

// T is a text in the viewer's language.
func (v *viewer) T(key string, args ...any) string { return v.Language().T(key, args...) }

// Says is the sentence of an error in the viewer's language.
func (v *viewer) Says(err error) string { return sayIn(v.Language(), err, chat.MessageOf(err)) }

// sayIn is the sentence of an error in a language; any that is not a *chat.Error has the sentence given, in English.
func sayIn(l lang.Language, err error, sentence string) string {
	if e, ok := errors.AsType[*chat.Error](err); ok {
		return e.Said.In(l.T)
	}
	return l.T(sentence)
}

// ParseLanguage reads the tag of a language that there is, or chat.BrowserLanguage. It returns Invalid for any other.
func ParseLanguage(tag string) (string, error) {
	if tag != chat.BrowserLanguage && !lang.Known(tag) {
		return "", chat.Errorf(chat.Invalid, "Choose a language that there is.")
	}
	return tag, nil
}
