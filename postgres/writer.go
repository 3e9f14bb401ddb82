package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"minimost/chat"
)

const (
	// writeLock is the advisory lock of the database that whoever writes holds until
	// its transaction ends: stamps, numbers of changes and commits have one order.
	writeLock = 0x6d696e69
	// migrateLock is held while the schema changes.
	migrateLock = writeLock + 1
)

// unknown is a number that no change has.
const unknown = -1

// errLost is a transaction whose connection was lost.
var errLost = errors.New("the connection to the database was lost")

// writer is the connection that writes.
type writer struct {
	*conn
	engine *engine
	node   string // this process among those that write

	seq      int64 // of the newest change that this writer has seen
	external int64 // counts when there was one of somebody else's
}

// Begin is part of sqlite.WriterConn.
func (w *writer) Begin(durable bool) error {
	if err := w.reconnect(); err != nil {
		return err
	}
	if w.raw.PgConn().TxStatus() != 'I' {
		if err := w.Rollback(); err != nil {
			return err
		}
	}
	w.pending = w.pending[:0]
	text := "BEGIN;"
	if !durable {
		text += "SET LOCAL synchronous_commit = off;"
	}
	// Only a statement after the lock sees what was committed before it was free.
	text += fmt.Sprintf("SELECT pg_advisory_xact_lock(%d);SELECT coalesce(max(seq), 0) FROM changes", writeLock)
	ctx, cancel := context.WithTimeout(context.Background(), w.engine.patience+time.Second)
	defer cancel()
	results, err := w.raw.PgConn().Exec(ctx, text).ReadAll()
	if err != nil {
		return errors.Join(err, w.Rollback())
	}
	seq, err := strconv.ParseInt(string(results[len(results)-1].Rows[0][0]), 10, 64)
	if err != nil {
		return err
	}
	if seq != w.seq {
		w.external++
	}
	w.seq = seq
	return nil
}

// MakeDurable is called between Begin and Commit.
func (w *writer) MakeDurable() { w.pending = append(w.pending, "SET LOCAL synchronous_commit = on") }

// reconnect makes a new connection where there is none any more.
func (w *writer) reconnect() error {
	w.ctx = context.Background()
	if w.raw != nil && !w.raw.IsClosed() {
		return nil
	}
	raw, err := w.engine.connectWriter(context.Background(), w.node)
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
func (w *writer) Commit(topics []chat.Topic) error {
	seq := w.seq + 1
	text, err := json.Marshal(topics)
	if err != nil {
		return err
	}
	commands := slices.Concat(w.pending, []string{fmt.Sprintf(
		"INSERT INTO changes (seq, node, topics, at) VALUES (%d, %s, %s, extract(epoch FROM clock_timestamp()))", seq, quote(w.node), quote(string(text)),
	), "COMMIT"})
	w.pending = w.pending[:0]
	ctx, cancel := context.WithTimeout(context.Background(), w.engine.patience+time.Second)
	defer cancel()
	if err = w.command(ctx, strings.Join(commands, ";")); err != nil && w.raw.IsClosed() {
		err = w.lookForCommit(seq, err)
	}
	if err != nil {
		return err
	}
	w.seq = seq
	w.engine.changes.committedUpTo(seq)
	return nil
}

// quote writes a text as SQL does. standard_conforming_strings is on.
func quote(text string) string {
	return "'" + strings.ReplaceAll(strings.ReplaceAll(text, "\x00", ""), "'", "''") + "'"
}

// lookForCommit returns nil where a commit took place whose answer was lost. The
// lock is free only once that is decided.
func (w *writer) lookForCommit(seq int64, cause error) error {
	if err := w.reconnect(); err != nil {
		return errors.Join(errLost, cause, err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), w.engine.patience+time.Second)
	defer cancel()
	text := fmt.Sprintf("BEGIN;SELECT pg_advisory_xact_lock(%d);SELECT count(*) FROM changes WHERE seq = %d AND node = %s;COMMIT", writeLock, seq, quote(w.node))
	results, err := w.raw.PgConn().Exec(ctx, text).ReadAll()
	if err != nil {
		return errors.Join(errLost, cause, err)
	}
	if string(results[2].Rows[0][0]) != "1" {
		return errors.Join(errLost, cause)
	}
	return nil
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

// Save is part of sqlite.WriterConn. It goes with the next statement.
func (w *writer) Save() error {
	w.pending = append(w.pending, saveCommand)
	return nil
}

// Release is part of sqlite.WriterConn.
func (w *writer) Release() error {
	if n := len(w.pending); n > 0 && w.pending[n-1] == saveCommand {
		w.pending = w.pending[:n-1] // nothing was done
		return nil
	}
	w.pending = append(w.pending, releaseCommand)
	return nil
}

// RollbackTo is part of sqlite.WriterConn.
func (w *writer) RollbackTo() error {
	if n := len(w.pending); n > 0 && w.pending[n-1] == saveCommand {
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
func (w *writer) External() (int64, error) { return w.external, nil }

func (w *writer) close(ctx context.Context) error { return w.raw.Close(ctx) }
