// Package program has the handlers of what programs ask and answer by: tokens, bots and webhooks.
package program

import (
	"minimost/handlers/web"
)

// Store is what these handlers ask of the store. Errors that are for people are
// *chat.Error.
type Store interface {
	botStore
	hookStore
	tokenStore
}

// Handlers answer the routes of this package.
type Handlers struct {
	*web.Server
	store Store
}

// New returns the handlers of a server.
func New(s *web.Server, store Store) *Handlers { return &Handlers{Server: s, store: store} }
