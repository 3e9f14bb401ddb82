package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	// stuckAfter is how long a session may have the lock of those who write while nothing comes from its server: PostgreSQL's
	// own limits do not count while it waits for the rest of what it was sent, and the system of a process that stands
	// still answers for it.
	stuckAfter = 2500 * time.Millisecond
	// lookForStuckAfter is how long a server waits for the lock before it looks who has it.
	lookForStuckAfter = time.Second
)

// endStuck ends who has the lock and stands still.
const endStuck = `SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity AS a USING (pid)
	WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
		AND classid = 0 AND objid = $1::bigint::oid AND objsubid = 1 AND granted
		AND wait_event IN ('ClientRead', 'ClientWrite')
		AND greatest(query_start, state_change) < clock_timestamp() - $2 * interval '1 second'`

// freeLock ends a session that keeps the lock from this server and from which nothing comes, in place of the server
// that it belongs to.
func (c *changes) freeLock(ctx context.Context, conn *pgx.Conn) error {
	since := c.engine.writer.waits.Load()
	if since == 0 || time.Since(began)-time.Duration(since) < lookForStuckAfter {
		return nil
	}
	tag, err := conn.Exec(ctx, endStuck, int64(writeLock), stuckAfter.Seconds())
	if tag.RowsAffected() > 0 {
		c.log.Error("ended a session that had the lock and stood still")
	}
	return err
}
