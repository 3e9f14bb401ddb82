package program

import (
	"github.com/gofiber/fiber/v2"

	"minimost/handlers/web"

	"minimost/views"
)

// CreateTokenForm answers with the dialog itself: what it shows is shown once.
func (h *Handlers) CreateTokenForm(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	name, scope, bot := form.Text("name"), form.Text("scope"), form.Text("bot")
	t, secret, err := h.makeToken(r, bot, name, scope)
	if err != nil {
		sentence, err := r.Refusal(err)
		if err != nil {
			return err
		}
		return h.sendPrograms(r, fiber.StatusUnprocessableEntity, views.ProgramsProps{Tokens: views.TokensProps{Name: name, Scope: scope, Bot: bot, Error: sentence}})
	}
	return h.sendPrograms(r, fiber.StatusOK, views.ProgramsProps{Secret: views.SecretProps{What: "token", Name: t.Name, Value: secret}})
}

func (h *Handlers) EndTokenForm(r *web.Request) error {
	if err := h.store.EndToken(r.Ctx, r.User.Username, r.ID("id"), r.Now); err != nil {
		return h.refusePrograms(r, err)
	}
	return h.programsAgain(r)
}

// programsAgain shows what is there after a change.
func (h *Handlers) programsAgain(r *web.Request) error {
	if r.HTMX() {
		return h.sendPrograms(r, fiber.StatusOK, views.ProgramsProps{})
	}
	return r.Redirect(programsPage, fiber.StatusSeeOther)
}
