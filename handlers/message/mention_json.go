package message

import (
	"context"
	"strings"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/views"
)

type mentionStore interface {
	// Mentions are the messages that mention the user and that they can see, the
	// newest first: those before an id, 0 for the newest.
	Mentions(ctx context.Context, user string, before int64, limit int) ([]chat.Message, error)
}

// mentionsPage is how many mentions an answer has when the asker names no limit.
const mentionsPage = 50

// Mentions lists what mentions the user.
func (h *Handlers) Mentions(r *web.Request) error {
	limit := web.ParseLimit(r.Query("limit"), chat.MaxMessagesBeforePage)
	if limit <= 0 {
		limit = mentionsPage
	}
	messages, err := h.findMentions(r, limit)
	if err != nil {
		return err
	}
	return sendMessages(r, messages)
}

var errBadMention = chat.Errorf(chat.Invalid, `"before" is the id of a message.`)

func (h *Handlers) findMentions(r *web.Request, limit int) ([]chat.Message, error) {
	before := web.ParseID(r.Query("before"))
	if before == 0 && r.Query("before") != "" {
		return nil, errBadMention
	}
	release, err := h.Making.Take(r.Ctx, r.User.Username)
	if err != nil {
		return nil, err
	}
	defer release()
	return h.store.Mentions(r.Ctx, r.User.Username, before, limit)
}

// ShowMentions is the same as a dialog.
func (h *Handlers) ShowMentions(r *web.Request) error {
	messages, err := h.findMentions(r, mentionsPage)
	if err != nil {
		return err
	}
	props, err := h.Pages.Mentions(r.Reader(), messages)
	if err != nil {
		return err
	}
	props.BackURL = r.BackURL("/")
	props.More = len(messages) == mentionsPage
	return h.SendDialog(r, fiber.StatusOK, r.T(views.MentionsTitle), views.MentionsDialog(props))
}

// ShowMentionable is whom one can mention in a channel by a name that starts as
// typed.
func (h *Handlers) ShowMentionable(r *web.Request) error {
	form := r.QueryFields()
	props, err := h.Pages.Mentionable(r.Reader(), form.Text("channel"), strings.TrimPrefix(form.Text("q"), "@"))
	if err != nil {
		return err
	}
	return web.SendPage(r.HTTP, fiber.StatusOK, views.MentionOptions(props))
}
