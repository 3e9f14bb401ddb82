package handlers

import (
	"github.com/gofiber/fiber/v2"

	"minimost/views"
)

// createTokenForm answers with the dialog itself: what it shows is shown once.
func (s *server) createTokenForm(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	name, scope, bot := form.text("name"), form.text("scope"), form.text("bot")
	t, secret, err := s.makeToken(r, bot, name, scope)
	if err != nil {
		sentence, err := r.refusal(err)
		if err != nil {
			return err
		}
		return s.sendPrograms(r, fiber.StatusUnprocessableEntity, views.ProgramsProps{Tokens: views.TokensProps{Name: name, Scope: scope, Bot: bot, Error: sentence}})
	}
	return s.sendPrograms(r, fiber.StatusOK, views.ProgramsProps{Secret: views.SecretProps{What: "token", Name: t.Name, Value: secret}})
}

func (s *server) endTokenForm(r *request) error {
	if err := s.Store.EndToken(r.ctx, r.user.Username, r.id("id"), r.now); err != nil {
		return s.refusePrograms(r, err)
	}
	return s.programsAgain(r)
}

// programsAgain shows what is there after a change.
func (s *server) programsAgain(r *request) error {
	if r.htmx() {
		return s.sendPrograms(r, fiber.StatusOK, views.ProgramsProps{})
	}
	return r.Redirect(programsPage, fiber.StatusSeeOther)
}
