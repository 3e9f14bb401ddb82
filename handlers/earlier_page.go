package handlers

import (
	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

// showEarlier is the page of messages before a stamp: above those shown for
// htmx, else a page of its own.
func (s *server) showEarlier(r *request) error {
	before, ok := chat.ParseStamp(r.Query("before"))
	if !ok {
		return errBadCursor
	}
	access, err := s.Store.CheckAccess(r.ctx, r.user.Username, r.channel())
	if err != nil {
		return err
	}
	messages, err := s.Store.MessagesBefore(r.ctx, r.user.Username, r.channel(), before, page.Messages)
	if err != nil {
		return err
	}
	if r.htmx() {
		earlier, err := s.pages.Earlier(r.reader(), r.channel(), before, messages)
		if err != nil {
			return err
		}
		return r.sendMessages(fiber.StatusOK, views.EarlierMessages(earlier))
	}
	earlier, err := s.pages.OpenEarlier(r.reader(), access.Channel.ID, messages)
	if err != nil {
		return err
	}
	earlier.Page.AssetBase = s.Assets.Base()
	return r.sendMessages(fiber.StatusOK, views.EarlierPage(earlier))
}
