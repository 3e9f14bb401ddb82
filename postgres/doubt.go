package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	"minimost/chat"
	"minimost/sqlite"
)

// errLost is a transaction whose connection was lost.
var errLost = errors.New("the connection to the database was lost")

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
	ctx, cancel := context.WithTimeout(w.ctx, w.engine.patience)
	defer cancel()
	at, err := w.sendCommit(ctx, before)
	if err != nil && w.raw.IsClosed() {
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

// soon is for what is short, and has to be done also where there is no time left for it.
func (e *engine) soon() time.Duration { return e.patience / soonShare }

// soonShare is which part of the engine's patience that is: a second, as a rule.
const soonShare = 4

// doubtShare is which part of the engine's patience it may take to find out what became of a commit
// whose answer was lost.
const doubtShare = 2

// lookUntil is until when that may take where somebody waits for it who was to be answered by then.
func lookUntil(now, due time.Time, patience time.Duration) time.Time {
	until := now.Add(patience / doubtShare)
	if due.IsZero() {
		return until
	}
	if now.After(due) {
		due = now
	}
	if late := due.Add(patience / soonShare); late.Before(until) {
		return late
	}
	return until
}

// lookForCommit returns when the commit was made, and nil where a commit took place whose answer was lost. The
// lock is free only once that is decided. It writes, so that its own commit waits for the
// standby, which has then the other one too.
func (w *writer) lookForCommit(seq int64, cause error) (at float64, err error) {
	// No statement is known to have failed, for which the others would be made again.
	cause = errors.Join(errLost, errors.New(cause.Error()))
	ctx, cancel := context.WithDeadline(context.Background(), lookUntil(time.Now(), w.due, w.engine.patience))
	defer cancel()
	if err := w.reconnect(ctx); err != nil {
		w.engine.changes.doubts.add(seq)
		return 0, errors.Join(cause, err)
	}
	text := fmt.Sprintf("BEGIN;SELECT pg_advisory_xact_lock(%d);UPDATE changes SET at = at WHERE seq = %d AND node = %s RETURNING at;SET LOCAL statement_timeout = 0;COMMIT",
		writeLock, seq, quote(w.node))
	results, err := w.raw.PgConn().Exec(ctx, text).ReadAll()
	if err != nil {
		w.engine.changes.doubts.add(seq)
		return 0, errors.Join(cause, err)
	}
	if found := results[2].Rows; len(found) == 1 {
		return strconv.ParseFloat(string(found[0][0]), 64)
	}
	return 0, cause
}

// doubts are the numbers of commits of this process of which it was not found out whether they
// were made: where one was, nobody has published it here.
type doubts struct {
	mu      sync.Mutex
	numbers []int64
}

func (d *doubts) add(seq int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.numbers = append(d.numbers, seq)
}

// passed forgets those up to a number, and reports whether there were any.
func (d *doubts) passed(seq int64) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	before := len(d.numbers)
	d.numbers = slices.DeleteFunc(d.numbers, func(n int64) bool { return n <= seq })
	return len(d.numbers) < before
}
