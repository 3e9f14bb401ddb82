package postgres

import (
	"context"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
)

// Template is the URL of a database with the schema, set by the tests of the whole.
var Template string

// WriteLock is the lock of those who write.
const WriteLock = writeLock

// RoundTrips counts how often somebody waits for the database.
type RoundTrips struct{ atomic.Int64 }

// TraceQueryStart is part of pgx.QueryTracer.
func (r *RoundTrips) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	r.Add(1)
	return ctx
}

// TraceQueryEnd is part of pgx.QueryTracer.
func (*RoundTrips) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// TraceBatchStart is part of pgx.BatchTracer.
func (r *RoundTrips) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	r.Add(1)
	return ctx
}

// TraceBatchQuery is part of pgx.BatchTracer.
func (*RoundTrips) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}

// TraceBatchEnd is part of pgx.BatchTracer.
func (*RoundTrips) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

// StopListening has a server no longer hear of what others change, as one whose primary stands still.
func (n *Node) StopListening() { n.engine.changes.close() }

// CountWriting gives a server that does not write yet another connection to write by, which counts.
func (n *Node) CountWriting(ctx context.Context) (*RoundTrips, error) {
	counted := &RoundTrips{}
	w := n.engine.writer
	if err := w.close(ctx); err != nil {
		return nil, err
	}
	was := n.engine.config
	n.engine.config = was.Copy()
	n.engine.config.Tracer = counted
	err := w.reconnect(ctx)
	n.engine.config = was
	return counted, err
}

// Trim removes what is too old to be kept.
func (n *Node) Trim(ctx context.Context) error {
	conn, release, err := n.engine.borrow(ctx)
	if err != nil {
		return err
	}
	defer release()
	return (&changes{engine: n.engine}).trim(ctx, conn)
}

// WriterSetting is a parameter of the session that writes.
func (n *Node) WriterSetting(ctx context.Context, name string) (value string, err error) {
	err = n.engine.writer.raw.QueryRow(ctx, "SELECT current_setting($1)", name).Scan(&value)
	return value, err
}
