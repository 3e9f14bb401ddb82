package web

import (
	"context"
	"time"

	"minimost/auth"
	"minimost/chat"
)

// socketSessions are the sessions as sockets know them.
type socketSessions struct{ *auth.Sessions }

// UserOf is who a session's cookie belongs to, nobody for one that has ended.
func (s socketSessions) UserOf(ctx context.Context, cookie string, now time.Time) (chat.User, error) {
	found, err := s.Find(ctx, cookie, now)
	if err != nil {
		return chat.User{}, err
	}
	return found.User, nil
}

// Lasts reports whether a session has not ended as far as the store says.
func (s socketSessions) Lasts(ctx context.Context, cookie string, now time.Time) bool {
	found, err := s.Read(ctx, cookie, now)
	return err != nil || found.Known()
}
