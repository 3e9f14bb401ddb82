package handlers

import (
	"context"
	"time"

	"minimost/chat"
)

type pinStore interface {
	// SetPin is ErrNoMessage for a message that is deleted, the system's or not to be
	// seen, and Conflict for one too many.
	SetPin(ctx context.Context, user string, id int64, pinned bool, now time.Time) error
}

type pinJSON struct {
	MessageID int64      `json:"message_id"`
	PinnedBy  string     `json:"pinned_by"`
	PinnedTS  chat.Stamp `json:"pinned_ts"`
}

// pins lists the pinned messages of a channel.
func (s *server) pins(r *request) error {
	access, err := s.cache.Access(r.ctx, r.user.Username, r.channel(), r.now)
	if err != nil {
		return err
	}
	pins, err := s.cache.Pins(r.ctx, access, r.now)
	if err != nil {
		return err
	}
	list := make([]pinJSON, len(pins))
	for i, p := range pins {
		list[i] = pinJSON{p.MessageID, p.PinnedBy, p.PinnedTS}
	}
	return sendList(r, list)
}

func (s *server) pin(r *request) error {
	return sendOK(r, s.Store.SetPin(r.ctx, r.user.Username, r.id("msg_id"), true, r.now))
}

func (s *server) unpin(r *request) error {
	return sendOK(r, s.Store.SetPin(r.ctx, r.user.Username, r.id("msg_id"), false, r.now))
}
