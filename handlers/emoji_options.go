package handlers

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"minimost/views"
)

const (
	emojiOptions      = 8
	longestEmojiTyped = 40 // bytes; no shortcode is longer
)

// showEmojiOptions is which emoji are called as typed, in English or the reader's language, in the tone of skin that
// the reader has chosen.
func (s *server) showEmojiOptions(r *request) error {
	typed := strings.TrimPrefix(r.queryFields().text("q"), ":")
	props := views.EmojiOptionsProps{Typed: typed}
	if typed != "" && len(typed) <= longestEmojiTyped {
		set, err := s.Emoji()
		if err != nil {
			return err
		}
		props.Found = set.In(r.language().Tag()).Search(typed, r.user.Look.SkinTone, emojiOptions)
	}
	return sendPage(r.Ctx, fiber.StatusOK, views.EmojiOptions(props))
}
