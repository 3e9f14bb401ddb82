package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"

	"minimost/chat"
	"minimost/sqlite"
)

const (
	// writeLock is the advisory lock of the database that whoever writes holds until
	// its transaction ends: stamps, numbers of changes and commits have one order.
	writeLock = 0x6d696e69
	// migrateLock is held while the schema changes.
	migrateLock = writeLock + 1
)

// doubtShare is which part of the engine's patience it may take to find out what became of a commit that was not
// answered within that patience: who waits for it is told that the database does not answer before long.
const doubtShare = 2

// unknown is a number that no change has.
const unknown = -1

// errLost is a transaction whose connection was lost.
var errLost = errors.New("the connection to the database was lost")

// writer is the connection that writes.
type writer struct {
	*conn
	engine *engine
	node   string // this process among those that write

	// waits is since when it waits for the lock of those who write, ns of began; 0: it does not.
	waits   atomic.Int64
	durable bool // the present transaction is
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
	if err := w.reconnect(context.Background()); err != nil {
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
	ctx, cancel := context.WithTimeout(context.Background(), w.engine.patience+time.Second)
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

// reconnect makes a new connection where there is none any more.
func (w *writer) reconnect(ctx context.Context) error {
	w.ctx = context.Background()
	if w.raw != nil && !w.raw.IsClosed() {
		return nil
	}
	raw, err := w.engine.connectWriter(ctx, w.node)
	if err != nil {
		return err
	}
	*w.conn = *newConn(raw)
	w.ctx = context.Background()
	w.seq = unknown // a standby that took over may lack the newest, and number others so
	return nil
}

// Commit is part of sqlite.WriterConn. Where the connection is lost meanwhile it looks
// for its own change: it was committed if that is there.
func (w *writer) Commit(topics []chat.Topic, rows sqlite.Touched) error {
	seq := w.seq + 1
	text, err := json.Marshal(topics)
	if err != nil {
		return err
	}
	if w.messages > w.numbered {
		w.queue("SELECT setval('messages_id_seq', $1)", w.messages)
	}
	before := len(w.pending)
	w.queue("INSERT INTO changes (seq, node, topics, touched, at) VALUES ($1, $2, $3, nullif($4, ''), extract(epoch FROM clock_timestamp())) RETURNING at",
		seq, w.node, string(text), rows.String())
	if w.durable {
		// A commit that a time limit ends is one that no standby has, and is no error.
		w.queue("SET LOCAL statement_timeout = 0")
	}
	w.queue("COMMIT")
	ctx, cancel := context.WithTimeout(context.Background(), w.engine.patience)
	defer cancel()
	at, err := w.sendCommit(ctx, before)
	if err != nil && w.raw.IsClosed() {
		if ctx.Err() != nil {
			err = ctx.Err() // no statement failed: it is not tried again
		}
		at, err = w.lookForCommit(seq, err)
	}
	if err != nil {
		return err
	}
	w.seq = seq
	w.engine.changes.hasCommitted(mark{seq, w.node, at})
	return nil
}

// sendCommit sends what waits, which is statements of changes, the one that tells of them and the commit.
func (w *writer) sendCommit(ctx context.Context, changes int) (at float64, err error) {
	results := w.raw.SendBatch(ctx, w.batch())
	if err = execAll(results, changes); err == nil {
		err = results.QueryRow().Scan(&at)
	}
	return at, errors.Join(err, results.Close())
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

// lookForCommit returns when the commit was made, and nil where a commit took place whose answer was lost. The
// lock is free only once that is decided. It writes, so that its own commit waits for the
// standby, which has then the other one too.
func (w *writer) lookForCommit(seq int64, cause error) (at float64, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), w.engine.patience/doubtShare)
	defer cancel()
	if err := w.reconnect(ctx); err != nil {
		return 0, errors.Join(errLost, cause, err)
	}
	text := fmt.Sprintf("BEGIN;SELECT pg_advisory_xact_lock(%d);UPDATE changes SET at = at WHERE seq = %d AND node = %s RETURNING at;SET LOCAL statement_timeout = 0;COMMIT",
		writeLock, seq, quote(w.node))
	results, err := w.raw.PgConn().Exec(ctx, text).ReadAll()
	if err != nil {
		return 0, errors.Join(errLost, cause, err)
	}
	if found := results[2].Rows; len(found) == 1 {
		return strconv.ParseFloat(string(found[0][0]), 64)
	}
	return 0, errors.Join(errLost, cause)
}

// Rollback is part of sqlite.WriterConn.
func (w *writer) Rollback() error {
	w.pending = w.pending[:0]
	if w.raw.IsClosed() {
		return nil
	}
	return w.now("ROLLBACK")
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
		ctx, cancel := context.WithTimeout(context.Background(), w.engine.patience+time.Second)
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
	ctx, cancel := context.WithTimeout(context.Background(), w.engine.patience+time.Second)
	defer cancel()
	return w.command(ctx, text)
}

// External is part of sqlite.WriterConn. It moves when a transaction begins.
func (w *writer) External() (number int64, rows sqlite.Touched, err error) {
	rows, w.touched = w.touched, sqlite.Touched{}
	return w.external, rows, nil
}

func (w *writer) close(ctx context.Context) error { return w.raw.Close(ctx) }
