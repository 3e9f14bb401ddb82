package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"minimost/chat"
)

// A bucket of tries is kept as the moment at which it is full again: each try moves it on
// by the time in which one comes back, and it may be as far ahead as the whole bucket.
const (
	takeTry = `INSERT INTO guesses AS g (key, until) VALUES ($1, $2::double precision + $3::double precision)
		ON CONFLICT (key) DO UPDATE SET until = greatest(g.until, $2::double precision) + $3::double precision
		WHERE greatest(g.until, $2::double precision) + $3::double precision <= $2::double precision + $4::double precision`
	triedUntil   = "SELECT until FROM guesses WHERE key = $1"
	giveBackTry  = "UPDATE guesses SET until = until - $2::double precision WHERE key = $1"
	rememberKey  = "INSERT INTO guesses (key, until) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET until = excluded.until"
	remembersKey = "SELECT EXISTS (SELECT 1 FROM guesses WHERE key = $1 AND until > $2::double precision)"
	trimGuesses  = "DELETE FROM guesses WHERE until < extract(epoch FROM clock_timestamp())"
	// volatile has a commit wait for no disk: who guesses gains nothing by a power cut.
	volatile = "SET LOCAL synchronous_commit = off"
)

// errEmpty ends a transaction that takes nothing.
var errEmpty = errors.New("a bucket is empty")

// TakeTries is part of auth.SharedTries.
func (n *Node) TakeTries(ctx context.Context, buckets []chat.GuessBucket, now time.Time) (wait time.Duration, err error) {
	err = n.directly(ctx, func(tx pgx.Tx) error {
		wait = 0
		for _, b := range buckets {
			if wait, err = takeFrom(ctx, tx, b, float64(chat.StampOf(now))); wait > 0 || err != nil {
				return errors.Join(err, errEmpty)
			}
		}
		return nil
	})
	if wait > 0 {
		return wait, nil
	}
	return 0, err
}

// takeFrom takes a try, or returns how long to wait until there is one.
func takeFrom(ctx context.Context, tx pgx.Tx, b chat.GuessBucket, now float64) (wait time.Duration, err error) {
	refill := b.Refill.Seconds()
	whole := refill * float64(b.Burst)
	took, err := tx.Exec(ctx, takeTry, b.Key[:], now, refill, whole)
	if err != nil || took.RowsAffected() > 0 {
		return 0, err
	}
	var until float64
	if err := tx.QueryRow(ctx, triedUntil, b.Key[:]).Scan(&until); err != nil {
		return 0, err
	}
	return max(1, time.Duration((until+refill-now-whole)*float64(time.Second))), nil
}

// GiveBackTries is part of auth.SharedTries.
func (n *Node) GiveBackTries(ctx context.Context, buckets []chat.GuessBucket) error {
	return n.directly(ctx, func(tx pgx.Tx) error {
		for _, b := range buckets {
			if _, err := tx.Exec(ctx, giveBackTry, b.Key[:], b.Refill.Seconds()); err != nil {
				return err
			}
		}
		return nil
	})
}

// Remember is part of auth.SharedTries.
func (n *Node) Remember(ctx context.Context, key chat.GuessKey, until time.Time) error {
	return n.directly(ctx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, rememberKey, key[:], float64(chat.StampOf(until)))
		return err
	})
}

// Remembers is part of auth.SharedTries.
func (n *Node) Remembers(ctx context.Context, key chat.GuessKey, now time.Time) (known bool, err error) {
	err = n.directly(ctx, func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, remembersKey, key[:], float64(chat.StampOf(now))).Scan(&known)
	})
	return known, err
}

// directly is inTransaction for what need not survive a power cut.
func (n *Node) directly(ctx context.Context, f func(pgx.Tx) error) error {
	return n.inTransaction(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, volatile); err != nil {
			return err
		}
		return f(tx)
	})
}

// inTransaction runs a transaction beside those of the writer, for rows that are no part
// of what the others are told of.
func (n *Node) inTransaction(ctx context.Context, f func(pgx.Tx) error) error {
	conn, release, err := n.engine.borrow(ctx)
	if err == nil {
		defer release()
		err = pgx.BeginFunc(ctx, conn, f)
	}
	return n.Fault(err)
}
