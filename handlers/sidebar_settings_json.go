package handlers

import (
	"github.com/gofiber/fiber/v2"

	"minimost/chat"
)

var errNoSidebarSettings = chat.Errorf(chat.Invalid, `Send "sort_by", "folded" or both.`)

func (s *server) sidebarSettings(r *request) error {
	settings, err := s.Store.SidebarSettings(r.ctx, r.user.Username)
	if err != nil {
		return err
	}
	folded := append([]string{}, settings.FoldedSections()...)
	return r.JSON(fiber.Map{"sort_by": settings.SortBy, "folded": folded})
}

// setSidebarSettings changes the settings that are named and keeps the others.
func (s *server) setSidebarSettings(r *request) error {
	body, err := r.jsonBody()
	if err != nil {
		return err
	}
	change, err := sidebarSettingsChange(body)
	if err != nil {
		return err
	}
	return sendOK(r, s.Store.SetSidebarSettings(r.ctx, r.user.Username, change, r.now))
}

func sidebarSettingsChange(body jsonObject) (change chat.SidebarSettingsChange, err error) {
	by, err := optionalMember[string](body, "sort_by")
	if err != nil {
		return change, err
	}
	if by != nil {
		sort, err := chat.ParseSidebarSort(*by)
		if err != nil {
			return change, err
		}
		change.SortBy = &sort
	}
	if _, given := body["folded"]; given {
		sections, err := body.texts("folded")
		if err != nil {
			return change, err
		}
		folded, err := chat.JoinFolded(sections)
		if err != nil {
			return change, err
		}
		change.Folded = &folded
	}
	if change == (chat.SidebarSettingsChange{}) {
		return change, errNoSidebarSettings
	}
	return change, nil
}
