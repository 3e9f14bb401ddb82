package message

import (
	"github.com/gofiber/fiber/v2"

	"minimost/handlers/web"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

// ShowSaved is the page of what the user has saved.
func (h *Handlers) ShowSaved(r *web.Request) error {
	release, err := h.Making.Take(r.Ctx, r.User.Username)
	if err != nil {
		return err
	}
	defer release()
	before, err := savedBefore(r)
	if err != nil {
		return err
	}
	props, err := h.Pages.OpenSaved(r.Reader(), before)
	if err != nil {
		return err
	}
	props.Page.AssetBase = h.Assets.Base()
	return r.SendMessages(fiber.StatusOK, views.SavedPage(props))
}

// ShowSave asks before the message in the path is saved, or saved no more.
func (h *Handlers) ShowSave(r *web.Request) error {
	m, err := h.keepable(r)
	if err != nil {
		return err
	}
	return h.sendSave(r, fiber.StatusOK, m, "")
}

func (h *Handlers) sendSave(r *web.Request, status int, m chat.Message, failure string) error {
	saved, err := h.store.IsSaved(r.Ctx, r.User.Username, m.ID)
	if err != nil {
		return err
	}
	return h.SendDialog(r, status, r.T("Save a message"), views.SaveDialog(views.SaveProps{
		BackURL: r.BackURL(page.ChannelURL(m.Channel)), MessageID: m.ID, Excerpt: h.excerpt(r, m), Saved: saved, Error: failure,
	}))
}

func (h *Handlers) SaveForm(r *web.Request) error {
	keep, err := keepField(r)
	if err != nil {
		return err
	}
	m, err := h.keepable(r)
	if err == nil {
		err = h.store.SetSaved(r.Ctx, r.User.Username, m.ID, keep, r.Now)
	}
	switch {
	case err == nil && keep:
		return r.CloseDialog(messageURL(r, m))
	case err == nil:
		return r.CloseDialog("/saved")
	}
	sentence, err := r.Refusal(err)
	if err != nil {
		return err
	}
	return h.sendSave(r, fiber.StatusUnprocessableEntity, m, sentence)
}
