package channel

import (
	"github.com/gofiber/fiber/v2"

	"minimost/handlers/web"

	"minimost/chat"
)

var errNoSidebarSettings = chat.Errorf(chat.Invalid, `Send "sort_by", "folded" or both.`)

func (h *Handlers) SidebarSettings(r *web.Request) error {
	settings, err := h.store.SidebarSettings(r.Ctx, r.User.Username)
	if err != nil {
		return err
	}
	folded := append([]string{}, settings.FoldedSections()...)
	return r.JSON(fiber.Map{"sort_by": settings.SortBy, "folded": folded})
}

// SetSidebarSettings changes the settings that are named and keeps the others.
func (h *Handlers) SetSidebarSettings(r *web.Request) error {
	body, err := r.JSONBody()
	if err != nil {
		return err
	}
	change, err := sidebarSettingsChange(body)
	if err != nil {
		return err
	}
	return web.SendOK(r, h.store.SetSidebarSettings(r.Ctx, r.User.Username, change, r.Now))
}

func sidebarSettingsChange(body web.JSONObject) (change chat.SidebarSettingsChange, err error) {
	by, err := web.OptionalMember[string](body, "sort_by")
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
		sections, err := body.Texts("folded")
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
