package cli

import (
	"context"
	"fmt"
	"net"
	"time"

	"minimost/auth"
	"minimost/chat"
	"minimost/listen"
	"minimost/sqlite"
)

func (p program) resetPassword(ctx context.Context) error {
	if _, ok := listen.UnixPath(p.Addr); ok && p.BaseURL == "" {
		return faultf("Give --base-url: nobody reaches the server by a Unix socket.")
	}
	if _, port, _ := net.SplitHostPort(p.Addr); p.BaseURL == "" && port == "0" {
		return faultf("Give --base-url: the port in --addr is not the one that the server has.")
	}
	return p.withAccounts(func(store *sqlite.Store) error {
		token, err := newResetToken(ctx, store, p.ResetPassword.User, time.Now())
		if err != nil {
			return err
		}
		fmt.Fprintln(p.stdout, p.baseURL(p.Addr)+"/reset/"+token)
		return nil
	})
}

// resetTokens is the part of a store that a new password is asked of.
type resetTokens interface {
	User(ctx context.Context, username string) (chat.User, error)
	CreateResetToken(ctx context.Context, hash []byte, username string, expires chat.Stamp) error
}

// newResetToken returns the secret that lets someone choose a new password once.
func newResetToken(ctx context.Context, store resetTokens, username string, now time.Time) (string, error) {
	user, err := store.User(ctx, username)
	if chat.CodeOf(err) == chat.NotFound {
		return "", faultf("There is no account %q; give the name that they log in with.", username)
	}
	if err != nil {
		return "", err
	}
	token := auth.NewSecret()
	return token, store.CreateResetToken(ctx, auth.HashResetToken(token), user.Username, chat.StampOf(now.Add(chat.ResetLasts)))
}
