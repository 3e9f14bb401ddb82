package message

import (
	"strconv"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

// ShowPins lists the pinned messages of the channel in the path.
func (h *Handlers) ShowPins(r *web.Request) error {
	skip, _ := strconv.Atoi(r.Query("skip"))
	release, err := h.Making.Take(r.Ctx, r.User.Username)
	if err != nil {
		return err
	}
	defer release()
	props, err := h.Pages.Pins(r.Reader(), r.Channel(), skip)
	if err != nil {
		return err
	}
	props.BackURL = r.BackURL(page.ChannelURL(props.Channel))
	return h.SendDialog(r, fiber.StatusOK, r.T("Pinned messages"), views.PinsDialog(props))
}

// ShowPin asks before the message in the path is pinned, or pinned no more.
func (h *Handlers) ShowPin(r *web.Request) error {
	m, err := h.keepable(r)
	if err == nil {
		err = h.checkOpen(r, m.Channel, chat.Closed.TakesMessages)
	}
	if err != nil {
		return err
	}
	return h.sendPin(r, fiber.StatusOK, m, "")
}

// keepable is the message in the path, ErrNoMessage for one that nobody can keep.
func (h *Handlers) keepable(r *web.Request) (chat.Message, error) {
	m, err := h.store.Message(r.Ctx, r.User.Username, r.ID("id"))
	if err == nil {
		err = chat.CheckPin(m)
	}
	return m, err
}

func (h *Handlers) sendPin(r *web.Request, status int, m chat.Message, failure string) error {
	return h.SendDialog(r, status, r.T("Pin a message"), views.PinDialog(views.PinProps{
		BackURL: r.BackURL(page.ChannelURL(m.Channel)), MessageID: m.ID, Excerpt: h.excerpt(r, m), Pinned: m.PinnedBy != "", Error: failure,
	}))
}

func (h *Handlers) PinForm(r *web.Request) error {
	keep, err := keepField(r)
	if err != nil {
		return err
	}
	m, err := h.keepable(r)
	if err == nil {
		err = h.store.SetPin(r.Ctx, r.User.Username, m.ID, keep, r.Now)
	}
	if err == nil {
		return r.CloseDialog(messageURL(r, m))
	}
	sentence, err := r.Refusal(err)
	if err != nil {
		return err
	}
	return h.sendPin(r, fiber.StatusUnprocessableEntity, m, sentence)
}

var errNoKeep = chat.Errorf(chat.Invalid, `Say whether to keep the message: "true" or "false".`)

// keepField is whether a form asks for a message to be kept.
func keepField(r *web.Request) (bool, error) {
	form, err := r.BodyFields()
	if err != nil {
		return false, err
	}
	keep, err := strconv.ParseBool(form.Text(views.KeepField))
	if err != nil {
		return false, errNoKeep
	}
	return keep, nil
}
