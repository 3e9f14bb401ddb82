package handlers

import (
	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

// showMarkUnread asks before a message is marked as unread; scripts do not ask.
func (s *server) showMarkUnread(r *request) error {
	m, err := s.Store.Message(r.ctx, r.user.Username, r.id("id"))
	if err != nil {
		return err
	}
	return s.sendMarkUnread(r, fiber.StatusOK, m, "")
}

func (s *server) sendMarkUnread(r *request, status int, m chat.Message, failure string) error {
	sender, err := s.shown(r, m.Sender)
	if err != nil {
		return err
	}
	return s.sendDialog(r, status, r.T("Mark as unread"), views.MarkUnreadDialog(views.MarkUnreadProps{
		BackURL: r.backURL(page.ChannelURL(m.Channel)), MessageID: m.ID, Sender: sender, Error: failure,
	}))
}

// markUnreadForm leads away from the channel without scripts: what is opened is soon
// read.
func (s *server) markUnreadForm(r *request) error {
	err := s.Store.MarkUnread(r.ctx, r.user.Username, r.id("id"), r.now)
	if err == nil {
		return r.closeDialog(r.cameFrom("/"))
	}
	sentence, err := r.refusal(err)
	if err != nil {
		return err
	}
	m, err := s.Store.Message(r.ctx, r.user.Username, r.id("id"))
	if err != nil {
		return err
	}
	return s.sendMarkUnread(r, fiber.StatusUnprocessableEntity, m, sentence)
}

func (s *server) markAllReadForm(r *request) error {
	if err := s.Store.MarkAllRead(r.ctx, r.user.Username, r.now); err != nil {
		return err
	}
	return r.closeDialog(r.cameFrom("/"))
}
