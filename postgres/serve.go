package postgres

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"minimost/sqlite"
)

// Node is a process that serves a database, maybe among others.
type Node struct {
	*sqlite.Store
	// Alone says that no other served the database when this one began: nobody can
	// have had a page open then.
	Alone bool
	// PresenceEpoch is the same on all that serve the database, until one begins alone.
	PresenceEpoch string

	engine *engine
	heard  heardTabs
}

// Serve is Open for a process that serves.
func Serve(ctx context.Context, url string, o sqlite.Options) (n *Node, err error) {
	o.Serve = true
	s, e, err := open(ctx, url, o)
	if err != nil {
		return nil, err
	}
	n = &Node{Store: s, engine: e}
	if n.Alone, n.PresenceEpoch, err = e.changes.enter(ctx); err != nil {
		return nil, errors.Join(openError(e.config, err), s.Close())
	}
	return n, nil
}

// Now is the time by the database's clock, which all that serve it share.
func (n *Node) Now() time.Time { return n.engine.changes.clock.now() }

// Readers is how many connections read at once.
func (n *Node) Readers() int { return cap(n.engine.readers) }

// CutOff reports whether the database has not answered for so long that people are
// better served by another process.
func (n *Node) CutOff() bool { return n.engine.changes.cutOff() }

// Unseen is for how long what the others change was not seen: a quarter of a second as a
// rule, at most.
func (n *Node) Unseen() time.Duration { return n.engine.changes.unseenFor() }

// OnDuty reports whether this process is the one that does what is to be done once for
// all.
func (n *Node) OnDuty() bool { return n.engine.changes.lease.onDuty() }

// Others is how many other processes served the database a moment ago.
func (n *Node) Others() int { return int(n.engine.changes.lease.others.Load()) }

// probes is where sessions are told of to see whether they are.
const probes = "minimost_probes"

// probe refuses what lets no notification through, as a pooler that gives each
// transaction another session: one that notifies itself may be given the same.
func (e *engine) probe(ctx context.Context, listener *pgx.Conn) error {
	ctx, cancel := context.WithTimeout(ctx, e.patience)
	defer cancel()
	other, err := e.connect(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = other.Close(context.WithoutCancel(ctx)) }()
	word := rand.Text()
	if err := listener.PgConn().Exec(ctx, "LISTEN "+probes).Close(); err != nil {
		return err
	}
	if err := other.PgConn().Exec(ctx, "NOTIFY "+probes+", "+quote(word)).Close(); err != nil {
		return err
	}
	for {
		n, err := listener.WaitForNotification(ctx)
		if err != nil {
			return &openFault{sentence: "The database lets no notifications through; name the server itself, or a pooler of sessions, not one that pools transactions.", cause: err}
		}
		if n.Payload == word {
			return listener.PgConn().Exec(ctx, "UNLISTEN "+probes).Close()
		}
	}
}

const presenceEpoch = `INSERT INTO presence_epoch (id, name) VALUES (1, $1) ON CONFLICT (id) DO UPDATE
	SET name = CASE WHEN $2::boolean THEN excluded.name ELSE presence_epoch.name END RETURNING name`

// enter begins the lease of this process. Of two that start at once one is alone.
func (c *changes) enter(ctx context.Context) (alone bool, epoch string, err error) {
	conn, err := c.engine.connect(ctx)
	if err != nil {
		return false, "", err
	}
	defer func() { _ = conn.Close(ctx) }()
	err = pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, fmt.Sprintf("SELECT pg_advisory_xact_lock(%d)", migrateLock)); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM nodes WHERE until < extract(epoch FROM clock_timestamp()) - $1::double precision", deadNodesKept.Seconds()); err != nil {
			return err
		}
		if err := c.lease.renew(ctx, tx); err != nil {
			return err
		}
		alone = c.lease.others.Load() == 0
		return tx.QueryRow(ctx, presenceEpoch, rand.Text()[:8], alone).Scan(&epoch)
	})
	c.lease.serving.Store(err == nil)
	return alone, epoch, err
}
