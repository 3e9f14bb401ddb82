package program

import (
	"context"
	"errors"
	"net/url"
	"time"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/auth"
	"minimost/chat"
	"minimost/ratelimit"
	"minimost/slackform"
)

type hookStore interface {
	// Hook and PostByHook are chat.ErrNoHook for a webhook that is none or has ended,
	// PostByHook is chat.ErrNoChannel where its maker may not post any more.
	Hook(ctx context.Context, hash []byte) (chat.Hook, error)
	PostByHook(ctx context.Context, hash []byte, content string, now time.Time) error

	// Hooks are those that somebody has made, oldest first.
	Hooks(ctx context.Context, maker string) ([]chat.Hook, error)
	// CreateHook is chat.ErrNoChannel or chat.ErrNoBot for what is not the maker's.
	CreateHook(ctx context.Context, hash []byte, h chat.Hook, now time.Time) (chat.Hook, error)
	// EndHook is NotFound for a webhook that is not the maker's.
	EndHook(ctx context.Context, maker string, id int64, now time.Time) error
}

// HookPath comes before the secret in the address of a webhook.
const HookPath = "/hooks/"

// What Slack answers in words of its own, by which programs go.
const (
	HookNotFound    = "no_service"
	ChannelNotFound = "channel_not_found"
	RateLimited     = "rate_limited"
)

var payloadStatuses = map[error]int{
	slackform.ErrPayload: fiber.StatusBadRequest,
	slackform.ErrNoText:  fiber.StatusBadRequest,
	slackform.ErrTooLong: fiber.StatusRequestEntityTooLarge,
}

// PostByHook takes what Slack's incoming webhooks take, and answers as they do.
func (h *Handlers) PostByHook(r *web.Request) error {
	hash := auth.HashToken(r.Params("secret"))
	hook, err := h.store.Hook(r.Ctx, hash)
	if err != nil {
		return answerHook(r, err)
	}
	if wait := ratelimit.Take(h.Limits.Of(web.Sending, hook.Bot), r.Now); wait > 0 {
		r.RetryAfter(wait)
		return web.SendText(r.HTTP, fiber.StatusTooManyRequests, RateLimited)
	}
	text, err := slackform.Read(r.Get(fiber.HeaderContentType), r.BodyRaw())
	if err == nil {
		text, err = chat.ParseMessageText(text)
	}
	if err != nil {
		return answerHook(r, err)
	}
	return answerHook(r, h.store.PostByHook(r.Ctx, hash, text, r.Now))
}

func answerHook(r *web.Request, err error) error {
	for known, status := range payloadStatuses {
		if errors.Is(err, known) {
			return web.SendText(r.HTTP, status, known.Error())
		}
	}
	switch {
	case errors.Is(err, chat.ErrNoHook):
		return web.SendText(r.HTTP, fiber.StatusNotFound, HookNotFound)
	case chat.CodeOf(err) == chat.Forbidden:
		return web.SendText(r.HTTP, fiber.StatusNotFound, ChannelNotFound)
	case chat.CodeOf(err) == chat.Invalid:
		return web.SendText(r.HTTP, fiber.StatusBadRequest, slackform.ErrNoText.Error())
	case chat.CodeOf(err) == chat.TooLarge:
		return web.SendText(r.HTTP, fiber.StatusRequestEntityTooLarge, slackform.ErrTooLong.Error())
	}
	return web.SendOK(r, err)
}

// hookURL is where a program posts to.
func (h *Handlers) hookURL(r *web.Request, secret string) string {
	base := r.BaseURL()
	if h.BaseURL != "" {
		base = h.BaseURL
	}
	if joined, err := url.JoinPath(base, HookPath, secret); err == nil {
		return joined
	}
	return HookPath + secret
}
