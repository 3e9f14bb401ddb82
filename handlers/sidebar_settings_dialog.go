package handlers

import (
	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/views"
)

func (s *server) showSidebarSettings(r *request) error {
	settings, err := s.Store.SidebarSettings(r.ctx, r.user.Username)
	if err != nil {
		return err
	}
	return s.sendSidebarSettings(r, fiber.StatusOK, settings.SortBy, "")
}

func (s *server) sendSidebarSettings(r *request, status int, by chat.SidebarSort, failure string) error {
	return s.sendDialog(r, status, r.T(views.SidebarSettingsTitle), views.SidebarSettingsDialog(views.SidebarSettingsProps{
		BackURL: r.backURL("/"), SortBy: by, Error: failure,
	}))
}

// sidebarSettingsForm saves the order, or folds or unfolds a section.
func (s *server) sidebarSettingsForm(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	change := chat.SidebarSettingsChange{Fold: form.text("fold"), Unfold: form.text("unfold")}
	by, err := chat.ParseSidebarSort(form.text("sort_by"))
	if change == (chat.SidebarSettingsChange{}) {
		change.SortBy = &by
	}
	if err == nil {
		err = s.Store.SetSidebarSettings(r.ctx, r.user.Username, change, r.now)
	}
	if err == nil {
		return r.closeDialog(r.cameFrom("/"))
	}
	sentence, err := r.refusal(err)
	if err != nil {
		return err
	}
	return s.sendSidebarSettings(r, fiber.StatusUnprocessableEntity, by, sentence)
}
