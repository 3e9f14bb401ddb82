package channel

import (
	"github.com/gofiber/fiber/v2"

	"minimost/handlers/web"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

// ShowAbout asks what the channel in the path is about.
func (h *Handlers) ShowAbout(r *web.Request) error {
	about, err := h.findAbout(r)
	if err != nil {
		return err
	}
	return h.sendAbout(r, fiber.StatusOK, about, "")
}

func (h *Handlers) sendAbout(r *web.Request, status int, about chat.About, failure string) error {
	access, err := h.Cache.Access(r.Ctx, r.User.Username, r.Channel(), r.Now)
	if err != nil {
		return err
	}
	return h.SendDialog(r, status, r.T("About this channel"), views.AboutDialog(views.AboutProps{
		BackURL: r.BackURL(page.ChannelURL(r.Channel())), Channel: r.Channel(), Topic: about.Topic, Purpose: about.Purpose, Error: failure,
		Closed: access.Closed(),
	}))
}

func (h *Handlers) AboutForm(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	if _, err = h.findAbout(r); err != nil {
		return err
	}
	about, err := chat.ParseAbout(form.Text("topic"), form.Text("purpose"))
	if err == nil {
		err = h.store.SetAbout(r.Ctx, r.User.Username, r.Channel(), about, r.Now)
	}
	if err == nil {
		return r.CloseDialog(r.CameFrom(page.ChannelURL(r.Channel())))
	}
	sentence, err := r.Refusal(err)
	if err != nil {
		return err
	}
	written := chat.About{Topic: form.Text("topic"), Purpose: form.Text("purpose")}
	return h.sendAbout(r, fiber.StatusUnprocessableEntity, written, sentence)
}
