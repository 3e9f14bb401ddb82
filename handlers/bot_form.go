package handlers

import (
	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/views"
)

func (s *server) createBotForm(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	raw := form.text("username")
	name, err := chat.ParseBotName(raw)
	if err == nil {
		err = s.Store.CreateBot(r.ctx, r.user.Username, name, r.now)
	}
	if err != nil {
		sentence, err := r.refusal(err)
		if err != nil {
			return err
		}
		return s.sendPrograms(r, fiber.StatusUnprocessableEntity, views.ProgramsProps{Bots: views.BotsProps{Name: raw, Error: sentence}})
	}
	return s.programsAgain(r)
}

// createHookForm answers with the dialog itself, like createTokenForm.
func (s *server) createHookForm(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	asked := chat.Hook{Channel: form.text("channel"), Bot: form.text("bot"), Mentions: form.text("mentions") == "true"}
	h, url, err := s.makeHook(r, asked)
	if err != nil {
		sentence, err := r.refusal(err)
		if err != nil {
			return err
		}
		return s.sendPrograms(r, fiber.StatusUnprocessableEntity, views.ProgramsProps{Hooks: views.HooksProps{Channel: asked.Channel, Bot: asked.Bot, Mentions: asked.Mentions, Error: sentence}})
	}
	return s.sendPrograms(r, fiber.StatusOK, views.ProgramsProps{Secret: views.SecretProps{What: r.T("address of the webhook of"), Name: h.Bot, Value: url}})
}

func (s *server) endHookForm(r *request) error {
	if err := s.Store.EndHook(r.ctx, r.user.Username, r.id("id"), r.now); err != nil {
		return s.refusePrograms(r, err)
	}
	return s.programsAgain(r)
}
