package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"minimost/chat"
	"minimost/postgres"
	"minimost/sqlite"
)

func (p program) deactivateAccount(ctx context.Context) error {
	return p.withAccounts(func(store *sqlite.Store) error {
		return p.accountDone(p.Account.Deactivate.Name, "deactivated", store.Deactivate(ctx, "", p.Account.Deactivate.Name, time.Now()))
	})
}

func (p program) reactivateAccount(ctx context.Context) error {
	return p.withAccounts(func(store *sqlite.Store) error {
		return p.accountDone(p.Account.Reactivate.Name, "reactivated", store.Reactivate(ctx, "", p.Account.Reactivate.Name, time.Now()))
	})
}

func (p program) removeAccount(ctx context.Context) error {
	return p.withAccounts(func(store *sqlite.Store) error {
		number, err := store.RemoveAccount(ctx, "", p.Account.Remove.Name, chat.Fate(p.Account.Remove.Messages), time.Now())
		if err == nil {
			err = store.ContinueRemovals(ctx, time.Now())
		}
		return p.accountDone(p.Account.Remove.Name, "removed, and shown as "+chat.DeletedName(number)+" from now on", err)
	})
}

// withAccounts opens the database, also while a server runs, for a change of its accounts.
func (p program) withAccounts(change func(*sqlite.Store) error) (err error) {
	store, err := p.openExisting()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	return change(store)
}

func (p program) accountDone(name, what string, err error) error {
	switch chat.CodeOf(err) {
	case "":
		if err == nil {
			fmt.Fprintln(p.stdout, name, "is", what)
		}
	case chat.NotFound:
		return faultf("There is no account %q; give the name that they log in with.", name)
	case chat.Conflict:
		return faultf("%s", chat.MessageOf(err))
	}
	return err
}

// openExisting opens the database, which must be there.
func (p program) openExisting() (*sqlite.Store, error) {
	if postgres.IsURL(p.DB) {
		return postgres.Open(context.Background(), p.DB, sqlite.Options{})
	}
	// Opening would create it.
	if _, err := os.Stat(p.DB); err != nil {
		return nil, faultf("There is no database %s; name it with --db.", p.DB)
	}
	return sqlite.Open(p.DB, sqlite.Options{})
}
