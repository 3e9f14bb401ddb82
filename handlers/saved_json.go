package handlers

import (
	"context"
	"time"

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

func (s *server) findSaved(r *request, limit int) ([]chat.Message, error) {
	before := parseID(r.Query("before"))
	if before == 0 && r.Query("before") != "" {
		return nil, errBadSaved
	}
	return s.Store.Saved(r.ctx, r.user.Username, before, limit)
}

func (s *server) savedMessages(r *request) error {
	limit := parseLimit(r.Query("limit"), chat.MaxMessagesBeforePage)
	if limit <= 0 {
		limit = savedPage
	}
	release, err := s.making.take(r.ctx, r.user.Username)
	if err != nil {
		return err
	}
	defer release()
	messages, err := s.findSaved(r, limit)
	if err != nil {
		return err
	}
	return sendMessages(r, messages)
}

func (s *server) save(r *request) error {
	return sendOK(r, s.Store.SetSaved(r.ctx, r.user.Username, r.id("msg_id"), true, r.now))
}

func (s *server) unsave(r *request) error {
	return sendOK(r, s.Store.SetSaved(r.ctx, r.user.Username, r.id("msg_id"), false, r.now))
}
