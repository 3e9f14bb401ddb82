package postgres

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

const (
	// leaseLasts is how long a process counts as serving, or as on duty, after it was
	// heard of last, and renewEvery how often it says so.
	leaseLasts = 6 * time.Second
	renewEvery = 2 * time.Second
	// background is the duty of what is to be done once for all: retention, the index of
	// searches, Web Push.
	background = "background"
)

// lease says that a process serves, and is on duty.
type lease struct {
	node    string
	serving atomic.Bool
	others  atomic.Int64 // how many there are beside this one
	duty    atomic.Int64 // until when this one is on duty, ns of began
	renewed time.Time    // of the listener alone
}

// began is where durations of this process begin, by its monotonic clock.
var began = time.Now()

// querier is a connection or a transaction.
type querier interface {
	Exec(ctx context.Context, text string, args ...any) (tag pgconn.CommandTag, err error)
	QueryRow(ctx context.Context, text string, args ...any) pgx.Row
}

// onDuty is false a little before another may take the duty over.
func (l *lease) onDuty() bool { return int64(time.Since(began)) < l.duty.Load() }

// renew renews the lease, takes the duty where nobody has it, and counts the others.
func (l *lease) renew(ctx context.Context, on querier) error {
	asked := time.Since(began)
	_, err := on.Exec(ctx, `INSERT INTO nodes (node, until) VALUES ($1, extract(epoch FROM clock_timestamp()) + $2::double precision)
		ON CONFLICT (node) DO UPDATE SET until = excluded.until`, l.node, leaseLasts.Seconds())
	if err != nil {
		return err
	}
	taken, err := on.Exec(ctx, `INSERT INTO duties (name, holder, until) VALUES ($1, $2, extract(epoch FROM clock_timestamp()) + $3::double precision)
		ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
		WHERE duties.holder = excluded.holder OR duties.until < extract(epoch FROM clock_timestamp())`, background, l.node, leaseLasts.Seconds())
	if err != nil {
		return err
	}
	var others int64
	err = on.QueryRow(ctx, "SELECT count(*) FROM nodes WHERE node <> $1 AND until >= extract(epoch FROM clock_timestamp())", l.node).Scan(&others)
	if err != nil {
		return err
	}
	l.others.Store(others)
	l.duty.Store(0)
	if taken.RowsAffected() == 1 {
		l.duty.Store(int64(asked + leaseLasts - renewEvery/2))
	}
	return nil
}

// renewSometimes renews the lease when it is time, on the listener's connection: who
// cannot listen does not serve.
func (c *changes) renewSometimes(ctx context.Context, conn *pgx.Conn) error {
	if !c.lease.serving.Load() || time.Since(c.lease.renewed) < renewEvery {
		return nil
	}
	c.lease.renewed = time.Now()
	// One that stops does not leave while the database is being told that it stays.
	finishing, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.blindAfter())
	defer cancel()
	return c.lease.renew(finishing, conn)
}

// leave ends the lease, and the duty for another to take it.
func (l *lease) leave(ctx context.Context, conn *pgx.Conn) error {
	if !l.serving.Load() {
		return nil
	}
	l.duty.Store(0)
	_, err := conn.Exec(ctx, `WITH gone AS (UPDATE nodes SET until = extract(epoch FROM clock_timestamp()) - 0.001 WHERE node = $1)
		DELETE FROM duties WHERE holder = $1`, l.node)
	return err
}
