package web

import (
	"context"
	"time"

	"minimost/auth"
	"minimost/cache"
	"minimost/chat"
	"minimost/page"
)

// Store is what this package asks of the store, for itself, the sessions, the cache
// and the pages. Errors that are for people are *chat.Error.
type Store interface {
	cache.Store
	page.Store
	auth.Accounts
	auth.TokenStore
	livenessStore
	auditStore

	// NoteLogin notes from where a session is used.
	NoteLogin(ctx context.Context, username string, l chat.Login, now time.Time) error
	// ReportPresence records what a tab says of itself; "" is a browser without tabs that report.
	ReportPresence(ctx context.Context, user, session, tab string, state chat.State, now time.Time) error
	// EndSession ends what is recorded of a session's pages.
	EndSession(ctx context.Context, user, session string, now time.Time) error
}
