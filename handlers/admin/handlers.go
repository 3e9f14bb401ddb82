// Package admin has the handlers of administrators and of those who invite: people, channels, settings, usage, audit and invite links.
package admin

import (
	"context"
	"time"

	"minimost/chat"
	"minimost/export"
	"minimost/handlers/account"
	"minimost/handlers/web"
)

// Store is what these handlers ask of the store. Errors that are for people are
// *chat.Error.
type Store interface {
	export.Store
	administratorStore
	inviteStore

	AllPublicChannels(ctx context.Context, user string) ([]chat.PublicChannel, error)
	// Deactivate and RemoveAccount are Conflict for an account that cannot go.
	// by is an administrator, or "" for the account itself.
	Deactivate(ctx context.Context, by, username string, now time.Time) error
	// Message is ErrNoMessage for one that the user may not see, too.
	Message(ctx context.Context, user string, id int64) (chat.Message, error)
	PrivateChannels(ctx context.Context, user string) ([]chat.PrivateChannelSummary, error)
	PublicChannels() []string
	Reactivate(ctx context.Context, by, username string, now time.Time) error
	// Ready reports whether the database answers.
	Ready(ctx context.Context) error
	SignOutEverywhere(ctx context.Context, username string, now time.Time) error
	// User finds an account whatever the name's case; NotFound.
	User(ctx context.Context, name string) (chat.User, error)
	// WriteAudit writes an entry of the audit log about what changed nothing else.
	WriteAudit(ctx context.Context, now time.Time, action chat.AuditAction, subject, detail string) error
}

// Handlers answer the routes of this package.
type Handlers struct {
	*web.Server
	store    Store
	accounts *account.Handlers
}

// New returns the handlers of a server.
func New(s *web.Server, store Store, accounts *account.Handlers) *Handlers {
	return &Handlers{Server: s, store: store, accounts: accounts}
}
