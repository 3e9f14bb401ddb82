package handlers

import (
	"context"
	"time"

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

// about says what a channel is about.
func (s *server) about(r *request) error {
	about, err := s.findAbout(r)
	if err != nil {
		return err
	}
	return r.JSON(aboutJSON(about))
}

// findAbout is what the channel in the path is about, ErrNoChannel without access.
func (s *server) findAbout(r *request) (about chat.About, err error) {
	if _, err = s.cache.Access(r.ctx, r.user.Username, r.channel(), r.now); err != nil {
		return about, err
	}
	return s.cache.About(r.ctx, r.channel(), r.now)
}

func (s *server) setAbout(r *request) error {
	body, err := r.jsonBody()
	if err != nil {
		return err
	}
	topic, _, err := member[string](body, "topic")
	if err != nil {
		return err
	}
	purpose, _, err := member[string](body, "purpose")
	if err != nil {
		return err
	}
	about, err := chat.ParseAbout(topic, purpose)
	if err != nil {
		return err
	}
	return sendOK(r, s.Store.SetAbout(r.ctx, r.user.Username, r.channel(), about, r.now))
}
