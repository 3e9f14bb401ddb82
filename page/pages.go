// Package page says what an open page shows: the regions it is made of, what
// each depends on, and what has changed since it was drawn. It knows no HTTP.
package page

import (
	"cmp"
	"context"
	"crypto/rand"
	"time"

	"minimost/cache"
	"minimost/chat"
	"minimost/lang"
	"minimost/views"
)

// Where a page goes that cannot stay: GoneURL when its reader no longer sees the
// channel, LoginURL when their session has ended.
const (
	GoneURL  = "/?gone=1"
	LoginURL = "/login"
)

// EpochChanged is the event that tells a page that it was drawn by another run of
// the server: what it reported to that one is lost.
const EpochChanged = "epoch-changed"

// Store is what is read for one page alone. What many pages show is read through
// the cache. Errors that are for people are *chat.Error.
type Store interface {
	// Presence is the zero Presence for someone who never reported.
	Presence(ctx context.Context, user string) (chat.Presence, error)
	// User finds an account whatever the name's case; NotFound.
	User(ctx context.Context, name string) (chat.User, error)
	// Message is ErrNoMessage for one that the user may not see, too.
	Message(ctx context.Context, user string, id int64) (chat.Message, error)
	// MessageAt is the message of a stamp, or ErrNoMessage. It is ErrNoChannel
	// without access.
	MessageAt(ctx context.Context, user, channel string, ts chat.Stamp) (chat.Message, error)
	// MessagesBefore is the page before a stamp, oldest first.
	MessagesBefore(ctx context.Context, user, channel string, before chat.Stamp, limit int) ([]chat.Message, error)
	// MessagesFollowing is the page after a stamp, oldest first.
	MessagesFollowing(ctx context.Context, user, channel string, after chat.Stamp, limit int) ([]chat.Message, error)
	// Receipts is ErrNoChannel without access, ErrNoMessage for no message of the
	// channel.
	Receipts(ctx context.Context, user, channel string, msgID int64) ([]chat.Receipt, error)
	// LastRead is 0 for a channel never read, ErrNoChannel without access.
	LastRead(ctx context.Context, user, channel string) (chat.Stamp, error)
	// FirstUnread is the stamp of the first message that the user has not read, 0 for
	// none, and UnreadAfter counts those after a stamp. They are ErrNoChannel without
	// access.
	FirstUnread(ctx context.Context, user, channel string) (chat.Stamp, error)
	UnreadAfter(ctx context.Context, user, channel string, after chat.Stamp) (int, error)
	// IsMentioned reports whether a message mentions the user, by name or as one of
	// many, who is to hear of it.
	IsMentioned(ctx context.Context, user string, msgID int64) (bool, error)
	// Drafts are what the user has begun to write, where they may still see it.
	Drafts(ctx context.Context, user string) ([]chat.Draft, error)
	// Activity is what others did that concerns the user and that they can see, the
	// newest first: those behind a place.
	Activity(ctx context.Context, user string, before chat.ActivityCursor, limit int) ([]chat.Activity, error)
	// Saved are messages that the user keeps and can see, the last saved first: those
	// after the one with an id, 0 for the first.
	Saved(ctx context.Context, user string, before int64, limit int) ([]chat.Message, error)
	// AllPublicChannels lists every public channel as the user finds it, archived ones last.
	AllPublicChannels(ctx context.Context, user string) ([]chat.PublicChannel, error)
	// RecentChannels are those the user has read, those with the newest messages read
	// first. Some of them the user may no longer see.
	RecentChannels(ctx context.Context, user string, limit int) ([]string, error)
}

// Reader is who looks at a page, and when.
type Reader struct {
	Ctx  context.Context //nolint:containedctx // of one look, passed on as it is
	Now  time.Time
	User chat.User
	// Zone is that of the reader's clock, nil when it is not known.
	Zone *time.Location
	// Browser is the language that the reader's browser asks for.
	Browser lang.Language
}

// local is a moment as the reader's clock has it.
func (r *Reader) local(at time.Time) time.Time { return views.InZone(at, r.Zone) }

// DrawContext is what a part of the reader's page is drawn in, so that its forms
// say whose it is.
func (r *Reader) DrawContext() context.Context {
	return lang.In(views.DrawnFor(r.Ctx, r.User.Username), r.Language())
}

// Language is what the reader reads.
func (r *Reader) Language() lang.Language { return lang.Chosen(r.User.Look.Language, r.Browser) }

// T is a text in the reader's language.
func (r *Reader) T(key string, args ...any) string { return r.Language().T(key, args...) }

// Pages are the pages of every channel and reader. It is safe for many
// goroutines.
type Pages struct {
	store   Store
	cache   *cache.Cache
	changes cache.Changes
	emoji   func() (*chat.EmojiSet, error)

	epoch    []byte // makes this run's cursors its own
	presence string // is another once a server began that knew of nobody
	open     *cache.Map[openKey, *openPage]
	markdown *cache.Map[string, string]
	drawn    *cache.Map[drawnMessage, string]
	plain    *cache.Map[plainKey, string]
}

// New returns pages that are read from the store and the cache. emoji loads the
// emoji people can react with and remembers them. presence is the same for all servers
// that know of the same people; "" for one that begins with nobody.
func New(store Store, cached *cache.Cache, changes cache.Changes, emoji func() (*chat.EmojiSet, error), presence string) *Pages {
	return &Pages{
		store: store, cache: cached, changes: changes, emoji: emoji,
		epoch:    []byte(rand.Text()),
		presence: cmp.Or(presence, rand.Text()[:8]),
		open:     cache.NewMap[openKey, *openPage](cachedPages),
		markdown: newTextCache(),
		drawn:    cache.NewMap[drawnMessage, string](cachedDrawn),
		plain:    cache.NewMap[plainKey, string](cachedPlain),
	}
}
