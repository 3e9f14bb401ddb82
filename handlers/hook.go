package handlers

import (
	"context"
	"errors"
	"net/url"
	"time"

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

const hookPath = "/hooks/"

// What Slack answers in words of its own, by which programs go.
const (
	hookNotFound    = "no_service"
	channelNotFound = "channel_not_found"
	rateLimited     = "rate_limited"
)

var payloadStatuses = map[error]int{
	slackform.ErrPayload: fiber.StatusBadRequest,
	slackform.ErrNoText:  fiber.StatusBadRequest,
	slackform.ErrTooLong: fiber.StatusRequestEntityTooLarge,
}

// postByHook takes what Slack's incoming webhooks take, and answers as they do.
func (s *server) postByHook(r *request) error {
	hash := auth.HashToken(r.Params("secret"))
	hook, err := s.Store.Hook(r.ctx, hash)
	if err != nil {
		return r.answerHook(err)
	}
	if wait := ratelimit.Take(s.limits.of(Sending, hook.Bot), r.now); wait > 0 {
		r.retryAfter(wait)
		return sendText(r.Ctx, fiber.StatusTooManyRequests, rateLimited)
	}
	text, err := slackform.Read(r.Get(fiber.HeaderContentType), r.BodyRaw())
	if err == nil {
		text, err = chat.ParseMessageText(text)
	}
	if err != nil {
		return r.answerHook(err)
	}
	return r.answerHook(s.Store.PostByHook(r.ctx, hash, text, r.now))
}

func (r *request) answerHook(err error) error {
	for known, status := range payloadStatuses {
		if errors.Is(err, known) {
			return sendText(r.Ctx, status, known.Error())
		}
	}
	switch {
	case errors.Is(err, chat.ErrNoHook):
		return sendText(r.Ctx, fiber.StatusNotFound, hookNotFound)
	case chat.CodeOf(err) == chat.Forbidden:
		return sendText(r.Ctx, fiber.StatusNotFound, channelNotFound)
	case chat.CodeOf(err) == chat.Invalid:
		return sendText(r.Ctx, fiber.StatusBadRequest, slackform.ErrNoText.Error())
	case chat.CodeOf(err) == chat.TooLarge:
		return sendText(r.Ctx, fiber.StatusRequestEntityTooLarge, slackform.ErrTooLong.Error())
	}
	return sendOK(r, err)
}

// hookURL is where a program posts to.
func (s *server) hookURL(r *request, secret string) string {
	base := r.BaseURL()
	if s.BaseURL != "" {
		base = s.BaseURL
	}
	if joined, err := url.JoinPath(base, hookPath, secret); err == nil {
		return joined
	}
	return hookPath + secret
}
