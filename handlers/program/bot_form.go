package program

import (
	"github.com/gofiber/fiber/v2"

	"minimost/handlers/web"

	"minimost/chat"
	"minimost/views"
)

func (h *Handlers) CreateBotForm(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	raw := form.Text("username")
	name, err := chat.ParseBotName(raw)
	if err == nil {
		err = h.store.CreateBot(r.Ctx, r.User.Username, name, r.Now)
	}
	if err != nil {
		sentence, err := r.Refusal(err)
		if err != nil {
			return err
		}
		return h.sendPrograms(r, fiber.StatusUnprocessableEntity, views.ProgramsProps{Bots: views.BotsProps{Name: raw, Error: sentence}})
	}
	return h.programsAgain(r)
}

// CreateHookForm answers with the dialog itself, like CreateTokenForm.
func (h *Handlers) CreateHookForm(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	asked := chat.Hook{Channel: form.Text("channel"), Bot: form.Text("bot"), Mentions: form.Text("mentions") == "true"}
	hook, url, err := h.makeHook(r, asked)
	if err != nil {
		sentence, err := r.Refusal(err)
		if err != nil {
			return err
		}
		return h.sendPrograms(r, fiber.StatusUnprocessableEntity, views.ProgramsProps{Hooks: views.HooksProps{Channel: asked.Channel, Bot: asked.Bot, Mentions: asked.Mentions, Error: sentence}})
	}
	return h.sendPrograms(r, fiber.StatusOK, views.ProgramsProps{Secret: views.SecretProps{What: r.T("address of the webhook of"), Name: hook.Bot, Value: url}})
}

func (h *Handlers) EndHookForm(r *web.Request) error {
	if err := h.store.EndHook(r.Ctx, r.User.Username, r.ID("id"), r.Now); err != nil {
		return h.refusePrograms(r, err)
	}
	return h.programsAgain(r)
}
