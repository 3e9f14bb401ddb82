package auth

import (
	"context"
	"errors"
	"log/slog"

	"minimost/chat"
)

// Accounts are those whose passwords are compared.
type Accounts interface {
	// User finds an account whatever the name's case; NotFound.
	User(ctx context.Context, name string) (chat.User, error)
	// RenewPasswordHash replaces the hash unless it is no longer was.
	RenewPasswordHash(ctx context.Context, username, was, hash string) error
}

// Hasher is how an Authenticator hashes and compares passwords: Passwords.
type Hasher interface {
	Hash(ctx context.Context, password string) (string, error)
	Match(ctx context.Context, password, hash string) (ok, outdated bool, err error)
}

// Authenticator tells whether somebody knows the password of an account.
type Authenticator struct {
	Accounts  Accounts
	Passwords Hasher
	Logger    *slog.Logger
}

// Authenticate returns the account if the password is its own. It compares one
// hash whether or not there is such an account, so that its time does not tell.
// The error is Unavailable, or the store's.
func (a *Authenticator) Authenticate(ctx context.Context, username, password string) (chat.User, bool, error) {
	user, err := a.Accounts.User(ctx, username)
	if err != nil && chat.CodeOf(err) != chat.NotFound {
		return chat.User{}, false, err
	}
	ok, outdated, err := a.Passwords.Match(ctx, password, user.PasswordHash)
	if errors.Is(err, ErrBadHash) {
		a.Logger.Error("log in", "user", user.Username, "error", err)
		return chat.User{}, false, nil
	}
	if err != nil || !ok {
		return chat.User{}, false, err
	}
	if outdated {
		a.rehash(ctx, user, password)
	}
	return user, true, nil
}

// rehash stores the password's hash with today's parameters. The login does not
// depend on it.
func (a *Authenticator) rehash(ctx context.Context, user chat.User, password string) {
	hash, err := a.Passwords.Hash(ctx, password)
	if err == nil {
		err = a.Accounts.RenewPasswordHash(ctx, user.Username, user.PasswordHash, hash)
	}
	if err != nil {
		a.Logger.Error("renew a password hash", "user", user.Username, "error", err)
	}
}
