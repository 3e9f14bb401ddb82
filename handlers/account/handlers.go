// Package account has the handlers of an account: login and signup, its profile, settings and notifications, whom it blocks, and its end.
package account

import (
	"context"
	"time"

	"minimost/chat"
	"minimost/handlers/web"
)

// Store is what these handlers ask of the store. Errors that are for people are
// *chat.Error.
type Store interface {
	accountEndStore
	accountStore
	blockStore
	loginStore
	lookStore
	notificationStore
	pictureStore
	profileStore
	pushStore
	resetStore
	signupStore

	// AcceptAgain is ErrNotDeclined for any other channel.
	AcceptAgain(ctx context.Context, user string, id int64, now time.Time) error
	// ChooseOverride sets an override for minutes or, with 0, until changed.
	ChooseOverride(ctx context.Context, user string, o chat.Override, minutes int, now time.Time) error
	Declined(ctx context.Context, user string) ([]chat.Declined, error)
	// EndSession is what a logout does to presence; session is a hash.
	EndSession(ctx context.Context, user, session string, now time.Time) error
	// Message is ErrNoMessage for one that the user may not see, too.
	Message(ctx context.Context, user string, id int64) (chat.Message, error)
	// Presence is the zero Presence for someone who never reported.
	Presence(ctx context.Context, user string) (chat.Presence, error)
	ServerSettings(ctx context.Context) (chat.ServerSettings, error)
	// Usernames are those of every account, sorted.
	Usernames(ctx context.Context) ([]string, error)
	// WriteAudit writes an entry of the audit log about what changed nothing else.
	WriteAudit(ctx context.Context, now time.Time, action chat.AuditAction, subject, detail string) error
}

// Handlers answer the routes of this package.
type Handlers struct {
	*web.Server
	store Store
}

// New returns the handlers of a server.
func New(s *web.Server, store Store) *Handlers { return &Handlers{Server: s, store: store} }
