package channel

import (
	"context"
	"time"

	"minimost/handlers/web"

	"minimost/chat"

	"github.com/gofiber/fiber/v2"
)

type directChannelStore interface {
	// DirectChannels leaves out the hidden ones; the newest comes first.
	DirectChannels(ctx context.Context, user string) ([]chat.DirectChannel, error)
	// CloseDirectChannel hides a channel until a newer message. It is Invalid for
	// a channel of another kind and Forbidden without access.
	CloseDirectChannel(ctx context.Context, user, channel string, now time.Time) error
	UnreadDirect(ctx context.Context, user string) (int, error)
}

type directChannelJSON struct {
	Channel string   `json:"channel"`
	Users   []string `json:"users"`
	Unread  int      `json:"unread"`
}

func (h *Handlers) DirectChannels(r *web.Request) error {
	channels, err := h.store.DirectChannels(r.Ctx, r.User.Username)
	if err != nil {
		return err
	}
	return web.SendListOf(r, channels, func(c chat.DirectChannel) directChannelJSON {
		return directChannelJSON(c)
	})
}

func (h *Handlers) CloseDirectChannel(r *web.Request) error {
	body, err := r.JSONBody()
	if err != nil {
		return err
	}
	channel, err := body.Text("channel")
	if err != nil {
		return err
	}
	return web.SendOK(r, h.store.CloseDirectChannel(r.Ctx, r.User.Username, channel, r.Now))
}

func (h *Handlers) UnreadCount(r *web.Request) error {
	count, err := h.store.UnreadDirect(r.Ctx, r.User.Username)
	if err != nil {
		return err
	}
	return r.JSON(fiber.Map{"count": count})
}
