package cli

import (
	"context"
	"fmt"
	"time"

	"minimost/chat"
	"minimost/sqlite"
)

// admin makes an account administrator, also while the server runs.
func (p program) admin(ctx context.Context) error {
	return p.withAccounts(func(store *sqlite.Store) error {
		user, err := store.User(ctx, p.Admin.Name)
		if chat.CodeOf(err) == chat.NotFound {
			return faultf("There is no account %q; give the name that they log in with.", p.Admin.Name)
		}
		if err != nil {
			return err
		}
		if err := store.SetAdministrator(ctx, "", user.Username, true, time.Now()); err != nil {
			return err
		}
		fmt.Fprintln(p.stdout, user.Username, "is an administrator.")
		return nil
	})
}
