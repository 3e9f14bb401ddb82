package sqlite

import (
	"context"
	"time"

	"minimost/chat"
)

var (
	accountInsert        = load("account/insert")
	accountReadAhead     = load("account/read_ahead")
	accountFind          = load("account/find")
	accountNames         = load("account/names")
	accountInOrder       = load("account/in_order")
	accountSetPassword   = load("account/set_password")
	accountRenewPassword = load("account/renew_password")
	accountSetSettings   = load("account/set_settings")
	accountSetZone       = load("account/set_zone")
	accountInsertToken   = load("account/insert_token")
	accountFindToken     = load("account/find_token")
	accountDeleteTokens  = load("account/delete_tokens")
)

var (
	errNoAccount = chat.Errorf(chat.NotFound, "There is no account of that name.")
	errNoToken   = chat.Errorf(chat.NotFound, "This link was used already, has expired or never existed.")
)

// CreateUser adds an account, with every setting true. It is Conflict where the
// name is taken, whatever its case, or was that of an account that was removed.
func (s *Store) CreateUser(ctx context.Context, u chat.User) error {
	return s.write(ctx, durable, func(tx *transaction) error { return s.createUser(tx, u) })
}

func (s *Store) createUser(tx *transaction, u chat.User) error {
	if err := checkNameFree(tx.Conn, u.Username); err != nil {
		return err
	}
	tx.publish(chat.TopicAccounts)
	created := real(":created_ts", u.CreatedTS)
	err := accountInsert.exec(tx.Conn, text(":username", u.Username), text(":password_hash", u.PasswordHash), created, whole(":epoch", chat.NewEpoch()))
	for _, channel := range s.public {
		if err == nil {
			err = accountReadAhead.exec(tx.Conn, text(":user", u.Username), text(":channel", channel), created)
		}
	}
	return err
}

// checkNameFree is Conflict for a name that nobody can take any more.
func checkNameFree(conn Conn, name string) error {
	taken, err := nameTaken(conn, name)
	if err == nil && taken {
		err = chat.Errorf(chat.Conflict, "The username %s is taken.", name)
	}
	return err
}

// User returns the account of that name in any case, or NotFound.
func (s *Store) User(ctx context.Context, name string) (u chat.User, err error) {
	err = s.read(ctx, func(conn Conn) error {
		u, err = findUser(conn, name)
		return err
	})
	return u, err
}

func findUser(conn Conn, name string) (u chat.User, err error) {
	found, err := accountFind.one(conn, func(stmt Stmt) {
		u = chat.User{
			Username:     stmt.GetText("username"),
			PasswordHash: stmt.GetText("password_hash"),
			CreatedTS:    getStamp(stmt, "created_ts"),
			Settings: chat.Settings{
				ShareReceipts: stmt.GetBool("share_receipts"),
				ShareTyping:   stmt.GetBool("share_typing"),
				ShareLastSeen: stmt.GetBool("share_last_seen"),
			},
			SessionEpoch: stmt.GetInt64("session_epoch"),
			Zone:         stmt.GetText("zone"),
			Look:         look(stmt),
			Deactivated:  getStamp(stmt, "deactivated_ts"),
			BotOwner:     stmt.GetText("bot_owner"),

			Administrator: stmt.GetBool("administrator"),
			Profile:       scanProfile(stmt),
		}
	}, text(":username", name))
	if err == nil && !found {
		err = errNoAccount
	}
	return u, err
}

// findUserInUse is findUser, and NotFound for an account that is out of use.
func findUserInUse(conn Conn, name string) (chat.User, error) {
	u, err := findUser(conn, name)
	if err == nil && u.Deactivated != 0 {
		err = errNoAccount
	}
	return u, err
}

// Usernames lists every account in use, sorted.
func (s *Store) Usernames(ctx context.Context) (names []string, err error) {
	err = s.read(ctx, func(conn Conn) error {
		names, err = usernames(conn, accountNames)
		return err
	})
	return names, err
}

func usernames(conn Conn, of query) (names []string, err error) {
	names = []string{}
	err = of.each(conn, func(stmt Stmt) error {
		names = append(names, stmt.GetText("username"))
		return nil
	})
	return names, err
}

// RenewPasswordHash replaces an account's password hash by another one of the
// same password. Where the hash is no longer what it was, the password has been
// changed, and stays. Sessions go on.
func (s *Store) RenewPasswordHash(ctx context.Context, username, was, hash string) error {
	return s.write(ctx, durable, func(tx *transaction) error {
		return accountRenewPassword.exec(tx.Conn, text(":username", username), text(":was", was), text(":password_hash", hash))
	})
}

// SaveSettings changes what the account shares. Typing that is no longer shared
// disappears at once.
func (s *Store) SaveSettings(ctx context.Context, username string, change chat.SettingsChange, now time.Time) error {
	return s.onceWrite(ctx, now, nil, func(tx *transaction) error {
		err := accountSetSettings.exec(tx.Conn, text(":username", username),
			choice(":share_receipts", change.ShareReceipts), choice(":share_typing", change.ShareTyping),
			choice(":share_last_seen", change.ShareLastSeen))
		tx.publish(chat.TopicSharing, chat.TopicAccount(username), chat.TopicPerson(username))
		if err != nil || change.ShareTyping == nil || *change.ShareTyping {
			return err
		}
		return stopTypingEverywhere(tx, username)
	})
}

// SetZone stores the zone of the account's clock.
func (s *Store) SetZone(ctx context.Context, username, zone string) error {
	return s.write(ctx, durable, func(tx *transaction) error {
		tx.publish(chat.TopicAccount(username))
		if err := accountSetZone.exec(tx.Conn, text(":username", username), text(":zone", zone)); err != nil {
			return err
		}
		if tx.Changes() > 0 {
			publishDoNotDisturb(tx, username) // it may go by a schedule
		}
		return nil
	})
}

// CreateResetToken stores the hash of a one-time token that sets a new
// password until expires. It is Invalid for a bot.
func (s *Store) CreateResetToken(ctx context.Context, tokenHash []byte, username string, expires chat.Stamp) error {
	made := expires.Add(-chat.ResetLasts).Time()
	return s.onceSecret(ctx, made, nil, func(tx *transaction) error {
		if u, err := findUser(tx.Conn, username); err == nil && u.IsBot() {
			return chat.ErrBotPassword
		}
		if err := audit(ctx, tx, made, chat.AuditResetLinkMade, username, ""); err != nil {
			return err
		}
		return accountInsertToken.exec(tx.Conn, blob(":hash", tokenHash),
			text(":username", username), real(":expires_ts", expires))
	})
}

// ResetTokenUser returns whose password the token sets. It is NotFound when
// the token is unknown or has expired.
func (s *Store) ResetTokenUser(ctx context.Context, tokenHash []byte, now time.Time) (username string, err error) {
	err = s.read(ctx, func(conn Conn) error {
		username, err = findToken(conn, tokenHash, now)
		return err
	})
	return username, err
}

func findToken(conn Conn, hash []byte, now time.Time) (username string, err error) {
	var expires chat.Stamp
	found, err := accountFindToken.one(conn, func(stmt Stmt) {
		username, expires = stmt.GetText("username"), getStamp(stmt, "expires_ts")
	}, blob(":hash", hash))
	if err == nil && (!found || chat.StampOf(now) >= expires) {
		err = errNoToken
	}
	return username, err
}

// UseResetToken sets the password of the token's account, ends every session
// of it and every token that programs have, and forgets all its reset tokens. It is NotFound when the token is unknown,
// used or expired.
func (s *Store) UseResetToken(ctx context.Context, tokenHash []byte, passwordHash string, now time.Time) error {
	return s.write(ctx, durable, func(tx *transaction) error {
		username, err := findToken(tx.Conn, tokenHash, now)
		if err != nil {
			return err
		}
		if err := accountSetPassword.exec(tx.Conn, text(":username", username), text(":password_hash", passwordHash)); err != nil {
			return err
		}
		if err := audit(ctx, tx, now, chat.AuditPasswordReset, username, ""); err != nil {
			return err
		}
		return endSessions(tx, username, chat.NewEpoch(), "", now)
	})
}

// AccountsInOrder lists all accounts, the oldest first.
func (s *Store) AccountsInOrder(ctx context.Context) (names []string, err error) {
	err = s.read(ctx, func(conn Conn) error {
		names = nil
		return accountInOrder.each(conn, func(stmt Stmt) error {
			names = append(names, stmt.GetText("username"))
			return nil
		})
	})
	return names, err
}
