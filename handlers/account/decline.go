package account

import (
	"slices"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
)

type declinedJSON struct {
	Channel  string    `json:"channel"`
	Name     string    `json:"name"` // as it was called then
	Declined web.Stamp `json:"declined_ts"`
}

// Declined lists the private channels that nobody can add the user to.
func (h *Handlers) Declined(r *web.Request) error {
	channels, err := h.store.Declined(r.Ctx, r.User.Username)
	if err != nil {
		return err
	}
	list := make([]declinedJSON, 0, len(channels))
	for _, c := range channels {
		list = append(list, declinedJSON{chat.PrivateChannelID(c.ID), c.Name, web.Stamp(c.TS)})
	}
	return web.SendList(r, slices.Clip(list))
}

func (h *Handlers) AcceptAgain(r *web.Request) error {
	return web.SendOK(r, h.store.AcceptAgain(r.Ctx, r.User.Username, r.ID("id"), r.Now))
}

func (h *Handlers) AcceptAgainForm(r *web.Request) error {
	switch err := h.store.AcceptAgain(r.Ctx, r.User.Username, r.ID("id"), r.Now); chat.CodeOf(err) {
	case "":
	case chat.Reused:
		return h.sendBlocks(r, fiber.StatusUnprocessableEntity, "", r.Says(web.ErrFormReused))
	default:
		return err
	}
	if r.HTMX() {
		return h.sendBlocks(r, fiber.StatusOK, "", "")
	}
	return r.Redirect(blocksPage, fiber.StatusSeeOther)
}
