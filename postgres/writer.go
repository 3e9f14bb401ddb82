package postgres

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"

	"minimost/sqlite"
)

const (
	// writeLock is the advisory lock of the database that whoever writes holds until
	// its transaction ends: stamps, numbers of changes and commits have one order.
	writeLock = 0x6d696e69
	// migrateLock is held while the schema changes.
	migrateLock = writeLock + 1
)

// undueShare is how many times the engine's patience a transaction may take that is due at no time.
const undueShare = 4

// unknown is a number that no change has.
const unknown = -1

// writer is the connection that writes.
type writer struct {
	*conn
	engine *engine
	node   string // this process among those that write

	// waits is since when it waits for the lock of those who write, ns of began; 0: it does not.
	waits   atomic.Int64
	durable bool // the present transaction is
	// due is when the present transaction has to have ended, which ctx ends at; zero: within the patience.
	due    time.Time
	cancel context.CancelFunc // of ctx
	// messages is the number of the newest message, and numbered what it was when the
	// transaction began.
	messages, numbered int64

	seq      int64 // of the newest change that this writer has seen
	external int64 // counts when there was one of somebody else's
	// touched is what those have changed since it was asked for last.
	touched sqlite.Touched
}

// Begin is part of sqlite.WriterConn.
func (w *writer) Begin(durable bool) error {
	if err := w.reconnect(w.ctx); err != nil {
		return err
	}
	if w.raw.PgConn().TxStatus() != 'I' {
		if err := w.Rollback(); err != nil {
			return err
		}
	}
	w.pending, w.defers, w.durable = w.pending[:0], true, durable
	w.queue("BEGIN")
	if !durable {
		w.queue("SET LOCAL synchronous_commit = off")
	}
	// Only a statement after the lock sees what was committed before it was free.
	w.queue("SELECT pg_advisory_xact_lock($1)", int64(writeLock))
	w.queue(newestMessage)
	w.queue("SELECT seq, coalesce(touched, '') FROM changes WHERE seq >= $1 ORDER BY seq LIMIT $2", w.seq, maxTouched+1)
	ctx, cancel := context.WithTimeout(w.ctx, w.engine.patience+time.Second)
	defer cancel()
	w.waits.Store(int64(time.Since(began)))
	others, err := w.begun(ctx)
	w.waits.Store(0)
	if err == nil {
		err = w.note(ctx, others)
	}
	if err != nil {
		return errors.Join(err, w.Rollback())
	}
	return nil
}

// newestMessage is the number of the newest message: whoever has the lock numbers the next.
const newestMessage = "SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM messages_id_seq"

// maxTouched bounds how many changes of others are read when a transaction begins: where
// there are more, any row may have changed.
const maxTouched = 500

// made is a change that was committed.
type made struct {
	seq     int64
	touched string // "": any row
}

// begun begins the transaction, and returns the changes from the newest that is known on.
func (w *writer) begun(ctx context.Context) (list []made, err error) {
	before := len(w.pending) - 2
	results := w.raw.SendBatch(ctx, w.batch())
	defer func() { err = errors.Join(err, results.Close()) }()
	for range before {
		if _, err := results.Exec(); err != nil {
			return nil, err
		}
	}
	if err := results.QueryRow().Scan(&w.messages); err != nil {
		return nil, err
	}
	w.numbered, w.unindexes = w.messages, w.seq == unknown
	rows, err := results.Query()
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(r pgx.CollectableRow) (m made, err error) { return m, r.Scan(&m.seq, &m.touched) })
}

// note notes the changes that others have made since the newest that is known, which is
// the first of the list.
func (w *writer) note(ctx context.Context, list []made) error {
	if len(list) == 1 && list[0].seq == w.seq {
		return nil
	}
	w.external++
	newest := w.seq + int64(len(list)) - 1
	// Missing are those that were trimmed, or that a standby lacks.
	if n := len(list); n == 0 || n > maxTouched || list[n-1].seq != newest {
		w.touched.Everything, w.unindexes = true, true
		list = nil
		if err := w.raw.QueryRow(ctx, "SELECT coalesce(max(seq), 0) FROM changes").Scan(&newest); err != nil {
			return err
		}
	}
	for i, m := range list {
		if i > 0 {
			w.touched.Add(m.touched) // "" is no JSON
		}
	}
	w.seq = newest
	return nil
}

// NextMessageID numbers a message. Whoever has the lock is the only one who does.
func (w *writer) NextMessageID() int64 {
	w.messages++
	return w.messages
}

// MayUnindex reports whether the transaction may have left something to index anew.
func (w *writer) MayUnindex() bool { return w.unindexes }

// MakeDurable is called between Begin and Commit.
func (w *writer) MakeDurable() {
	w.durable = true
	w.queue("SET LOCAL synchronous_commit = on")
}

// DueBy has the transaction end by then, or soon: what is done at a commit, or for one, is
// not given up at once.
func (w *writer) DueBy(at time.Time) {
	w.cancel()
	w.due = at
	if at.IsZero() {
		// Whoever answers no more is not waited for as long as the network does.
		w.ctx, w.cancel = context.WithTimeout(context.Background(), undueShare*w.engine.patience)
		return
	}
	if soon := time.Now().Add(w.engine.soon()); at.Before(soon) {
		w.due = soon
	}
	w.ctx, w.cancel = context.WithDeadline(context.Background(), w.due)
}

// reconnect makes a new connection where there is none any more.
func (w *writer) reconnect(ctx context.Context) error {
	if w.raw != nil && !w.raw.IsClosed() {
		return nil
	}
	raw, err := w.engine.connectWriter(ctx, w.node)
	if err != nil {
		return err
	}
	during := w.ctx
	*w.conn = *newConn(raw)
	w.ctx = during
	w.seq = unknown // a standby that took over may lack the newest, and number others so
	return nil
}

// sendAll sends what waits, which is statements of changes.
func (w *writer) sendAll(ctx context.Context) error {
	changes := len(w.pending)
	results := w.raw.SendBatch(ctx, w.batch())
	return errors.Join(execAll(results, changes), results.Close())
}

func execAll(results pgx.BatchResults, changes int) error {
	for range changes {
		if _, err := results.Exec(); err != nil {
			return errors.Join(sqlite.ErrDeferred, err)
		}
	}
	return nil
}

// quote writes a text as SQL does. standard_conforming_strings is on.
func quote(text string) string {
	return "'" + strings.ReplaceAll(strings.ReplaceAll(text, "\x00", ""), "'", "''") + "'"
}

// Rollback is part of sqlite.WriterConn.
func (w *writer) Rollback() error {
	w.pending = w.pending[:0]
	if w.raw.IsClosed() {
		return nil
	}
	// Others wait for it: also where who asked waits no more.
	ctx, cancel := context.WithTimeout(context.Background(), w.engine.soon())
	defer cancel()
	return w.command(ctx, "ROLLBACK")
}

// InTransaction is part of sqlite.WriterConn.
func (w *writer) InTransaction() bool {
	return !w.raw.IsClosed() && w.raw.PgConn().TxStatus() != 'I'
}

const saveCommand, releaseCommand = "SAVEPOINT change", "RELEASE change"

// Save is part of sqlite.WriterConn. It goes with the next statement. What was deferred
// goes before: its failure is not to be taken for one of what follows.
func (w *writer) Save() error {
	if len(w.pending) > 0 {
		ctx, cancel := context.WithTimeout(w.ctx, w.engine.patience+time.Second)
		defer cancel()
		if err := w.sendAll(ctx); err != nil {
			return err
		}
	}
	w.queue(saveCommand)
	w.defers = false
	return nil
}

// Release is part of sqlite.WriterConn.
func (w *writer) Release() error {
	w.defers = true
	if n := len(w.pending); n > 0 && w.pending[n-1].text == saveCommand {
		w.pending = w.pending[:n-1] // nothing was done
		return nil
	}
	w.queue(releaseCommand)
	return nil
}

// RollbackTo is part of sqlite.WriterConn.
func (w *writer) RollbackTo() error {
	if n := len(w.pending); n > 0 && w.pending[n-1].text == saveCommand {
		return nil // nothing was done
	}
	return w.now("ROLLBACK TO change")
}

func (w *writer) now(text string) error {
	ctx, cancel := context.WithTimeout(w.ctx, w.engine.patience+time.Second)
	defer cancel()
	return w.command(ctx, text)
}

// External is part of sqlite.WriterConn. It moves when a transaction begins.
func (w *writer) External() (number int64, rows sqlite.Touched, err error) {
	rows, w.touched = w.touched, sqlite.Touched{}
	return w.external, rows, nil
}

func (w *writer) close(ctx context.Context) error { return w.raw.Close(ctx) }
