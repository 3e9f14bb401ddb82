package channel

import (
	"github.com/gofiber/fiber/v2"

	"minimost/handlers/web"

	"minimost/chat"
	"minimost/views"
)

func (h *Handlers) ShowSidebarSettings(r *web.Request) error {
	settings, err := h.store.SidebarSettings(r.Ctx, r.User.Username)
	if err != nil {
		return err
	}
	return h.sendSidebarSettings(r, fiber.StatusOK, settings.SortBy, "")
}

func (h *Handlers) sendSidebarSettings(r *web.Request, status int, by chat.SidebarSort, failure string) error {
	return h.SendDialog(r, status, r.T(views.SidebarSettingsTitle), views.SidebarSettingsDialog(views.SidebarSettingsProps{
		BackURL: r.BackURL("/"), SortBy: by, Error: failure,
	}))
}

// SidebarSettingsForm saves the order, or folds or unfolds a section.
func (h *Handlers) SidebarSettingsForm(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	change := chat.SidebarSettingsChange{Fold: form.Text("fold"), Unfold: form.Text("unfold")}
	by, err := chat.ParseSidebarSort(form.Text("sort_by"))
	if change == (chat.SidebarSettingsChange{}) {
		change.SortBy = &by
	}
	if err == nil {
		err = h.store.SetSidebarSettings(r.Ctx, r.User.Username, change, r.Now)
	}
	if err == nil {
		return r.CloseDialog(r.CameFrom("/"))
	}
	sentence, err := r.Refusal(err)
	if err != nil {
		return err
	}
	return h.sendSidebarSettings(r, fiber.StatusUnprocessableEntity, by, sentence)
}
