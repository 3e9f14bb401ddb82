package admin

import (
	"strconv"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/page"
	"minimost/views"
)

// ShowLink is the address of a message.
func (h *Handlers) ShowLink(r *web.Request) error {
	m, err := h.store.Message(r.Ctx, r.User.Username, r.ID("id"))
	if err != nil {
		return err
	}
	return h.SendDialog(r, fiber.StatusOK, r.T("Link to a message"), views.LinkDialog(views.LinkProps{
		BackURL: r.BackURL(page.ChannelURL(m.Channel)), URL: h.link(r, "/m/"+strconv.FormatInt(m.ID, 10)),
	}))
}
