package handlers

import (
	"github.com/gofiber/fiber/v2"

	"minimost/views"
)

// showSwitcher shows where one can go; without scripts its query is in the
// address.
func (s *server) showSwitcher(r *request) error {
	props, err := s.pages.Switcher(r.reader(), r.queryFields().text("q"))
	if err != nil {
		return err
	}
	props.BackURL = r.backURL("/")
	return s.sendDialog(r, fiber.StatusOK, r.T(views.SwitcherTitle), views.SwitcherDialog(props))
}

// showDestinations is what the switcher finds while one types.
func (s *server) showDestinations(r *request) error {
	props, err := s.pages.Switcher(r.reader(), r.queryFields().text("q"))
	if err != nil {
		return err
	}
	return sendPage(r.Ctx, fiber.StatusOK, views.Destinations(props))
}

func (s *server) showShortcuts(r *request) error {
	return s.sendDialog(r, fiber.StatusOK, r.T(views.ShortcutsTitle), views.ShortcutsDialog(r.backURL("/")))
}
