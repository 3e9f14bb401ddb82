package sqlite

import (
	"context"
	"time"

	"minimost/chat"
)

var (
	botInsert = load("bot/insert")
	botList   = load("bot/list")
	botAll    = load("bot/all")
)

// CreateBot makes an account for a program of the owner's. It is Conflict for a name
// that is taken, or for one bot too many.
func (s *Store) CreateBot(ctx context.Context, owner, name string, now time.Time) error {
	return s.onceWrite(ctx, now, nil, func(tx *transaction) error {
		if err := checkNameFree(tx.Conn, name); err != nil {
			return err
		}
		has, err := listBots(tx.Conn, botList, text(":bot_owner", owner))
		if err == nil {
			err = chat.CheckNewBot(has)
		}
		if err != nil {
			return err
		}
		tx.publish(chat.TopicAccounts)
		return botInsert.exec(tx.Conn, text(":username", name), real(":created_ts", chat.StampOf(now)),
			whole(":epoch", chat.NewEpoch()), text(":bot_owner", owner))
	})
}

// Bots are the names of the owner's bots, sorted.
func (s *Store) Bots(ctx context.Context, owner string) (names []string, err error) {
	err = s.read(ctx, func(conn Conn) error {
		names, err = listBots(conn, botList, text(":bot_owner", owner))
		return err
	})
	return names, err
}

// AllBots are the names of every bot there is.
func (s *Store) AllBots(ctx context.Context) (names []string, err error) {
	err = s.read(ctx, func(conn Conn) error {
		names, err = listBots(conn, botAll)
		return err
	})
	return names, err
}

func listBots(conn Conn, q query, bindings ...binding) (names []string, err error) {
	err = q.each(conn, func(stmt Stmt) error {
		names = append(names, stmt.GetText("username"))
		return nil
	}, bindings...)
	return names, err
}

// findOwn is the name, which comes in any case, as its account spells it: the owner's
// own, or that of a bot of theirs. It is chat.ErrNoBot for any other.
func findOwn(conn Conn, owner, name string) (string, error) {
	if name == owner {
		return owner, nil
	}
	bot, err := findUser(conn, name)
	if chat.CodeOf(err) == chat.NotFound || err == nil && bot.BotOwner != owner {
		return "", chat.ErrNoBot
	}
	return bot.Username, err
}

// isInUse reports whether somebody has an account that was not taken out of use.
func isInUse(conn Conn, name string) (bool, error) {
	u, err := findUser(conn, name)
	if chat.CodeOf(err) == chat.NotFound {
		return false, nil
	}
	return err == nil && u.Deactivated == 0, err
}
