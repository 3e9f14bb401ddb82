package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"minimost/chat"
)

const (
	// pushedUpTo is up to where others or this server push, and from where on this one is to:
	// what another has not sent that was on duty before is sent anew.
	pushedUpTo = `SELECT message_id, CASE WHEN holder <> $1 AND claimed_id = message_id THEN sent_id ELSE message_id END
		FROM push_position`
	claimPush = `UPDATE push_position SET message_id = $3, claimed_id = $3, sent_id = $2, holder = $4
		WHERE message_id = $1`
	// claimMore is for who claimed the last: where nobody is to be told, and all before were, that is sent.
	claimMore = `UPDATE push_position SET message_id = $2, claimed_id = $2, sent_id = CASE WHEN $4 AND sent_id = message_id THEN $2 ELSE sent_id END
		WHERE message_id = $1 AND claimed_id = $1 AND holder = $3`
	sentPush = "UPDATE push_position SET sent_id = $1 WHERE holder = $2 AND sent_id < $1 AND message_id >= $1"
	skipPush = "UPDATE push_position SET message_id = greatest(message_id, $1), holder = NULL"
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
// its own then, and no other server pushes them, unless this one dies before Pushed. Which
// server looked last, and how far, is in the database.
func (n *Node) PushNews(ctx context.Context, after int64, now time.Time) (news []chat.PushNews, last int64, more bool, err error) {
	if !n.OnDuty() {
		return nil, after, false, nil
	}
	me := n.engine.changes.node
	var claimed, from int64
	err = n.directly(ctx, func(tx pgx.Tx) error { return tx.QueryRow(ctx, pushedUpTo, me).Scan(&claimed, &from) })
	if err != nil {
		return nil, after, false, err
	}
	if news, last, more, err = n.Store.PushNews(ctx, from, now); err != nil || last == from {
		return nil, last, false, err
	}
	taken := false
	err = n.inTransaction(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, claimMore, claimed, last, me, len(news) == 0)
		if err == nil && tag.RowsAffected() == 0 {
			tag, err = tx.Exec(ctx, claimPush, claimed, from, last, me)
		}
		taken = tag.RowsAffected() == 1
		return err
	})
	if err != nil || !taken {
		return nil, after, err == nil, err
	}
	return news, last, more, nil
}

// Pushed notes that everything up to a message that PushNews returned was sent, or is not to be.
func (n *Node) Pushed(ctx context.Context, last int64) error {
	return n.inTransaction(ctx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, sentPush, last, n.engine.changes.node)
		return err
	})
}
