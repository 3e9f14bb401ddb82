package handlers

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

// showPins lists the pinned messages of the channel in the path.
func (s *server) showPins(r *request) error {
	skip, _ := strconv.Atoi(r.Query("skip"))
	release, err := s.making.take(r.ctx, r.user.Username)
	if err != nil {
		return err
	}
	defer release()
	props, err := s.pages.Pins(r.reader(), r.channel(), skip)
	if err != nil {
		return err
	}
	props.BackURL = r.backURL(page.ChannelURL(props.Channel))
	return s.sendDialog(r, fiber.StatusOK, r.T("Pinned messages"), views.PinsDialog(props))
}

// showPin asks before the message in the path is pinned, or pinned no more.
func (s *server) showPin(r *request) error {
	m, err := s.keepable(r)
	if err != nil {
		return err
	}
	return s.sendPin(r, fiber.StatusOK, m, "")
}

// keepable is the message in the path, ErrNoMessage for one that nobody can keep.
func (s *server) keepable(r *request) (chat.Message, error) {
	m, err := s.Store.Message(r.ctx, r.user.Username, r.id("id"))
	if err == nil {
		err = chat.CheckPin(m)
	}
	return m, err
}

func (s *server) sendPin(r *request, status int, m chat.Message, failure string) error {
	return s.sendDialog(r, status, r.T("Pin a message"), views.PinDialog(views.PinProps{
		BackURL: r.backURL(page.ChannelURL(m.Channel)), MessageID: m.ID, Excerpt: r.excerpt(m), Pinned: m.PinnedBy != "", Error: failure,
	}))
}

func (s *server) pinForm(r *request) error {
	keep, err := r.keepField()
	if err != nil {
		return err
	}
	m, err := s.keepable(r)
	if err == nil {
		err = s.Store.SetPin(r.ctx, r.user.Username, m.ID, keep, r.now)
	}
	if err == nil {
		return r.closeDialog(r.messageURL(m))
	}
	sentence, err := r.refusal(err)
	if err != nil {
		return err
	}
	return s.sendPin(r, fiber.StatusUnprocessableEntity, m, sentence)
}

var errNoKeep = chat.Errorf(chat.Invalid, `Say whether to keep the message: "true" or "false".`)

// keepField is whether a form asks for a message to be kept.
func (r *request) keepField() (bool, error) {
	form, err := r.bodyFields()
	if err != nil {
		return false, err
	}
	keep, err := strconv.ParseBool(form.text(views.KeepField))
	if err != nil {
		return false, errNoKeep
	}
	return keep, nil
}
