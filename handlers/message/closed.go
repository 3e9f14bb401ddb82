package message

import (
	"minimost/handlers/web"

	"minimost/chat"
)

// checkOpen is nil where a channel takes what is asked for, else why it does not.
func (h *Handlers) checkOpen(r *web.Request, channel string, takes func(chat.Closed) bool) error {
	access, err := h.Cache.Access(r.Ctx, r.User.Username, channel, r.Now)
	if err != nil {
		return err
	}
	blocks, err := h.Cache.Blocks(r.Ctx, r.User.Username, r.Now)
	if err != nil {
		return err
	}
	closed := access.ClosedTo(r.User.Username, blocks.Has)
	if takes(closed) {
		return nil
	}
	partner, err := h.Shown(r, access.Channel.Partner(r.User.Username))
	if err != nil {
		return err
	}
	return closed.Refusal(chat.Isolate(partner))
}
