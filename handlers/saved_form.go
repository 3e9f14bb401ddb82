package handlers

import (
	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

// showSaved is the page of what the user has saved.
func (s *server) showSaved(r *request) error {
	release, err := s.making.take(r.ctx, r.user.Username)
	if err != nil {
		return err
	}
	defer release()
	messages, err := s.findSaved(r, savedPage)
	if err != nil {
		return err
	}
	props, err := s.pages.OpenSaved(r.reader(), messages)
	if err != nil {
		return err
	}
	props.Page.AssetBase = s.Assets.Base()
	props.More = len(messages) == savedPage
	return r.sendMessages(fiber.StatusOK, views.SavedPage(props))
}

// showSave asks before the message in the path is saved, or saved no more.
func (s *server) showSave(r *request) error {
	m, err := s.keepable(r)
	if err != nil {
		return err
	}
	return s.sendSave(r, fiber.StatusOK, m, "")
}

func (s *server) sendSave(r *request, status int, m chat.Message, failure string) error {
	saved, err := s.Store.IsSaved(r.ctx, r.user.Username, m.ID)
	if err != nil {
		return err
	}
	return s.sendDialog(r, status, r.T("Save a message"), views.SaveDialog(views.SaveProps{
		BackURL: r.backURL(page.ChannelURL(m.Channel)), MessageID: m.ID, Excerpt: r.excerpt(m), Saved: saved, Error: failure,
	}))
}

func (s *server) saveForm(r *request) error {
	keep, err := r.keepField()
	if err != nil {
		return err
	}
	m, err := s.keepable(r)
	if err == nil {
		err = s.Store.SetSaved(r.ctx, r.user.Username, m.ID, keep, r.now)
	}
	switch {
	case err == nil && keep:
		return r.closeDialog(r.messageURL(m))
	case err == nil:
		return r.closeDialog("/saved")
	}
	sentence, err := r.refusal(err)
	if err != nil {
		return err
	}
	return s.sendSave(r, fiber.StatusUnprocessableEntity, m, sentence)
}
