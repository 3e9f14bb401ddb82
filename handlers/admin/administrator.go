package admin

import (
	"context"
	"time"

	"minimost/chat"
)

// The methods that are given by are ErrNotAdministrator where that account is none.
type administratorStore interface {
	// SetAdministrator is NotFound without such an account, Conflict for the last
	// administrator.
	SetAdministrator(ctx context.Context, by, username string, administrator bool, now time.Time) error
	// People lists at most limit accounts by name, from after one on, whose names have
	// a part.
	People(ctx context.Context, by, part, after string, limit int) ([]chat.Person, error)
	// OwnerlessChannels are those that nobody can look after.
	OwnerlessChannels(ctx context.Context, by string) ([]chat.OwnerlessChannel, error)
	// TakeOver is ErrNotOwnerless for any other channel.
	TakeOver(ctx context.Context, by string, id int64, now time.Time) error
	Usage(ctx context.Context, by string, now time.Time) (chat.Usage, error)
	CreateResetToken(ctx context.Context, tokenHash []byte, username string, expires chat.Stamp) error
	ServerSettings(ctx context.Context) (chat.ServerSettings, error)
	SetServerSettings(ctx context.Context, by string, settings chat.ServerSettings, now time.Time) error
	// AuditEntries are at most limit entries of the audit log, the newest first.
	AuditEntries(ctx context.Context, f chat.AuditFilter, limit int) ([]chat.AuditEntry, error)
}

type inviteStore interface {
	// CreateInvite is ErrNoInviter for who may not invite, ErrNoChannel for a channel
	// that they are no member of.
	CreateInvite(ctx context.Context, by string, hash []byte, n chat.NewInvite, now time.Time) (chat.Invite, error)
	// Invites lists those that by has made, or everybody's for an administrator.
	Invites(ctx context.Context, by string, limit int) ([]chat.Invite, error)
	// EndInvite is ErrNoInvite for who neither made it nor is administrator.
	EndInvite(ctx context.Context, by string, id int64, now time.Time) error
}
