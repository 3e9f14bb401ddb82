package handlers

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

var errBadAfter = chat.Errorf(chat.Invalid, `"after" is the ts of a message.`)

// showEarlier is the page of messages before a stamp: above those shown for
// htmx, else a page of its own.
func (s *server) showEarlier(r *request) error {
	before, ok := chat.ParseStamp(r.Query("before"))
	if !ok {
		return errBadCursor
	}
	release, err := s.making.take(r.ctx, r.user.Username)
	if err != nil {
		return err
	}
	defer release()
	messages, err := s.Store.MessagesBefore(r.ctx, r.user.Username, r.channel(), before, page.Messages)
	if err != nil {
		return err
	}
	if !r.htmx() {
		return s.sendHistory(r, messages, true)
	}
	earlier, err := s.pages.Earlier(r.reader(), r.channel(), before, messages)
	if err != nil {
		return err
	}
	return r.sendMessages(fiber.StatusOK, views.EarlierMessages(earlier))
}

// showLater is the page of messages after a stamp: below those shown for htmx,
// else a page of its own.
func (s *server) showLater(r *request) error {
	after, ok := chat.ParseStamp(r.Query("after"))
	if !ok {
		return errBadAfter
	}
	release, err := s.making.take(r.ctx, r.user.Username)
	if err != nil {
		return err
	}
	defer release()
	messages, err := s.Store.MessagesFollowing(r.ctx, r.user.Username, r.channel(), after, page.Messages)
	if err != nil {
		return err
	}
	if !r.htmx() {
		return s.sendHistory(r, messages, false)
	}
	later, err := s.pages.Later(r.reader(), r.channel(), messages)
	if err != nil {
		return err
	}
	return r.sendMessages(fiber.StatusOK, views.LaterMessages(later))
}

func (s *server) sendHistory(r *request, messages []chat.Message, earlier bool) error {
	history, err := s.pages.OpenHistory(r.reader(), r.channel(), messages, earlier)
	if err != nil {
		return err
	}
	history.Page.AssetBase = s.Assets.Base()
	return r.sendMessages(fiber.StatusOK, views.HistoryPage(history))
}

// showNewest is the newest messages: in place of those shown for htmx, else the
// channel's page.
func (s *server) showNewest(r *request) error {
	release, err := s.making.take(r.ctx, r.user.Username)
	if err != nil {
		return err
	}
	defer release()
	list, err := s.pages.NewestLog(r.reader(), r.channel())
	if err != nil {
		return err
	}
	if !r.htmx() {
		return r.Redirect(page.ChannelURL(r.channel()) + "?newest=1")
	}
	return r.sendMessages(fiber.StatusOK, views.MessageLog(list))
}

// messageAddress leads to a message in its channel. One that does not exist is one
// that the user may not see.
func (s *server) messageAddress(r *request) error {
	m, err := s.Store.Message(r.ctx, r.user.Username, r.id("id"))
	if chat.CodeOf(err) == chat.NotFound {
		return chat.ErrNoChannel
	}
	if err != nil {
		return err
	}
	return r.Redirect(page.ChannelURL(m.Channel) + "?at=" + strconv.FormatInt(m.ID, 10))
}
