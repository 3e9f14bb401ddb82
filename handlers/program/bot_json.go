package program

import (
	"context"
	"time"

	"minimost/handlers/web"

	"minimost/chat"
)

type botStore interface {
	// Bots are the names of somebody's bots, sorted.
	Bots(ctx context.Context, owner string) ([]string, error)
	// CreateBot is Conflict for a name that is taken, or for one bot too many.
	CreateBot(ctx context.Context, owner, name string, now time.Time) error
}

type botJSON struct {
	Username string `json:"username"`
}

func (h *Handlers) ListBots(r *web.Request) error {
	names, err := h.store.Bots(r.Ctx, r.User.Username)
	if err != nil {
		return err
	}
	return web.SendListOf(r, names, func(name string) botJSON {
		return botJSON{name}
	})
}

func (h *Handlers) CreateBot(r *web.Request) error {
	body, err := r.JSONBody()
	if err != nil {
		return err
	}
	raw, err := body.Text("username")
	if err != nil {
		return err
	}
	name, err := chat.ParseBotName(raw)
	if err != nil {
		return err
	}
	return web.SendOK(r, h.store.CreateBot(r.Ctx, r.User.Username, name, r.Now))
}

// ForPeople is a handler for what a bot has no part in: how people are seen, what
// they type and what they have read.
func ForPeople(handle web.Handler) web.Handler {
	return func(r *web.Request) error {
		if r.User.IsBot() {
			return chat.ErrBot
		}
		return handle(r)
	}
}
