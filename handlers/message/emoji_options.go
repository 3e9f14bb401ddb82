package message

import (
	"strings"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/views"
)

const (
	emojiOptions      = 8
	longestEmojiTyped = 40 // bytes; no shortcode is longer
)

// ShowEmojiOptions is which emoji are called as typed, in English or the reader's language, in the tone of skin that
// the reader has chosen.
func (h *Handlers) ShowEmojiOptions(r *web.Request) error {
	typed := strings.TrimPrefix(r.QueryFields().Text("q"), ":")
	props := views.EmojiOptionsProps{Typed: typed}
	if typed != "" && len(typed) <= longestEmojiTyped {
		set, err := h.Emoji()
		if err != nil {
			return err
		}
		props.Found = set.In(r.Language().Tag()).Search(typed, r.User.Look.SkinTone, emojiOptions)
	}
	return web.SendPage(r.HTTP, fiber.StatusOK, views.EmojiOptions(props))
}
