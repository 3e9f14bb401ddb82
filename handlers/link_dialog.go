package handlers

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"minimost/page"
	"minimost/views"
)

// showLink is the address of a message.
func (s *server) showLink(r *request) error {
	m, err := s.Store.Message(r.ctx, r.user.Username, r.id("id"))
	if err != nil {
		return err
	}
	return s.sendDialog(r, fiber.StatusOK, r.T("Link to a message"), views.LinkDialog(views.LinkProps{
		BackURL: r.backURL(page.ChannelURL(m.Channel)), URL: s.link(r, "/m/"+strconv.FormatInt(m.ID, 10)),
	}))
}
