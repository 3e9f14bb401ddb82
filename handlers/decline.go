package handlers

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
)

type declinedJSON struct {
	Channel  string `json:"channel"`
	Name     string `json:"name"` // as it was called then
	Declined stamp  `json:"declined_ts"`
}

// declined lists the private channels that nobody can add the user to.
func (s *server) declined(r *request) error {
	channels, err := s.Store.Declined(r.ctx, r.user.Username)
	if err != nil {
		return err
	}
	list := make([]declinedJSON, 0, len(channels))
	for _, c := range channels {
		list = append(list, declinedJSON{chat.PrivateChannelID(c.ID), c.Name, stamp(c.TS)})
	}
	return sendList(r, slices.Clip(list))
}

func (s *server) acceptAgain(r *request) error {
	return sendOK(r, s.Store.AcceptAgain(r.ctx, r.user.Username, r.id("id"), r.now))
}

func (s *server) acceptAgainForm(r *request) error {
	switch err := s.Store.AcceptAgain(r.ctx, r.user.Username, r.id("id"), r.now); chat.CodeOf(err) {
	case "":
	case chat.Reused:
		return s.sendBlocks(r, fiber.StatusUnprocessableEntity, "", r.says(errFormReused))
	default:
		return err
	}
	if r.htmx() {
		return s.sendBlocks(r, fiber.StatusOK, "", "")
	}
	return r.Redirect(blocksPage, fiber.StatusSeeOther)
}
