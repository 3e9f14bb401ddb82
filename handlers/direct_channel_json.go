package handlers

import (
	"context"
	"time"

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

func (s *server) directChannels(r *request) error {
	channels, err := s.Store.DirectChannels(r.ctx, r.user.Username)
	if err != nil {
		return err
	}
	list := make([]directChannelJSON, len(channels))
	for i, c := range channels {
		list[i] = directChannelJSON(c)
	}
	return sendList(r, list)
}

func (s *server) closeDirectChannel(r *request) error {
	body, err := r.jsonBody()
	if err != nil {
		return err
	}
	channel, err := body.text("channel")
	if err != nil {
		return err
	}
	return sendOK(r, s.Store.CloseDirectChannel(r.ctx, r.user.Username, channel, r.now))
}

func (s *server) unreadCount(r *request) error {
	count, err := s.Store.UnreadDirect(r.ctx, r.user.Username)
	if err != nil {
		return err
	}
	return r.JSON(fiber.Map{"count": count})
}
