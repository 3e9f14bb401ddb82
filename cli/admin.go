package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"minimost/chat"
	"minimost/sqlite"
)

// admin makes an account administrator, also while the server runs.
func (p program) admin(ctx context.Context) (err error) {
	// Opening would create it.
	if _, err := os.Stat(p.DB); err != nil {
		return faultf("There is no database %s; name it with --db.", p.DB)
	}
	store, err := sqlite.Open(p.DB, sqlite.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
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
}
