package presence

import (
	"context"
	"time"

	"minimost/handlers/web"

	"minimost/cache"
	"minimost/chat"
)

type typingStore interface {
	// StartTyping is Forbidden without access.
	StartTyping(ctx context.Context, user, channel string, now time.Time) error
	StopTyping(ctx context.Context, user, channel string) error
}

func (h *Handlers) StartTyping(r *web.Request) error {
	if !r.LoggedIn() {
		return web.NoContent(r)
	}
	return web.Quietly(r, h.store.StartTyping(r.Ctx, r.User.Username, r.Channel(), r.Now))
}

func (h *Handlers) StopTyping(r *web.Request) error {
	if !r.LoggedIn() {
		return web.NoContent(r)
	}
	return web.Quietly(r, h.store.StopTyping(r.Ctx, r.User.Username, r.Channel()))
}

func (h *Handlers) WhoTypes(r *web.Request) error {
	if !r.LoggedIn() {
		return web.SendList[string](r, nil)
	}
	channel := r.Channel()
	err := h.SendCached(r, web.AnswerID{What: "typing", User: r.User.Username, About: channel}, func() (cache.Read[any], error) {
		if _, err := h.Cache.Access(r.Ctx, r.User.Username, channel, r.Now); err != nil {
			return cache.Read[any]{}, err
		}
		rows, err := h.Cache.Typing(r.Ctx, channel, r.Now)
		if err != nil {
			return cache.Read[any]{}, err
		}
		seen, err := h.Cache.PresencesFor(r.Ctx, r.User.Username, r.Now)
		return cache.Read[any]{
			Value:   seen.Typists(rows, r.User.Username),
			Expires: chat.TypingUntil(rows, r.Now),
			Topics:  []chat.Topic{chat.TopicTyping(channel), chat.TopicSharing, chat.TopicBlocks, chat.TopicMembers(channel)},
		}, err
	})
	if web.Refused(err) {
		return web.SendList[string](r, nil)
	}
	return err
}
