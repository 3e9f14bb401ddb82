// Package channel has the handlers of channels: public, private and direct ones, their members, topics and settings, and the sidebar.
package channel

import (
	"context"

	"minimost/chat"
	"minimost/handlers/web"
)

// Store is what these handlers ask of the store. Errors that are for people are
// *chat.Error.
type Store interface {
	aboutStore
	channelSettingsStore
	channelStore
	directChannelStore
	privateChannelStore
	publicChannelStore

	// CheckAccess is ErrNoChannel without access.
	CheckAccess(ctx context.Context, user, channel string) (chat.Access, error)
	// PrivateChannel is ErrNoChannel for everyone who is no member.
	PrivateChannel(ctx context.Context, user string, id int64) (chat.PrivateChannel, error)
	SidebarSettings(ctx context.Context, user string) (chat.SidebarSettings, error)
	// User finds an account whatever the name's case; NotFound.
	User(ctx context.Context, name string) (chat.User, error)
	// Usernames are those of every account, sorted.
	Usernames(ctx context.Context) ([]string, error)
}

// Handlers answer the routes of this package.
type Handlers struct {
	*web.Server
	store Store
}

// New returns the handlers of a server.
func New(s *web.Server, store Store) *Handlers { return &Handlers{Server: s, store: store} }
