package handlers

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"minimost/cache"
	"minimost/chat"
)

type typingStore interface {
	// StartTyping is Forbidden without access.
	StartTyping(ctx context.Context, user, channel string, now time.Time) error
	StopTyping(ctx context.Context, user, channel string) error
}

func (s *server) startTyping(r *request) error {
	if !r.loggedIn() {
		return noContent(r)
	}
	return quietly(r, s.Store.StartTyping(r.ctx, r.user.Username, r.channel(), r.now))
}

func (s *server) stopTyping(r *request) error {
	if !r.loggedIn() {
		return noContent(r)
	}
	return quietly(r, s.Store.StopTyping(r.ctx, r.user.Username, r.channel()))
}

func (s *server) whoTypes(r *request) error {
	if !r.loggedIn() {
		return sendList[string](r, nil)
	}
	channel := r.channel()
	err := s.sendCached(r, answerID{"typing", r.user.Username, channel}, func() (cache.Read[any], error) {
		if _, err := s.cache.Access(r.ctx, r.user.Username, channel, r.now); err != nil {
			return cache.Read[any]{}, err
		}
		rows, err := s.cache.Typing(r.ctx, channel, r.now)
		if err != nil {
			return cache.Read[any]{}, err
		}
		seen, err := s.cache.PresencesFor(r.ctx, r.user.Username, r.now)
		return cache.Read[any]{
			Value:   seen.Typists(rows, r.user.Username),
			Expires: chat.TypingUntil(rows, r.now),
			Topics:  []chat.Topic{chat.TopicTyping(channel), chat.TopicSharing, chat.TopicBlocks, chat.TopicMembers(channel)},
		}, err
	})
	if refused(err) {
		return sendList[string](r, nil)
	}
	return err
}

func noContent(r *request) error {
	r.Status(fiber.StatusNoContent)
	return nil
}

// quietly answers 204 for a refusal too: the silent routes say nothing of what
// someone may not do. Any other error is one.
func quietly(r *request, err error) error {
	if err != nil && !refused(err) {
		return err
	}
	return noContent(r)
}

// refused reports whether err is about the request, not about the server.
func refused(err error) bool {
	switch chat.CodeOf(err) {
	case chat.Invalid, chat.Forbidden, chat.NotFound, chat.Conflict, chat.TooLarge:
		return true
	}
	return false
}
