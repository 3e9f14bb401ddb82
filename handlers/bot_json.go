package handlers

import (
	"context"
	"time"

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

func (s *server) listBots(r *request) error {
	names, err := s.Store.Bots(r.ctx, r.user.Username)
	if err != nil {
		return err
	}
	list := make([]botJSON, len(names))
	for i, name := range names {
		list[i] = botJSON{name}
	}
	return sendList(r, list)
}

func (s *server) createBot(r *request) error {
	body, err := r.jsonBody()
	if err != nil {
		return err
	}
	raw, err := body.text("username")
	if err != nil {
		return err
	}
	name, err := chat.ParseBotName(raw)
	if err != nil {
		return err
	}
	return sendOK(r, s.Store.CreateBot(r.ctx, r.user.Username, name, r.now))
}

// forPeople is a handler for what a bot has no part in: how people are seen, what
// they type and what they have read.
func forPeople(handle func(*server, *request) error) func(*server, *request) error {
	return func(s *server, r *request) error {
		if r.user.IsBot() {
			return chat.ErrBot
		}
		return handle(s, r)
	}
}
