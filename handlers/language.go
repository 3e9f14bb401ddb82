package handlers

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"minimost/cache"
	"minimost/chat"
	"minimost/lang"
)

// browserLanguage is the language that the browser asks for.
func browserLanguage(c *fiber.Ctx) lang.Language {
	return lang.Accepted(c.Get(fiber.HeaderAcceptLanguage))
}

// languageOf is the language of an answer: the account's, else the browser's.
func languageOf(c *fiber.Ctx) lang.Language {
	if look, ok := c.Locals(lookKey).(chat.Look); ok {
		return lang.Chosen(look.Language, browserLanguage(c))
	}
	return browserLanguage(c)
}

// language is what the viewer reads.
func (v *viewer) language() lang.Language { return lang.Chosen(v.user.Look.Language, v.browser) }

// T is a text in the viewer's language.
func (v *viewer) T(key string, args ...any) string { return v.language().T(key, args...) }

// says is the sentence of an error in the viewer's language.
func (v *viewer) says(err error) string { return sayIn(v.language(), err, chat.MessageOf(err)) }

// sayIn is the sentence of an error in a language; any that is not a *chat.Error has the sentence given, in English.
func sayIn(l lang.Language, err error, sentence string) string {
	if e, ok := errors.AsType[*chat.Error](err); ok {
		return e.Said.In(l.T)
	}
	return l.T(sentence)
}

// parseLanguage reads the tag of a language that there is, or chat.BrowserLanguage. It returns Invalid for any other.
func parseLanguage(tag string) (string, error) {
	if tag != chat.BrowserLanguage && !lang.Known(tag) {
		return "", chat.Errorf(chat.Invalid, "Choose a language that there is.")
	}
	return tag, nil
}

// seen is how everybody is shown to the viewer, called in the viewer's language.
func (s *server) seen(r *request) (cache.Presences, error) {
	seen, err := s.cache.PresencesFor(r.ctx, r.user.Username, r.now)
	return seen.In(r.T), err
}

// shown is what the viewer calls somebody.
func (s *server) shown(r *request, name string) (string, error) {
	seen, err := s.seen(r)
	return seen.Shown(name), err
}
