package postgres

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"minimost/chat"
	"minimost/sqlite"
)

// snapshot begins what is read in one state of the database.
const snapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

// engine is a PostgreSQL database under a store.
type engine struct {
	config  *pgx.ConnConfig
	hosts   *hosts
	log     *slog.Logger
	writer  *writer
	readers chan *conn // nil: one that is not connected
	closed  chan struct{}
	// patience is how long the database may take to answer: connect_timeout of the URL.
	patience time.Duration
	changes  *changes
}

// Writer is part of sqlite.Engine.
func (e *engine) Writer() sqlite.WriterConn { return e.writer }

// Read is part of sqlite.Engine.
func (e *engine) Read(ctx context.Context, f func(sqlite.Conn) error) error {
	c, err := e.take(ctx)
	if err != nil {
		return err
	}
	c.ctx = ctx
	c.pending = c.pending[:0]
	c.queue(snapshot)
	err = f(c)
	c.pending = c.pending[:0]
	if c.raw.PgConn().TxStatus() == 'I' {
		e.readers <- c
		return err
	}
	// Whoever asked has what they asked for.
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), e.patience)
		defer cancel()
		if endErr := c.command(ctx, "ROLLBACK"); endErr != nil {
			_ = c.raw.Close(ctx)
		}
		e.readers <- c
	}()
	return err
}

// take takes a connection that reads, for readers.
func (e *engine) take(ctx context.Context) (c *conn, err error) {
	select {
	case <-e.closed:
		return nil, errLost
	default:
	}
	select {
	case c = <-e.readers:
	case <-e.closed:
		return nil, errLost
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if c != nil && !c.raw.IsClosed() {
		return c, nil
	}
	raw, err := e.connect(ctx, idleReader)
	if err != nil {
		e.readers <- nil
		return nil, err
	}
	return newConn(raw), nil
}

// borrow lends a connection until release is called, outside of transactions.
func (e *engine) borrow(ctx context.Context) (raw *pgx.Conn, release func(), err error) {
	c, err := e.take(ctx)
	if err != nil {
		return nil, nil, err
	}
	return c.raw, func() { e.readers <- c }, nil
}

// command runs commands that have no parameters.
func (c *conn) command(ctx context.Context, text string) error {
	return c.raw.PgConn().Exec(ctx, text).Close()
}

// setting changes a parameter of a session.
type setting struct{ name, value string }

// idleReader lets who reads take time between statements: nobody waits for it.
var idleReader = setting{"idle_in_transaction_session_timeout", "60s"}

func (e *engine) connect(ctx context.Context, changed ...setting) (*pgx.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, e.patience)
	defer cancel()
	config := e.config.Copy()
	for _, s := range changed {
		config.RuntimeParams[s.name] = s.value
	}
	return e.connectAny(ctx, config)
}

// connectWriter connects for writing, so that rows can tell which node wrote them.
func (e *engine) connectWriter(ctx context.Context, node string) (*pgx.Conn, error) {
	raw, err := e.connect(ctx)
	if err == nil {
		err = setNode(ctx, raw, node)
	}
	return raw, err
}

func setNode(ctx context.Context, raw *pgx.Conn, node string) error {
	_, err := raw.Exec(ctx, "SELECT set_config('minimost.node', $1, FALSE)", node)
	return err
}

// passing are the classes and codes of failures that pass: connections, resources,
// locks, timeouts, shutdowns, a standby that is not promoted yet.
var passing = []string{"08", "53", "55P03", "57", "58", "40001", "40P01", "25P03", "25006", "28"}

// Passes is part of sqlite.Engine.
func (e *engine) Passes(err error) bool {
	if said, ok := errors.AsType[*pgconn.PgError](err); ok {
		for _, code := range passing {
			if strings.HasPrefix(said.Code, code) {
				return true
			}
		}
		return false
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) || errors.Is(err, errLost) ||
		errors.Is(err, syscall.EPIPE) || pgconn.SafeToRetry(err) || strings.Contains(err.Error(), "conn closed")
}

// late are the codes of what a server ended that has statement_timeout or lock_timeout.
var late = []string{"57014", "55P03"}

// Overloaded is part of sqlite.Engine.
func (e *engine) Overloaded(err error) bool {
	said, ok := errors.AsType[*pgconn.PgError](err)
	return ok && slices.Contains(late, said.Code) && !errors.Is(err, errLost)
}

// Publishes is part of sqlite.Engine.
func (e *engine) Publishes(forget func(...chat.Topic)) bool {
	e.changes.forget.Store(&forget)
	return true
}

// Sizes is part of sqlite.Engine.
func (e *engine) Sizes(ctx context.Context) (database, log int64) {
	_ = e.Read(ctx, func(c sqlite.Conn) error {
		s, err := c.Statement("size", "SELECT pg_database_size(current_database()) AS bytes")
		if err != nil {
			return err
		}
		defer func() { _ = s.Reset() }()
		if found, err := s.Step(); err != nil || !found {
			return err
		}
		database = s.GetInt64("bytes")
		return nil
	})
	return database, 0
}

// Close is part of sqlite.Engine.
func (e *engine) Close() error {
	close(e.closed)
	e.changes.close()
	ctx, cancel := context.WithTimeout(context.Background(), e.patience)
	defer cancel()
	var errs []error
	for range cap(e.readers) {
		if c := <-e.readers; c != nil {
			errs = append(errs, c.raw.Close(ctx))
		}
	}
	if !e.writer.raw.IsClosed() {
		errs = append(errs, e.changes.lease.leave(ctx, e.writer.raw))
	}
	return errors.Join(append(errs, e.writer.close(ctx))...)
}
