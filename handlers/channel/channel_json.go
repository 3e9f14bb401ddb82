package channel

import (
	"context"

	"minimost/handlers/web"

	"minimost/chat"
)

type channelStore interface {
	// ChannelUnreads holds every public channel that the user is in.
	ChannelUnreads(ctx context.Context, user string) ([]chat.ChannelUnread, error)
	// ChannelMembers leaves the caller out; ErrNoChannel without access.
	ChannelMembers(ctx context.Context, user, channel string) ([]string, error)
}

func (h *Handlers) ChannelUnreads(r *web.Request) error {
	unreads, err := h.store.ChannelUnreads(r.Ctx, r.User.Username)
	if err != nil {
		return err
	}
	counts := make(map[string]int, len(unreads))
	for _, u := range unreads {
		counts[u.Channel] = u.Unread
	}
	return r.JSON(counts)
}

func (h *Handlers) ChannelMembers(r *web.Request) error {
	names, err := h.store.ChannelMembers(r.Ctx, r.User.Username, r.Channel())
	if err != nil {
		return err
	}
	return web.SendList(r, names)
}
