package handlers

import (
	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

// showAbout asks what the channel in the path is about.
func (s *server) showAbout(r *request) error {
	about, err := s.findAbout(r)
	if err != nil {
		return err
	}
	return s.sendAbout(r, fiber.StatusOK, about, "")
}

func (s *server) sendAbout(r *request, status int, about chat.About, failure string) error {
	return s.sendDialog(r, status, r.T("About this channel"), views.AboutDialog(views.AboutProps{
		BackURL: r.backURL(page.ChannelURL(r.channel())), Channel: r.channel(), Topic: about.Topic, Purpose: about.Purpose, Error: failure,
	}))
}

func (s *server) aboutForm(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	if _, err = s.findAbout(r); err != nil {
		return err
	}
	about, err := chat.ParseAbout(form.text("topic"), form.text("purpose"))
	if err == nil {
		err = s.Store.SetAbout(r.ctx, r.user.Username, r.channel(), about, r.now)
	}
	if err == nil {
		return r.closeDialog(r.cameFrom(page.ChannelURL(r.channel())))
	}
	sentence, err := r.refusal(err)
	if err != nil {
		return err
	}
	written := chat.About{Topic: form.text("topic"), Purpose: form.text("purpose")}
	return s.sendAbout(r, fiber.StatusUnprocessableEntity, written, sentence)
}
