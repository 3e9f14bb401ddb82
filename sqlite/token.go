package sqlite

import (
	"context"
	"slices"
	"time"

	"minimost/chat"
)

var (
	tokenInsert      = load("token/insert")
	tokenFind        = load("token/find")
	tokenList        = load("token/list")
	tokenDelete      = load("token/delete")
	tokenDeleteAll   = load("token/delete_all")
	tokenDeleteEnded = load("token/delete_ended")
	tokenTouch       = load("token/touch")
)

// CreateToken stores a token of t.Username, who is the owner or a bot of theirs,
// under its hash, and returns it with its id. It is chat.ErrNoBot for anybody else,
// and Conflict for a name that another one has, or for one too many.
func (s *Store) CreateToken(ctx context.Context, owner string, hash []byte, t chat.Token, now time.Time) (chat.Token, error) {
	access := func(tx *transaction) error {
		_, err := findOwn(tx.Conn, owner, t.Username)
		return err
	}
	err := s.onceSecret(ctx, now, access, func(tx *transaction) error {
		var err error
		if t.Username, err = findOwn(tx.Conn, owner, t.Username); err != nil {
			return err
		}
		if err := tokenDeleteEnded.exec(tx.Conn, text(":username", t.Username)); err != nil {
			return err
		}
		has, err := listTokens(tx.Conn, owner)
		if err == nil {
			err = chat.CheckNewToken(has, t)
		}
		if err != nil {
			return err
		}
		t.CreatedTS = chat.StampOf(now)
		err = tokenInsert.exec(tx.Conn, blob(":hash", hash), text(":username", t.Username), text(":name", t.Name),
			text(":scope", string(t.Scope)), real(":created_ts", t.CreatedTS))
		t.ID = tx.LastInsertRowID()
		return err
	})
	return t, err
}

// TokenUser finds a token by its hash, and the account that it acts as. It is
// chat.ErrNoPersonalToken for one that there is not, or that has ended with its account's
// sessions, or with the bot's owner.
func (s *Store) TokenUser(ctx context.Context, hash []byte) (t chat.Token, u chat.User, err error) {
	err = s.read(ctx, func(conn Conn) error {
		found, err := tokenFind.one(conn, func(stmt Stmt) { t = scanToken(stmt) }, blob(":hash", hash))
		if err == nil && !found {
			err = chat.ErrNoPersonalToken
		}
		if err != nil {
			return err
		}
		if u, err = findUser(conn, t.Username); err != nil || !u.IsBot() {
			return err
		}
		if inUse, err := isInUse(conn, u.BotOwner); err != nil || inUse {
			return err
		}
		return chat.ErrNoPersonalToken
	})
	return t, u, err
}

// Tokens lists the tokens of an account and of its bots that have not ended, by name.
func (s *Store) Tokens(ctx context.Context, username string) (list []chat.Token, err error) {
	err = s.read(ctx, func(conn Conn) error {
		list, err = listTokens(conn, username)
		return err
	})
	return list, err
}

func listTokens(conn Conn, username string) (list []chat.Token, err error) {
	err = tokenList.each(conn, func(stmt Stmt) error {
		list = append(list, scanToken(stmt))
		return nil
	}, text(":username", username))
	return list, err
}

func scanToken(stmt Stmt) chat.Token {
	return chat.Token{
		ID: stmt.GetInt64("id"), Username: stmt.GetText("username"), Name: stmt.GetText("name"), Scope: chat.Scope(stmt.GetText("scope")),
		CreatedTS: getStamp(stmt, "created_ts"), LastUsedTS: getStamp(stmt, "last_used_ts"),
	}
}

// EndToken ends one of the tokens of an account or of its bots at once, or is
// chat.ErrNoPersonalToken.
func (s *Store) EndToken(ctx context.Context, owner string, id int64, now time.Time) error {
	return s.onceWrite(ctx, now, nil, func(tx *transaction) error {
		has, err := listTokens(tx.Conn, owner)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(has, func(t chat.Token) bool { return t.ID == id })
		if i < 0 {
			return chat.ErrNoPersonalToken
		}
		tx.publish(chat.TopicAccount(has[i].Username))
		return tokenDelete.exec(tx.Conn, whole(":id", id))
	})
}

// TouchToken writes down that a token was used.
func (s *Store) TouchToken(ctx context.Context, id int64, now time.Time) error {
	return s.write(ctx, volatile, func(tx *transaction) error {
		return tokenTouch.exec(tx.Conn, whole(":id", id), real(":now", chat.StampOf(now)))
	})
}
