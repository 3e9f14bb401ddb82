package message

import (
	"context"
	"time"

	"minimost/handlers/web"

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

// Pins lists the pinned messages of a channel.
func (h *Handlers) Pins(r *web.Request) error {
	access, err := h.Cache.Access(r.Ctx, r.User.Username, r.Channel(), r.Now)
	if err != nil {
		return err
	}
	pins, err := h.Cache.Pins(r.Ctx, access, r.Now)
	if err != nil {
		return err
	}
	return web.SendListOf(r, pins, func(p chat.Pin) pinJSON {
		return pinJSON{p.MessageID, p.PinnedBy, p.PinnedTS}
	})
}

func (h *Handlers) Pin(r *web.Request) error {
	return web.SendOK(r, h.store.SetPin(r.Ctx, r.User.Username, r.ID("msg_id"), true, r.Now))
}

func (h *Handlers) Unpin(r *web.Request) error {
	return web.SendOK(r, h.store.SetPin(r.Ctx, r.User.Username, r.ID("msg_id"), false, r.Now))
}
