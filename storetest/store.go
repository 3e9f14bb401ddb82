package storetest

import (
	"context"
	"time"

	"minimost/chat"
)

// Store is everything that the program asks of a store: the sum of what its
// packages declare that they need, which store_test.go compares.
type Store interface {
	userStore
	presenceStore
	typingStore
	channelStore
	messageStore
	privateChannelStore

	// SessionStorage keeps the sessions of the browsers.
	SessionStorage() SessionStorage
	// BeginDemo marks an empty database as the demo's; it is false for one that is
	// so already, and Conflict for one with accounts of others.
	BeginDemo(ctx context.Context, now time.Time) (begun bool, err error)
	FinishDemo(ctx context.Context, now time.Time) error
	// RemoveMessages removes what was sent before a stamp, in steps of
	// chat.RetentionStep rows; pause is called after each and may end it.
	RemoveMessages(ctx context.Context, before chat.Stamp, pause func(context.Context) error) (removed int, err error)
	// PeopleOnline counts those with a page open by what their pages report.
	PeopleOnline(ctx context.Context, now time.Time) (map[chat.State]int, error)
	// Ready reports whether the database answers.
	Ready(ctx context.Context) error
	// Close finishes the waiting writes; later ones are Unavailable.
	Close() error
}

// SessionStorage is what Fiber asks of a session storage.
type SessionStorage interface {
	Get(key string) ([]byte, error)
	Set(key string, val []byte, exp time.Duration) error
	Delete(key string) error
	Reset() error
	Close() error
}

type userStore interface {
	CreateUser(ctx context.Context, u chat.User) error
	User(ctx context.Context, name string) (chat.User, error)
	Usernames(ctx context.Context) ([]string, error)
	RenewPasswordHash(ctx context.Context, username, was, hash string) error
	SaveSettings(ctx context.Context, username string, change chat.SettingsChange, now time.Time) error
	CreateResetToken(ctx context.Context, tokenHash []byte, username string, expires chat.Stamp) error
	ResetTokenUser(ctx context.Context, tokenHash []byte, now time.Time) (string, error)
	UseResetToken(ctx context.Context, tokenHash []byte, passwordHash string, now time.Time) error
}

type presenceStore interface {
	ReportPresence(ctx context.Context, user, session, tab string, state chat.State, now time.Time) error
	ChooseOverride(ctx context.Context, user string, o chat.Override, minutes int, now time.Time) error
	EndSession(ctx context.Context, user, session string, now time.Time) error
	ResetPresence(ctx context.Context) error
	Presence(ctx context.Context, user string) (chat.Presence, error)
	Presences(ctx context.Context, now time.Time) ([]chat.Presence, error)
	// Sweep stores and publishes what time alone changed between last and now.
	Sweep(ctx context.Context, last, now time.Time) error
}

type typingStore interface {
	StartTyping(ctx context.Context, user, channel string, now time.Time) error
	StopTyping(ctx context.Context, user, channel string) error
	Typing(ctx context.Context, channel string, now time.Time) ([]chat.Typing, error)
}

type channelStore interface {
	PublicChannels() []string
	CheckAccess(ctx context.Context, user, channel string) (chat.Access, error)
	ChannelMembers(ctx context.Context, user, channel string) ([]string, error)
	ChannelUnreads(ctx context.Context, user string) ([]chat.ChannelUnread, error)
	DirectChannels(ctx context.Context, user string) ([]chat.DirectChannel, error)
	CloseDirectChannel(ctx context.Context, user, channel string, now time.Time) error
	UnreadDirect(ctx context.Context, user string) (int, error)
}

type messageStore interface {
	Send(ctx context.Context, user, channel, content string, replyTo int64, now time.Time) (chat.Message, error)
	EditMessage(ctx context.Context, user string, id int64, content string, now time.Time) error
	DeleteMessage(ctx context.Context, user string, id int64, now time.Time) error
	Message(ctx context.Context, user string, id int64) (chat.Message, error)
	RecentMessages(ctx context.Context, channel string, limit int) (newest, changed []chat.Message, err error)
	MessagesAfter(ctx context.Context, user, channel string, after chat.Stamp, limit int) ([]chat.Message, error)
	MessagesBefore(ctx context.Context, user, channel string, before chat.Stamp, limit int) ([]chat.Message, error)
	React(ctx context.Context, user string, id int64, emoji string, now time.Time) ([]chat.Reaction, error)
	MarkRead(ctx context.Context, user, channel string, upTo chat.Stamp, now time.Time) error
	Watermarks(ctx context.Context, channel string) (map[string]chat.Stamp, error)
	Receipts(ctx context.Context, user, channel string, msgID int64) ([]chat.Receipt, error)
	LastRead(ctx context.Context, user, channel string) (chat.Stamp, error)
}

type privateChannelStore interface {
	CreatePrivateChannel(ctx context.Context, user, name string, members []string, now time.Time) (chat.PrivateChannel, error)
	PrivateChannels(ctx context.Context, user string) ([]chat.PrivateChannelSummary, error)
	PrivateChannel(ctx context.Context, user string, id int64) (chat.PrivateChannel, error)
	RenamePrivateChannel(ctx context.Context, user string, id int64, name string, now time.Time) error
	AddMember(ctx context.Context, user string, id int64, username string, h chat.History, now time.Time) error
	RemoveMember(ctx context.Context, user string, id int64, username string, now time.Time) error
	LeavePrivateChannel(ctx context.Context, user string, id int64, now time.Time) error
	ArchivePrivateChannel(ctx context.Context, user string, id int64, now time.Time) error
}
