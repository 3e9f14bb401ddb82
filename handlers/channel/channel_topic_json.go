package channel

import (
	"context"
	"time"

	"minimost/handlers/web"

	"minimost/chat"
)

type aboutStore interface {
	// SetAbout is ErrNoChannel without access and Invalid for a conversation.
	SetAbout(ctx context.Context, user, channel string, about chat.About, now time.Time) error
}

type aboutJSON struct {
	Topic   string `json:"topic"`
	Purpose string `json:"purpose"`
}

// About says what a channel is about.
func (h *Handlers) About(r *web.Request) error {
	about, err := h.findAbout(r)
	if err != nil {
		return err
	}
	return r.JSON(aboutJSON(about))
}

// findAbout is what the channel in the path is about, ErrNoChannel without access.
func (h *Handlers) findAbout(r *web.Request) (about chat.About, err error) {
	if _, err = h.Cache.Access(r.Ctx, r.User.Username, r.Channel(), r.Now); err != nil {
		return about, err
	}
	return h.Cache.About(r.Ctx, r.Channel(), r.Now)
}

func (h *Handlers) SetAbout(r *web.Request) error {
	body, err := r.JSONBody()
	if err != nil {
		return err
	}
	topic, _, err := web.Member[string](body, "topic")
	if err != nil {
		return err
	}
	purpose, _, err := web.Member[string](body, "purpose")
	if err != nil {
		return err
	}
	about, err := chat.ParseAbout(topic, purpose)
	if err != nil {
		return err
	}
	return web.SendOK(r, h.store.SetAbout(r.Ctx, r.User.Username, r.Channel(), about, r.Now))
}
