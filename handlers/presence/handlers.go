// Package presence has the handlers of who is there: states, typing, and the poll and socket by which an open page learns of both.
package presence

import (
	"context"

	"minimost/chat"
	"minimost/handlers/web"
)

// Store is what these handlers ask of the store. Errors that are for people are
// *chat.Error.
type Store interface {
	presenceStore
	typingStore

	// Presence is the zero Presence for someone who never reported.
	Presence(ctx context.Context, user string) (chat.Presence, error)
}

// Handlers answer the routes of this package.
type Handlers struct {
	*web.Server
	store Store
}

// New returns the handlers of a server.
func New(s *web.Server, store Store) *Handlers { return &Handlers{Server: s, store: store} }
