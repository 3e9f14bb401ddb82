package message

import (
	"context"
	"time"

	"minimost/handlers/web"

	"minimost/chat"
)

type savedStore interface {
	// Saved are messages that the user keeps and can see, the last saved first: those
	// after the one with an id, 0 for the first.
	Saved(ctx context.Context, user string, before int64, limit int) ([]chat.Message, error)
	// IsSaved reports whether the user keeps a message.
	IsSaved(ctx context.Context, user string, id int64) (bool, error)
	// SetSaved is ErrNoMessage for a message that is deleted, the system's or not to
	// be seen, and Conflict for one too many.
	SetSaved(ctx context.Context, user string, id int64, saved bool, now time.Time) error
}

// savedPage is how many saved messages an answer has when the asker names no limit.
const savedPage = 50

var errBadSaved = chat.Errorf(chat.Invalid, `"before" is the id of a message.`)

// savedBefore is the message before which a page is asked for, 0 for the first page.
func savedBefore(r *web.Request) (int64, error) {
	before := web.ParseID(r.Query("before"))
	if before == 0 && r.Query("before") != "" {
		return 0, errBadSaved
	}
	return before, nil
}

func (h *Handlers) SavedMessages(r *web.Request) error {
	limit := web.ParseLimit(r.Query("limit"), chat.MaxMessagesBeforePage)
	if limit <= 0 {
		limit = savedPage
	}
	release, err := h.Making.Take(r.Ctx, r.User.Username)
	if err != nil {
		return err
	}
	defer release()
	before, err := savedBefore(r)
	if err != nil {
		return err
	}
	messages, err := h.store.Saved(r.Ctx, r.User.Username, before, limit)
	if err != nil {
		return err
	}
	return sendMessages(r, messages)
}

func (h *Handlers) Save(r *web.Request) error {
	return web.SendOK(r, h.store.SetSaved(r.Ctx, r.User.Username, r.ID("msg_id"), true, r.Now))
}

func (h *Handlers) Unsave(r *web.Request) error {
	return web.SendOK(r, h.store.SetSaved(r.Ctx, r.User.Username, r.ID("msg_id"), false, r.Now))
}
