package sqlite

import (
	"context"
	"time"

	"minimost/chat"
)

var (
	blockInsert           = load("block/insert")
	blockDelete           = load("block/delete")
	blockFind             = load("block/find")
	blockCount            = load("block/count")
	blockList             = load("block/list")
	blockSides            = load("block/sides")
	privateAddedBy        = load("private_channel/added_by")
	receiptWatermarkUntil = load("receipt/watermark_until")
)

// Block keeps the account of that name, in any case, away from the user, until
// Unblock. It is NotFound without such an account, ErrBlockSelf and
// ErrTooManyBlocks.
func (s *Store) Block(ctx context.Context, user, name string, now time.Time) error {
	return s.block(ctx, user, name, now, func(*transaction, string) error { return nil })
}

// BlockAndLeave is Block, and has the user leave every private channel that the
// blocked one has put them into. Where they are the last member, it is archived.
func (s *Store) BlockAndLeave(ctx context.Context, user, name string, now time.Time) error {
	return s.block(ctx, user, name, now, func(tx *transaction, blocked string) error {
		channels, err := addedBy(tx.Conn, user, blocked)
		if err != nil {
			return err
		}
		for _, c := range channels {
			err := s.channelChange(user, c.ID, func(tx *transaction, c chat.PrivateChannel, ch chat.Channel) error {
				return leave(tx, c, ch, user, user, now)
			})(tx)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// AddedBy lists the private channels that the user is in because that account, in
// any case, put them there, by id.
func (s *Store) AddedBy(ctx context.Context, user, name string) (list []chat.PrivateChannel, err error) {
	err = s.read(ctx, func(conn Conn) error {
		list, err = addedBy(conn, user, name)
		return err
	})
	return list, err
}

func addedBy(conn Conn, user, by string) (list []chat.PrivateChannel, err error) {
	err = privateAddedBy.each(conn, func(stmt Stmt) error {
		list = append(list, chat.PrivateChannel{ID: stmt.GetInt64("id"), Name: stmt.GetText("name")})
		return nil
	}, text(":username", user), text(":added_by", by))
	return list, err
}

func (s *Store) block(ctx context.Context, user, name string, now time.Time, further func(tx *transaction, blocked string) error) error {
	return s.onceWrite(ctx, now, noAccessNeeded, func(tx *transaction) error {
		account, err := findUser(tx.Conn, name)
		if err != nil {
			return err
		}
		if account.Username == user {
			return chat.ErrBlockSelf
		}
		blocks := 0
		_, err = blockCount.one(tx.Conn, func(stmt Stmt) { blocks = int(stmt.GetInt64("blocks")) }, text(":blocker", user))
		if err != nil {
			return err
		}
		if blocks >= chat.MaxBlocks {
			return chat.ErrTooManyBlocks
		}
		publishBlock(tx, user)
		err = blockInsert.exec(tx.Conn, text(":blocker", user), text(":blocked", account.Username), real(":since_ts", chat.StampOf(now)))
		if err != nil {
			return err
		}
		return further(tx, account.Username)
	})
}

// Unblock ends what Block began. Of somebody who is not blocked it changes nothing.
func (s *Store) Unblock(ctx context.Context, user, name string, now time.Time) error {
	return s.onceWrite(ctx, now, noAccessNeeded, func(tx *transaction) error {
		if err := blockDelete.exec(tx.Conn, text(":blocker", user), text(":blocked", name)); err != nil {
			return err
		}
		if tx.Changes() > 0 {
			publishBlock(tx, user)
		}
		return nil
	})
}

// publishBlock tells the blocker's own pages, and everybody's, as when somebody
// comes or goes, so that it is no sign of a block.
func publishBlock(tx *transaction, blocker string) {
	tx.publish(chat.TopicBlocks, chat.TopicPerson(blocker), chat.TopicPresence, chat.TopicAppearance(blocker))
}

// noAccessNeeded is the access of a change of what is one's own.
func noAccessNeeded(*transaction) error { return nil }

// Blocks are those that the user has made, and those that keep the user away from
// others; both hold for bots too.
func (s *Store) Blocks(ctx context.Context, user string) (list []chat.Block, err error) {
	err = s.read(ctx, func(conn Conn) error {
		list, err = blocksOf(conn, user)
		return err
	})
	return list, err
}

// BlockSides are the names of all who are either side of a block, or bots that are
// through their owners, some of them several times.
func (s *Store) BlockSides(ctx context.Context) (names []string, err error) {
	err = s.read(ctx, func(conn Conn) error {
		names, err = usernames(conn, blockSides)
		return err
	})
	return names, err
}

func blocksOf(conn Conn, user string) (list []chat.Block, err error) {
	err = blockList.each(conn, func(stmt Stmt) error {
		list = append(list, chat.Block{
			Blocker: stmt.GetText("blocker"), Blocked: stmt.GetText("blocked"), SinceTS: getStamp(stmt, "since_ts"),
			Owner: stmt.GetText("owner"),
		})
		return nil
	}, text(":user", user))
	return list, err
}

// blocks reports whether blocker keeps blocked, or the owner of that bot, away.
func blocks(conn Conn, blocker, blocked string) (bool, error) {
	return blockFind.one(conn, func(Stmt) {}, text(":blocker", blocker), text(":blocked", blocked))
}

// blockedBy are those whom the user has blocked, and their bots.
func blockedBy(conn Conn, user string) (map[string]bool, error) {
	list, err := blocksOf(conn, user)
	blocked := make(map[string]bool)
	for _, b := range list {
		if b.Blocker == user {
			blocked[b.Blocked] = true
		}
	}
	return blocked, err
}

// WatermarkUntil is the newest message of a channel that somebody had read at a
// time and left a receipt for, 0 for none.
func (s *Store) WatermarkUntil(ctx context.Context, channel, reader string, until chat.Stamp) (mark chat.Stamp, err error) {
	err = s.read(ctx, func(conn Conn) error {
		_, err := receiptWatermarkUntil.one(conn, func(stmt Stmt) { mark = getStamp(stmt, "msg_ts") },
			text(":channel", channel), text(":reader", reader), real(":until", until))
		return err
	})
	return mark, err
}
