package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"minimost/chat"
)

const (
	pushedUpTo = "SELECT message_id FROM push_position"
	claimPush  = "UPDATE push_position SET message_id = $2 WHERE message_id = $1"
	skipPush   = "UPDATE push_position SET message_id = greatest(message_id, $1)"
)

// NewestMessageID is that of the store, where a server that was alone begins to push.
func (n *Node) NewestMessageID(ctx context.Context) (int64, error) {
	id, err := n.Store.NewestMessageID(ctx)
	if err != nil || !n.Alone {
		return id, err
	}
	return id, n.inTransaction(ctx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, skipPush, id)
		return err
	})
}

// PushNews are the messages of which nobody was told yet, on the server on duty: they are
// its own then, and no other server pushes them. Which server looked last, and how far,
// is in the database.
func (n *Node) PushNews(ctx context.Context, after int64, now time.Time) (news []chat.PushNews, last int64, more bool, err error) {
	if !n.OnDuty() {
		return nil, after, false, nil
	}
	var from int64
	err = n.directly(ctx, func(tx pgx.Tx) error { return tx.QueryRow(ctx, pushedUpTo).Scan(&from) })
	if err != nil {
		return nil, after, false, err
	}
	if news, last, more, err = n.Store.PushNews(ctx, from, now); err != nil || last == from {
		return nil, last, false, err
	}
	claimed := false
	err = n.inTransaction(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, claimPush, from, last)
		claimed = tag.RowsAffected() == 1
		return err
	})
	if err != nil || !claimed {
		return nil, after, err == nil, err
	}
	return news, last, more, nil
}
