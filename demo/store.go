package demo

import (
	"context"
	"time"

	"minimost/chat"
	"minimost/upload"
)

// Store is what the demo asks of the store. Errors that are for people are *chat.Error.
type Store interface {
	upload.Store
	// BeginDemo marks an empty database as the demo's; false: it is already. It is Conflict for a database with
	// accounts of others.
	BeginDemo(ctx context.Context, now time.Time) (begun bool, err error)
	FinishDemo(ctx context.Context, now time.Time) error
	CreateUser(ctx context.Context, u chat.User) error
	CreatePrivateChannel(ctx context.Context, user, name string, members []string, now time.Time) (chat.PrivateChannel, error)
	AddMember(ctx context.Context, user string, id int64, username string, h chat.History, now time.Time) error
	PublicChannels() []string
	Sidebar(ctx context.Context, user string) ([]chat.SidebarChannel, error)
	PrivateChannels(ctx context.Context, user string) ([]chat.PrivateChannelSummary, error)
	Send(ctx context.Context, user, channel, content string, replyTo int64, now time.Time) (chat.Message, error)
	SendFiles(ctx context.Context, user, channel, content string, replyTo int64, files []int64, now time.Time) (chat.Message, error)
	SetPin(ctx context.Context, user string, id int64, pinned bool, now time.Time) error
	SetAbout(ctx context.Context, user, channel string, about chat.About, now time.Time) error
	SetStatus(ctx context.Context, user string, status chat.Status, now time.Time) error
	EditMessage(ctx context.Context, user string, id int64, content string, now time.Time) error
	DeleteMessage(ctx context.Context, user string, id int64, now time.Time) error
	React(ctx context.Context, user string, id int64, emoji string, now time.Time) ([]chat.Reaction, error)
	MarkRead(ctx context.Context, user, channel string, upTo chat.Stamp, now time.Time) error
	MessagesAfter(ctx context.Context, user, channel string, after chat.Stamp, limit int) ([]chat.Message, error)
	StartTyping(ctx context.Context, user, channel string, now time.Time) error
	StopTyping(ctx context.Context, user, channel string) error
	ReportPresence(ctx context.Context, user, session, tab string, state chat.State, now time.Time) error
	EndSession(ctx context.Context, user, session string, now time.Time) error
	ChooseOverride(ctx context.Context, user string, o chat.Override, minutes int, now time.Time) error
	Presences(ctx context.Context, now time.Time) ([]chat.Presence, error)
}
