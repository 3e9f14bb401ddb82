package handlers

import (
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/views"
)

// showSearchOptions is what a word of a search that begins as typed may become.
func (s *server) showSearchOptions(r *request) error {
	typed := r.queryFields().text("q")
	if utf8.RuneCountInString(typed) > chat.MaxSearchChars {
		typed = typed[:0]
	}
	props, err := s.pages.SearchOptions(r.reader(), typed)
	if err != nil {
		return err
	}
	return sendPage(r.Ctx, fiber.StatusOK, views.SearchOptions(props))
}
