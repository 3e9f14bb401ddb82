package account

import (
	"context"
	"time"

	"minimost/chat"
)

type loginStore interface {
	// KnowsDevice takes the account's name in any case.
	KnowsDevice(ctx context.Context, username string, device []byte) (bool, error)
	// StartLogin notes a session that begins, and the device, in place of the one that was.
	StartLogin(ctx context.Context, username string, l chat.Login, was, device []byte, now time.Time) error
	// Logins lists the account's sessions, the one used last first.
	Logins(ctx context.Context, username string, now time.Time) ([]chat.Login, error)
	// EndLogin is NotFound for a session that is not the account's.
	EndLogin(ctx context.Context, username, session string, now time.Time) error
	SignOutEverywhere(ctx context.Context, username string, now time.Time) error
	// ChangePassword ends every session but the one to keep; Conflict where the hash is
	// no longer what it was.
	ChangePassword(ctx context.Context, username, was, hash string, epoch int64, keep string, device []byte, now time.Time) error
}

type accountEndStore interface {
	// Deactivate and RemoveAccount are Conflict for an account that cannot go.
	// by is an administrator, or "" for the account itself.
	Deactivate(ctx context.Context, by, username string, now time.Time) error
	RemoveAccount(ctx context.Context, by, username string, messages chat.Fate, now time.Time) (number int64, err error)
	// ContinueRemovals takes the names of removed accounts from what others see.
	ContinueRemovals(ctx context.Context, now time.Time) error
	// NameTaken takes the name in any case.
	NameTaken(ctx context.Context, name string) (bool, error)
	// RenamedDirect is where a conversation is since an account in it was removed;
	// ErrNoChannel for any other.
}
