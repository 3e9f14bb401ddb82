package cli

import (
	"context"
	"fmt"
	"time"

	"minimost/auth"
	"minimost/chat"
)

// signupSaid is what the start says about who may sign up.
var signupSaid = map[chat.SignupMode]string{
	chat.SignupOpen:   "sign-up is open to anyone who reaches this address (--signup=open)",
	chat.SignupInvite: "sign-up needs an invite link (--signup=invite)",
	chat.SignupClosed: "sign-up is closed (--signup=closed)",
}

// setupStore is the part of a store that the first administrator is asked of.
type setupStore interface {
	Unused(ctx context.Context) (bool, error)
	CreateSetupInvite(ctx context.Context, hash []byte, now time.Time) error
}

// saySignup says who may sign up and, where nobody has yet and not anyone may, by
// which link the first administrator does.
func (p program) saySignup(ctx context.Context, store setupStore, addr string) error {
	mode := chat.SignupMode(p.Signup)
	fmt.Fprintln(p.stdout, signupSaid[mode])
	if mode == chat.SignupOpen {
		return nil
	}
	unused, err := store.Unused(ctx)
	if err != nil || !unused {
		return err
	}
	secret := auth.NewSecret()
	if err := store.CreateSetupInvite(ctx, auth.HashSecret(secret), time.Now()); err != nil {
		return err
	}
	link := p.baseURL(addr) + "/invite/" + secret
	if p.baseURL(addr) == "" {
		link += " behind the name by which people reach the server"
	}
	fmt.Fprintln(p.stdout, "the first administrator signs up once at", link)
	return nil
}
