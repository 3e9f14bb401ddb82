package message

import (
	"github.com/gofiber/fiber/v2"

	"minimost/handlers/web"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

// ShowMarkUnread asks before a message is marked as unread; scripts do not ask.
func (h *Handlers) ShowMarkUnread(r *web.Request) error {
	m, err := h.store.Message(r.Ctx, r.User.Username, r.ID("id"))
	if err != nil {
		return err
	}
	access, err := h.Cache.Access(r.Ctx, r.User.Username, m.Channel, r.Now)
	if err == nil {
		err = access.Closed().UnreadRefusal()
	}
	if err != nil {
		return err
	}
	return h.sendMarkUnread(r, fiber.StatusOK, m, "")
}

func (h *Handlers) sendMarkUnread(r *web.Request, status int, m chat.Message, failure string) error {
	sender, err := h.Shown(r, m.Sender)
	if err != nil {
		return err
	}
	return h.SendDialog(r, status, r.T("Mark as unread"), views.MarkUnreadDialog(views.MarkUnreadProps{
		BackURL: r.BackURL(page.ChannelURL(m.Channel)), MessageID: m.ID, Sender: sender, Error: failure,
	}))
}

// MarkUnreadForm leads away from the channel without scripts: what is opened is soon
// read.
func (h *Handlers) MarkUnreadForm(r *web.Request) error {
	err := h.store.MarkUnread(r.Ctx, r.User.Username, r.ID("id"), r.Now)
	if err == nil {
		return r.CloseDialog(r.CameFrom("/"))
	}
	sentence, err := r.Refusal(err)
	if err != nil {
		return err
	}
	m, err := h.store.Message(r.Ctx, r.User.Username, r.ID("id"))
	if err != nil {
		return err
	}
	return h.sendMarkUnread(r, fiber.StatusUnprocessableEntity, m, sentence)
}

func (h *Handlers) MarkAllReadForm(r *web.Request) error {
	if err := h.store.MarkAllRead(r.Ctx, r.User.Username, r.Now); err != nil {
		return err
	}
	return r.CloseDialog(r.CameFrom("/"))
}
