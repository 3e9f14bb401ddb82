// Package message has the handlers of what is said in a channel: its page, messages, files, reactions, receipts, pins, saved messages, mentions and search.
package message

import (
	"cmp"
	"context"
	"time"

	"minimost/chat"
	"minimost/handlers/web"
	"minimost/upload"
)

// Store is what these handlers ask of the store. Errors that are for people are
// *chat.Error.
type Store interface {
	upload.Store
	activityStore
	dayStore
	draftStore
	fileStore
	mentionStore
	messageStore
	pinStore
	reactionStore
	receiptStore
	savedStore
	searchStore

	// CheckAccess is ErrNoChannel without access.
	CheckAccess(ctx context.Context, user, channel string) (chat.Access, error)
	// JoinedChannels are the public channels that the user is in, AllPublicChannels all.
	JoinedChannels(ctx context.Context, user string) ([]string, error)
	// PartedLast tells how the user lost the private channel that they lost last, at some time since.
	PartedLast(ctx context.Context, user string, since time.Time) (chat.Parting, error)
	// LastRead is 0 for a channel never read, ErrNoChannel without access.
	LastRead(ctx context.Context, user, channel string) (chat.Stamp, error)
	// Message is ErrNoMessage for one that the user may not see, too.
	Message(ctx context.Context, user string, id int64) (chat.Message, error)
	// MessagesAfter lists what changed after a stamp, oldest first; after 0 with
	// a limit it is the newest page, limit 0 is MaxMessagesPage. It is ErrNoChannel
	// without access.
	MessagesAfter(ctx context.Context, user, channel string, after chat.Stamp, limit int) ([]chat.Message, error)
	// MessagesBefore is the page before a stamp, oldest first.
	MessagesBefore(ctx context.Context, user, channel string, before chat.Stamp, limit int) ([]chat.Message, error)
	// MessagesFollowing is the page after a stamp, oldest first.
	MessagesFollowing(ctx context.Context, user, channel string, after chat.Stamp, limit int) ([]chat.Message, error)
	// PrivateChannel is ErrNoChannel for everyone who is no member.
	PrivateChannel(ctx context.Context, user string, id int64) (chat.PrivateChannel, error)
	PublicChannels() []string
	// Receipts is ErrNoChannel without access, ErrNoMessage for no message of the
	// channel.
	Receipts(ctx context.Context, user, channel string, msgID int64) ([]chat.Receipt, error)
	// RenamedDirect is where a conversation is since an account in it was removed;
	// ErrNoChannel for any other.
	RenamedDirect(ctx context.Context, user, channel string) (string, error)
	ServerSettings(ctx context.Context) (chat.ServerSettings, error)
	// User finds an account whatever the name's case; NotFound.
	User(ctx context.Context, name string) (chat.User, error)
}

// Handlers answer the routes of this package.
type Handlers struct {
	*web.Server
	store   Store
	uploads *upload.Taker
}

// New returns the handlers of a server.
func New(s *web.Server, store Store) *Handlers {
	return &Handlers{
		Server: s, store: store,
		uploads: upload.New(store, s.MaxFile, s.MaxFiles, cmp.Or(s.RequestTimeout, web.RequestTimeout)),
	}
}
