package channel

import (
	"github.com/gofiber/fiber/v2"

	"minimost/handlers/web"

	"minimost/views"
)

// ShowSwitcher shows where one can go; without scripts its query is in the
// address.
func (h *Handlers) ShowSwitcher(r *web.Request) error {
	props, err := h.Pages.Switcher(r.Reader(), r.QueryFields().Text("q"))
	if err != nil {
		return err
	}
	props.BackURL = r.BackURL("/")
	return h.SendDialog(r, fiber.StatusOK, r.T(views.SwitcherTitle), views.SwitcherDialog(props))
}

// ShowDestinations is what the switcher finds while one types.
func (h *Handlers) ShowDestinations(r *web.Request) error {
	props, err := h.Pages.Switcher(r.Reader(), r.QueryFields().Text("q"))
	if err != nil {
		return err
	}
	return web.SendPage(r.HTTP, fiber.StatusOK, views.Destinations(props))
}

func (h *Handlers) ShowShortcuts(r *web.Request) error {
	return h.SendDialog(r, fiber.StatusOK, r.T(views.ShortcutsTitle), views.ShortcutsDialog(r.BackURL("/")))
}
