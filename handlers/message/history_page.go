package message

import (
	"strconv"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

var errBadAfter = chat.Errorf(chat.Invalid, `"after" is the ts of a message.`)

// ShowEarlier is the page of messages before a stamp: above those shown for
// htmx, else a page of its own.
func (h *Handlers) ShowEarlier(r *web.Request) error {
	before, ok := chat.ParseStamp(r.Query("before"))
	if !ok {
		return errBadCursor
	}
	release, err := h.Making.Take(r.Ctx, r.User.Username)
	if err != nil {
		return err
	}
	defer release()
	messages, err := h.store.MessagesBefore(r.Ctx, r.User.Username, r.Channel(), before, page.Messages)
	if err != nil {
		return err
	}
	if !r.HTMX() {
		return h.sendHistory(r, messages, true)
	}
	earlier, err := h.Pages.Earlier(r.Reader(), r.Channel(), before, messages)
	if err != nil {
		return err
	}
	return r.SendMessages(fiber.StatusOK, views.EarlierMessages(earlier))
}

// ShowLater is the page of messages after a stamp: below those shown for htmx,
// else a page of its own.
func (h *Handlers) ShowLater(r *web.Request) error {
	after, ok := chat.ParseStamp(r.Query("after"))
	if !ok {
		return errBadAfter
	}
	release, err := h.Making.Take(r.Ctx, r.User.Username)
	if err != nil {
		return err
	}
	defer release()
	messages, err := h.store.MessagesFollowing(r.Ctx, r.User.Username, r.Channel(), after, page.Messages)
	if err != nil {
		return err
	}
	if !r.HTMX() {
		return h.sendHistory(r, messages, false)
	}
	later, err := h.Pages.Later(r.Reader(), r.Channel(), messages)
	if err != nil {
		return err
	}
	return r.SendMessages(fiber.StatusOK, views.LaterMessages(later))
}

func (h *Handlers) sendHistory(r *web.Request, messages []chat.Message, earlier bool) error {
	history, err := h.Pages.OpenHistory(r.Reader(), r.Channel(), messages, earlier)
	if err != nil {
		return err
	}
	history.Page.AssetBase = h.Assets.Base()
	return r.SendMessages(fiber.StatusOK, views.HistoryPage(history))
}

// ShowNewest is the newest messages: in place of those shown for htmx, else the
// channel's page.
func (h *Handlers) ShowNewest(r *web.Request) error {
	release, err := h.Making.Take(r.Ctx, r.User.Username)
	if err != nil {
		return err
	}
	defer release()
	list, err := h.Pages.NewestLog(r.Reader(), r.Channel())
	if err != nil {
		return err
	}
	if !r.HTMX() {
		return r.Redirect(page.ChannelURL(r.Channel()) + "?newest=1")
	}
	return r.SendMessages(fiber.StatusOK, views.MessageLog(list))
}

// MessageAddress leads to a message in its channel. One that does not exist is one
// that the user may not see.
func (h *Handlers) MessageAddress(r *web.Request) error {
	m, err := h.store.Message(r.Ctx, r.User.Username, r.ID("id"))
	if chat.CodeOf(err) == chat.NotFound {
		return chat.ErrNoMessageHere
	}
	if err != nil {
		return err
	}
	return r.Redirect(page.ChannelURL(m.Channel) + "?at=" + strconv.FormatInt(m.ID, 10))
}
