package message

import (
	"unicode/utf8"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/views"
)

// ShowSearchOptions is what a word of a search that begins as typed may become.
func (h *Handlers) ShowSearchOptions(r *web.Request) error {
	typed := r.QueryFields().Text("q")
	if utf8.RuneCountInString(typed) > chat.MaxSearchChars {
		typed = typed[:0]
	}
	props, err := h.Pages.SearchOptions(r.Reader(), typed)
	if err != nil {
		return err
	}
	return web.SendPage(r.HTTP, fiber.StatusOK, views.SearchOptions(props))
}
