package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"minimost/sqlite"
)

const (
	// leaseLasts is how long a process counts as serving after it was heard of last, and
	// renewEvery how often it says so.
	leaseLasts = 6 * time.Second
	renewEvery = 2 * time.Second
)

// Serve is Open for a process that serves. alone says that no other serves the
// database: nobody can have a page open then.
func Serve(ctx context.Context, url string, o sqlite.Options) (s *sqlite.Store, alone bool, err error) {
	o.Serve = true
	s, e, err := open(ctx, url, o)
	if err != nil {
		return nil, false, err
	}
	if alone, err = e.changes.enter(ctx); err != nil {
		return nil, false, errors.Join(openError(e.config, err), s.Close())
	}
	return s, alone, nil
}

// enter begins the lease of this process. Of two that start at once one is alone.
func (c *changes) enter(ctx context.Context) (alone bool, err error) {
	conn, err := c.engine.connect(ctx)
	if err != nil {
		return false, err
	}
	defer func() { _ = conn.Close(ctx) }()
	err = pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, fmt.Sprintf("SELECT pg_advisory_xact_lock(%d)", migrateLock)); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM nodes WHERE until < extract(epoch FROM clock_timestamp())"); err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, "SELECT NOT EXISTS (SELECT 1 FROM nodes)").Scan(&alone); err != nil {
			return err
		}
		return c.renew(ctx, tx)
	})
	c.serving.Store(err == nil)
	return alone, err
}

// executor is a connection or a transaction.
type executor interface {
	Exec(ctx context.Context, text string, args ...any) (tag pgconn.CommandTag, err error)
}

// renew renews the lease.
func (c *changes) renew(ctx context.Context, on executor) error {
	_, err := on.Exec(ctx, `INSERT INTO nodes (node, until) VALUES ($1, extract(epoch FROM clock_timestamp()) + $2::double precision)
		ON CONFLICT (node) DO UPDATE SET until = excluded.until`, c.node, leaseLasts.Seconds())
	return err
}

// renewSometimes renews the lease when it is time, on the listener's connection: who
// cannot listen does not serve.
func (c *changes) renewSometimes(ctx context.Context, conn *pgx.Conn) error {
	if !c.serving.Load() || time.Since(c.renewed) < renewEvery {
		return nil
	}
	c.renewed = time.Now()
	return c.renew(ctx, conn)
}

// leave ends the lease.
func (c *changes) leave(ctx context.Context, conn *pgx.Conn) error {
	if !c.serving.Load() {
		return nil
	}
	_, err := conn.Exec(ctx, "DELETE FROM nodes WHERE node = $1", c.node)
	return err
}
