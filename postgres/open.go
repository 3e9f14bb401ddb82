package postgres

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"minimost/chat"
	"minimost/sqlite"
)

// patience is how long the database may take to answer, unless the URL has a
// connect_timeout.
const patience = 4 * time.Second

// settings of each session, where the URL has none of its own: one whose process has
// gone away, or cannot be reached, must not keep what others wait for.
var settings = map[string]string{
	"application_name":                    "minimost",
	"client_connection_check_interval":    "2s",
	"idle_in_transaction_session_timeout": "2500ms",
	"lock_timeout":                        "4s",
	"statement_timeout":                   "4s",
	"standard_conforming_strings":         "on",
	// The other limits do not count while PostgreSQL waits for the rest of what it was sent. The second probe, 2 s
	// after the last word, ends the session.
	"tcp_keepalives_idle":     "1",
	"tcp_keepalives_interval": "1",
	"tcp_user_timeout":        "2s",
	"jit":                     "off",
	// Who waits for another goes on with what that one has left, whatever the database has its transactions see.
	"default_transaction_isolation": "read committed",
}

// IsURL reports whether what --db names is a PostgreSQL database.
func IsURL(db string) bool {
	return strings.HasPrefix(db, "postgres://") || strings.HasPrefix(db, "postgresql://")
}

// Open opens the database at a postgres:// URL, creating the tables it needs. The
// error of one that cannot be used is one plain sentence.
func Open(ctx context.Context, url string, o sqlite.Options) (*sqlite.Store, error) {
	s, _, err := open(ctx, url, o)
	return s, err
}

func open(ctx context.Context, url string, o sqlite.Options) (*sqlite.Store, *engine, error) {
	config, err := configOf(url)
	if err != nil {
		return nil, nil, err
	}
	e := &engine{config: config, hosts: hostsOf(config), log: cmp.Or(o.Logger, slog.New(slog.DiscardHandler)), patience: cmp.Or(config.ConnectTimeout, patience)}
	raw, err := e.connect(ctx)
	if err != nil {
		return nil, nil, openError(config, err)
	}
	if err := e.probe(ctx, raw); err != nil {
		return nil, nil, errors.Join(openError(config, err), raw.Close(ctx))
	}
	if err := migrate(ctx, raw); err != nil {
		return nil, nil, errors.Join(openError(config, err), raw.Close(ctx))
	}
	newest, err := newestMark(ctx, raw)
	if err == nil {
		err = e.start(ctx, raw, newest, o)
	}
	if err != nil {
		return nil, nil, errors.Join(openError(config, err), raw.Close(ctx))
	}
	return sqlite.New(e, o), e, nil
}

func configOf(url string) (*pgx.ConnConfig, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, &openFault{"--db is no URL of a PostgreSQL database that can be read.", err}
	}
	config.DialFunc = newDialer().DialContext
	for name, value := range settings {
		config.RuntimeParams[name] = cmp.Or(config.RuntimeParams[name], value)
	}
	return config, nil
}

// knownToPoolers are settings with which a session can begin where a pooler lies between; it takes the others once it has.
var knownToPoolers = []string{"application_name", "standard_conforming_strings"}

// connectAs begins a session with the settings of its configuration.
func connectAs(ctx context.Context, config *pgx.ConnConfig) (*pgx.Conn, error) {
	config = config.Copy()
	var commands strings.Builder
	for name := range settings {
		if !slices.Contains(knownToPoolers, name) {
			fmt.Fprintf(&commands, "SET %s = %s;", name, quote(config.RuntimeParams[name]))
			delete(config.RuntimeParams, name)
		}
	}
	config.AfterConnect = func(ctx context.Context, conn *pgconn.PgConn) error {
		return conn.Exec(ctx, commands.String()).Close()
	}
	return pgx.ConnectConfig(ctx, config)
}

func (e *engine) start(ctx context.Context, raw *pgx.Conn, newest mark, o sqlite.Options) error {
	publish := o.Publish
	if publish == nil {
		publish = func(...chat.Topic) {}
	}
	node := rand.Text()
	e.changes = &changes{engine: e, log: e.log, node: node, lease: lease{node: node}, publish: publish, committed: make(chan struct{}, 1)}
	if err := e.changes.clock.setClock(ctx, raw); err != nil {
		return err
	}
	if err := setNode(ctx, raw, node); err != nil {
		return err
	}
	e.writer = &writer{conn: newConn(raw), cancel: func() {}, engine: e, node: node, seq: newest.seq, external: 1}
	e.writer.DueBy(time.Time{})
	e.readers = make(chan *conn, cmp.Or(o.Readers, max(4, 2*runtime.GOMAXPROCS(0))))
	e.closed = make(chan struct{})
	for range cap(e.readers) {
		e.readers <- nil
	}
	e.changes.start(newest)
	return nil
}

// openFault is why a database cannot be used, in a sentence.
type openFault struct {
	sentence string
	cause    error
}

// Error is part of error.
func (f *openFault) Error() string { return f.sentence }

// Unwrap returns the cause, for the log.
func (f *openFault) Unwrap() error { return f.cause }

// openError names the database, never its password.
func openError(config *pgx.ConnConfig, err error) error {
	if fault, ok := errors.AsType[*openFault](err); ok {
		return fault
	}
	where := fmt.Sprintf("The database %s at %s", config.Database, config.Host)
	if said, ok := errors.AsType[*pgconn.PgError](err); ok {
		return &openFault{fmt.Sprintf("%s cannot be used: %s.", where, said.Message), err}
	}
	return &openFault{where + " cannot be reached; is the server running, and the address right?", err}
}
