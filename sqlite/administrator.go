package sqlite

import (
	"context"
	"time"

	"minimost/chat"
)

var (
	administratorSet     = load("administrator/set")
	administratorAnother = load("administrator/another")
	administratorUnused  = load("administrator/unused")
)

// checkAdministrator is ErrNotAdministrator for every account that is none. by is ""
// for the server's command line, which may do everything.
func checkAdministrator(conn Conn, by string) error {
	if by == "" {
		return nil
	}
	is, err := isAdministrator(conn, by)
	if err == nil && !is {
		err = chat.ErrNotAdministrator
	}
	return err
}

// administer makes a change that only an administrator may make, once for a key.
func (s *Store) administer(ctx context.Context, by string, now time.Time, do func(*transaction) error) error {
	access := func(tx *transaction) error { return checkAdministrator(tx.Conn, by) }
	return s.onceWrite(ctx, now, access, func(tx *transaction) error {
		if err := access(tx); err != nil {
			return err
		}
		return do(tx)
	})
}

// checkNotLastAdministrator is Conflict where nobody would look after the server
// without the account.
func checkNotLastAdministrator(conn Conn, u chat.User) error {
	if !u.Administrator {
		return nil
	}
	another, err := administratorAnother.one(conn, func(Stmt) {}, text(":username", u.Username))
	if err == nil && !another {
		err = chat.Errorf(chat.Conflict, "%s is the only administrator. Make somebody else administrator first.", u.Username)
	}
	return err
}

// SetAdministrator makes an account administrator, or one among others again. It is
// NotFound without such an account, Invalid for a bot and Conflict for the last
// administrator.
func (s *Store) SetAdministrator(ctx context.Context, by, username string, administrator bool, now time.Time) error {
	return s.administer(ctx, by, now, func(tx *transaction) error {
		u, err := findUser(tx.Conn, username)
		if err != nil || u.Administrator == administrator {
			return err
		}
		if administrator && u.IsBot() {
			return chat.ErrBotAdministrator
		}
		if !administrator {
			return dismiss(ctx, tx, u, now)
		}
		return appoint(ctx, tx, u.Username, now)
	})
}

func appoint(ctx context.Context, tx *transaction, username string, now time.Time) error {
	tx.publish(chat.TopicAccount(username), chat.TopicPerson(username))
	if err := administratorSet.exec(tx.Conn, text(":username", username), flag(":administrator", true)); err != nil {
		return err
	}
	return audit(ctx, tx, now, chat.AuditRoleGiven, username, chat.RoleAdministrator)
}

func dismiss(ctx context.Context, tx *transaction, u chat.User, now time.Time) error {
	if err := checkNotLastAdministrator(tx.Conn, u); err != nil {
		return err
	}
	tx.publish(chat.TopicAccount(u.Username), chat.TopicPerson(u.Username))
	if err := administratorSet.exec(tx.Conn, text(":username", u.Username), flag(":administrator", false)); err != nil {
		return err
	}
	settings, err := serverSettings(tx.Conn)
	if err != nil {
		return err
	}
	if settings.Inviting == chat.Administrators {
		if err := endInvites(tx, u.Username, now); err != nil {
			return err
		}
	}
	return audit(ctx, tx, now, chat.AuditRoleTaken, u.Username, chat.RoleAdministrator)
}

// Unused reports whether nobody has ever used the database: whoever signs up first
// becomes administrator.
func (s *Store) Unused(ctx context.Context) (unused bool, err error) {
	err = s.read(ctx, func(conn Conn) error {
		unused, err = isUnused(conn)
		return err
	})
	return unused, err
}

func isUnused(conn Conn) (unused bool, err error) {
	_, err = administratorUnused.one(conn, func(stmt Stmt) { unused = stmt.GetBool("unused") })
	return unused, err
}

// isAdministrator reports whether there is such an account and it is administrator.
func isAdministrator(conn Conn, username string) (bool, error) {
	u, err := findUser(conn, username)
	if chat.CodeOf(err) == chat.NotFound {
		return false, nil
	}
	return u.Administrator && u.Deactivated == 0 && !u.IsBot(), err
}
