package sqlite

import (
	"context"
	"time"

	"minimost/chat"
)

var (
	hookInsert = load("hook/insert")
	hookFind   = load("hook/find")
	hookList   = load("hook/list")
	hookDelete = load("hook/delete")
	hookTouch  = load("hook/touch")
)

// CreateHook stores a webhook of h.Maker's under the hash of its address, and
// returns it with its id. It is chat.ErrNoChannel where the maker may not post,
// chat.ErrNoBot for a bot that is not theirs, and Conflict for one too many.
func (s *Store) CreateHook(ctx context.Context, hash []byte, h chat.Hook, now time.Time) (chat.Hook, error) {
	access := func(tx *transaction) error {
		_, err := s.postAccess(tx, h.Maker, h.Channel)
		return err
	}
	err := s.onceSecret(ctx, now, access, func(tx *transaction) error {
		r, err := s.postAccess(tx, h.Maker, h.Channel)
		if err == nil {
			err = chat.CheckHookChannel(r.Channel)
		}
		if err == nil && h.Bot == h.Maker {
			err = chat.ErrNoBot
		}
		if err == nil {
			h.Bot, err = findOwn(tx.Conn, h.Maker, h.Bot)
		}
		if err != nil {
			return err
		}
		has, err := listHooks(tx.Conn, h.Maker)
		if err == nil {
			err = chat.CheckNewHook(has)
		}
		if err != nil {
			return err
		}
		h.CreatedTS = chat.StampOf(now)
		err = hookInsert.exec(tx.Conn, blob(":hash", hash), text(":channel", h.Channel), text(":maker", h.Maker),
			text(":bot", h.Bot), flag(":mentions", h.Mentions), real(":created_ts", h.CreatedTS))
		h.ID = tx.LastInsertRowID()
		return err
	})
	return h, err
}

// Hooks lists the webhooks that somebody has made, oldest first.
func (s *Store) Hooks(ctx context.Context, maker string) (list []chat.Hook, err error) {
	err = s.read(ctx, func(conn Conn) error {
		list, err = listHooks(conn, maker)
		return err
	})
	return list, err
}

func listHooks(conn Conn, maker string) (list []chat.Hook, err error) {
	err = hookList.each(conn, func(stmt Stmt) error {
		list = append(list, scanHook(stmt))
		return nil
	}, text(":maker", maker))
	return list, err
}

func scanHook(stmt Stmt) chat.Hook {
	return chat.Hook{
		ID: stmt.GetInt64("id"), Channel: stmt.GetText("channel"), Maker: stmt.GetText("maker"), Bot: stmt.GetText("bot"),
		Mentions:  stmt.GetBool("mentions"),
		CreatedTS: getStamp(stmt, "created_ts"), LastUsedTS: getStamp(stmt, "last_used_ts"),
	}
}

// EndHook ends one of somebody's webhooks at once, or is chat.ErrNoHook.
func (s *Store) EndHook(ctx context.Context, maker string, id int64, now time.Time) error {
	return s.onceWrite(ctx, now, nil, func(tx *transaction) error {
		if err := hookDelete.exec(tx.Conn, whole(":id", id), text(":maker", maker)); err != nil {
			return err
		}
		if tx.Changes() == 0 {
			return chat.ErrNoHook
		}
		return nil
	})
}

// Hook finds a webhook by the hash of its address. It is chat.ErrNoHook for one
// that there is not, or whose maker or bot is gone.
func (s *Store) Hook(ctx context.Context, hash []byte) (h chat.Hook, err error) {
	err = s.read(ctx, func(conn Conn) error {
		h, err = findHook(conn, hash)
		return err
	})
	return h, err
}

func findHook(conn Conn, hash []byte) (h chat.Hook, err error) {
	found, err := hookFind.one(conn, func(stmt Stmt) { h = scanHook(stmt) }, blob(":hash", hash))
	for _, name := range []string{h.Maker, h.Bot} {
		if found && err == nil {
			found, err = isInUse(conn, name)
		}
	}
	if err == nil && !found {
		err = chat.ErrNoHook
	}
	return h, err
}

// PostByHook stores a message of a webhook's bot. It is chat.ErrNoHook where the
// webhook has ended, and chat.ErrNoChannel where its maker may not post there any more.
func (s *Store) PostByHook(ctx context.Context, hash []byte, content string, now time.Time) error {
	return s.write(ctx, durable, func(tx *transaction) error {
		h, err := findHook(tx.Conn, hash)
		if err != nil {
			return err
		}
		r, err := s.postAccess(tx, h.Maker, h.Channel)
		if err != nil {
			return err
		}
		tx.publishSent(h.Channel)
		m := chat.Message{Channel: h.Channel, Sender: h.Bot, Content: content, ContentType: chat.ContentText}
		if m, err = insertMessage(tx, r.Channel, m, now); err != nil {
			return err
		}
		if h.Mentions {
			if err := s.insertMentions(tx, &m, r.Channel, nobodyElse, now); err != nil {
				return err
			}
		}
		if h.LastUsedTS != 0 && now.Sub(h.LastUsedTS.Time()).Abs() < chat.TokenUseEvery {
			return nil
		}
		return hookTouch.exec(tx.Conn, whole(":id", h.ID), real(":now", chat.StampOf(now)))
	})
}
