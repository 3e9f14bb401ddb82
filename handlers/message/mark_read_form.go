package message

import (
	"minimost/handlers/web"
	"minimost/page"
)

// MarkReadForm is the button for browsers without scripts, and what a script
// sends when the newest message has been on screen.
func (h *Handlers) MarkReadForm(r *web.Request) error {
	if err := h.markUpTo(r); err != nil {
		return err
	}
	return r.Done(r.CameFrom(page.ChannelURL(r.Channel())))
}
