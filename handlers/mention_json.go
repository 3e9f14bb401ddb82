package handlers

import (
	"context"
	"strings"

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

// mentions lists what mentions the user.
func (s *server) mentions(r *request) error {
	limit := parseLimit(r.Query("limit"), chat.MaxMessagesBeforePage)
	if limit <= 0 {
		limit = mentionsPage
	}
	messages, err := s.findMentions(r, limit)
	if err != nil {
		return err
	}
	return sendMessages(r, messages)
}

var errBadMention = chat.Errorf(chat.Invalid, `"before" is the id of a message.`)

func (s *server) findMentions(r *request, limit int) ([]chat.Message, error) {
	before := parseID(r.Query("before"))
	if before == 0 && r.Query("before") != "" {
		return nil, errBadMention
	}
	release, err := s.making.take(r.ctx, r.user.Username)
	if err != nil {
		return nil, err
	}
	defer release()
	return s.Store.Mentions(r.ctx, r.user.Username, before, limit)
}

// showMentions is the same as a dialog.
func (s *server) showMentions(r *request) error {
	messages, err := s.findMentions(r, mentionsPage)
	if err != nil {
		return err
	}
	props, err := s.pages.Mentions(r.reader(), messages)
	if err != nil {
		return err
	}
	props.BackURL = r.backURL("/")
	props.More = len(messages) == mentionsPage
	return s.sendDialog(r, fiber.StatusOK, r.T(views.MentionsTitle), views.MentionsDialog(props))
}

// showMentionable is whom one can mention in a channel by a name that starts as
// typed.
func (s *server) showMentionable(r *request) error {
	form := r.queryFields()
	props, err := s.pages.Mentionable(r.reader(), form.text("channel"), strings.TrimPrefix(form.text("q"), "@"))
	if err != nil {
		return err
	}
	return sendPage(r.Ctx, fiber.StatusOK, views.MentionOptions(props))
}
