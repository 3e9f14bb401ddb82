package sqlite

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"minimost/chat"
)

// collect adds the writes that wait already.
func (w *writer) collect(batch []*write) []*write {
	for len(batch) < w.most {
		select {
		case wr, ok := <-w.queue:
			if !ok {
				return batch
			}
			batch = append(batch, wr)
		default:
			return batch
		}
	}
	return batch
}

// runBatch commits the batch's changes in one transaction and answers each.
func (w *writer) runBatch(batch []*write) {
	waiting, d := pending(batch)
	if len(waiting) == 0 {
		return
	}
	began := time.Now()
	w.dueBy(time.Time{})
	err := w.open(d)
	if err == nil {
		waiting, d = w.join(batch, waiting, d)
		waiting = w.refuseLate(waiting)
	}
	// Whoever gave up while another process held the lock is left out.
	changes := claim(waiting)
	w.dueBy(earliest(changes))
	for {
		made := len(changes)
		if err == nil {
			made, err = w.transact(changes, false)
		}
		if errors.Is(err, errWithoutSavepoint) {
			if err = w.open(d); err == nil {
				made, err = w.transact(changes, true)
			}
		}
		w.fitBatch(made)
		w.settle(changes[:made], Commit{Writes: made, Took: time.Since(began), Durable: bool(d), Err: err})
		if changes = changes[made:]; len(changes) == 0 {
			return
		}
		began = time.Now()
		err = w.open(d)
	}
}

// settle answers those whose changes are committed, or were not.
func (w *writer) settle(changes []*write, c Commit) {
	if len(changes) > 0 {
		w.observe(c)
	}
	if c.Err != nil {
		w.rows.clear()
		w.log.Error("commit failed", "error", c.Err, "writes", len(changes))
	} else {
		w.settled.Store(time.Now().UnixNano())
		w.sent.settle(changes)
	}
	for _, wr := range changes {
		if c.Err != nil {
			wr.err = c.Err
		}
		wr.done <- wr.err
	}
}

// A transaction for which other servers wait is to take no longer than longCommit: a
// batch becomes smaller after one that did, and larger again while they take less than
// shortCommit.
const (
	longCommit  = 400 * time.Millisecond
	shortCommit = 50 * time.Millisecond
	leastBatch  = 4
)

// fitBatch bounds the next batch by how long one of so many changes took.
func (w *writer) fitBatch(changes int) {
	if w.opened.IsZero() {
		return
	}
	switch took := time.Since(w.opened); {
	case took > longCommit:
		w.most = max(leastBatch, min(changes, w.most)/2)
	case took < shortCommit:
		w.most = min(maxBatch, 2*w.most)
	}
	w.opened = time.Time{}
}

// lateJoiner is a connection that waits for other servers when it begins: what has come
// meanwhile can join the transaction.
type lateJoiner interface {
	// MakeDurable has the commit survive a power cut, though it was not to at first.
	MakeDurable()
	// DueBy says by when those are to be answered who have to wait for what is done from
	// now on; nobody has to, or for any time, where it is the zero time.
	DueBy(at time.Time)
}

// leastTime is how much time must be left to a change that is begun where other servers were
// waited for: nobody can give up what was begun, and its commit may have to be looked for.
const leastTime = time.Second

// refuseLate refuses those whose turn came too late, before anything was done for them.
func (w *writer) refuseLate(waiting []*write) []*write {
	if _, late := w.conn.(lateJoiner); !late {
		return waiting
	}
	latest := time.Now().Add(leastTime)
	return slices.DeleteFunc(waiting, func(wr *write) bool {
		if wr.due.IsZero() || wr.due.After(latest) || !wr.claimed.CompareAndSwap(false, true) {
			return false
		}
		wr.done <- errors.Join(errBusy, context.DeadlineExceeded)
		return true
	})
}

// dueBy tells a connection that waits for other servers by when its transaction has to end.
func (w *writer) dueBy(at time.Time) {
	if late, ok := w.conn.(lateJoiner); ok {
		late.DueBy(at)
	}
}

// earliest is when the first of those who wait is to be answered; the zero time where nobody minds.
func earliest(changes []*write) (at time.Time) {
	for _, wr := range changes {
		if !wr.due.IsZero() && (at.IsZero() || wr.due.Before(at)) {
			at = wr.due
		}
	}
	return at
}

// join adds what has come while the transaction waited to begin.
func (w *writer) join(batch, waiting []*write, d durability) ([]*write, durability) {
	late, ok := w.conn.(lateJoiner)
	if !ok {
		return waiting, d
	}
	waiting, joined := pending(w.collect(batch))
	if joined && !d {
		late.MakeDurable()
	}
	return waiting, d || joined
}

// pending are the changes that somebody still waits for, and what they need of
// their commit.
func pending(batch []*write) (waiting []*write, d durability) {
	for _, wr := range batch {
		if !wr.claimed.Load() {
			waiting = append(waiting, wr)
			d = d || wr.durability
		}
	}
	return waiting, d
}

// claim takes the changes that nobody has given up: from then on each has to be
// waited for.
func claim(waiting []*write) []*write {
	return slices.DeleteFunc(waiting, func(wr *write) bool { return !wr.claimed.CompareAndSwap(false, true) })
}

// errWithoutSavepoint is a change without a savepoint that failed: which of the others'
// changes to keep takes savepoints.
var errWithoutSavepoint = errors.New("a change without a savepoint failed")

// open begins a transaction, which waits for the lock of another process.
func (w *writer) open(d durability) error {
	err := w.conn.Begin(bool(d))
	if _, others := w.conn.(lateJoiner); others {
		w.opened = time.Now()
	}
	return err
}

// transact applies the changes in the transaction that is open and ends it. A
// change that fails is undone alone, its error is in it; transact's own error
// means that none of them was kept. Careful takes a savepoint for every change.
// Where others wait for a transaction that takes long, only the first that it made are
// made.
func (w *writer) transact(changes []*write, careful bool) (made int, err error) {
	// Nobody else can commit since it began, so what is cached from here on is current.
	if w.externalCommit() {
		defer w.onExternal()
	}
	if w.rows.size() > maxCachedRows {
		w.rows.clear()
	}
	w.rows.touched = Touched{}
	w.sent.begin()
	made, err = w.makeAll(changes, careful)
	if errors.Is(err, ErrDeferred) && !careful {
		err = errors.Join(errWithoutSavepoint, err)
	}
	if err != nil {
		return len(changes), errors.Join(err, w.rollback())
	}
	return made, nil
}

// makeAll makes the changes, or the first of them, and commits them.
func (w *writer) makeAll(changes []*write, careful bool) (made int, err error) {
	for made < len(changes) && (made == 0 || !w.takesLong()) {
		if err := w.make(changes[made], careful); err != nil {
			return made, err
		}
		made++
	}
	if err := w.rows.flush(w.conn); err != nil {
		return made, err
	}
	unindexed, err := w.reindex()
	if err != nil {
		return made, err
	}
	if unindexed {
		// Before and after: whoever reads in between sees what was before.
		w.unindexed.Add(1)
		defer w.unindexed.Add(1)
	}
	return made, w.conn.Commit(topicsOf(changes[:made]), w.rows.touched)
}

// takesLong reports whether others have waited for the transaction long enough.
func (w *writer) takesLong() bool { return !w.opened.IsZero() && time.Since(w.opened) > longCommit }

// make makes one change. Its own error is in it; make's ends the transaction.
func (w *writer) make(wr *write, careful bool) error {
	noSavepoint := wr.noSavepoint && !careful
	if !noSavepoint {
		if err := w.rows.flush(w.conn); err != nil {
			return err
		}
	}
	if noSavepoint {
		wr.err = guard(func() error { return wr.do(w.conn) })
	} else {
		wr.err = w.apply(wr)
		if errors.Is(wr.err, ErrDeferred) && !careful {
			return errWithoutSavepoint
		}
	}
	if !w.conn.InTransaction() {
		return fmt.Errorf("transaction ended early: %w", wr.err)
	}
	failed := wr.err != nil && chat.CodeOf(wr.err) == chat.Internal
	if !wr.noSavepoint || failed {
		w.rows.clear()
	}
	if noSavepoint && failed {
		return errWithoutSavepoint
	}
	return nil
}

func (w *writer) apply(wr *write) error {
	if err := w.conn.Save(); err != nil {
		return err
	}
	err := guard(func() error { return wr.do(w.conn) })
	if !w.conn.InTransaction() {
		return err
	}
	if err != nil {
		err = errors.Join(err, w.conn.RollbackTo())
	}
	if releaseErr := w.conn.Release(); releaseErr != nil {
		return errors.Join(err, releaseErr)
	}
	return err
}

func (w *writer) rollback() error {
	if !w.conn.InTransaction() {
		return nil
	}
	return w.conn.Rollback()
}

// topicsOf are the topics of the changes that are kept, once each.
func topicsOf(changes []*write) (topics []chat.Topic) {
	known := make(map[chat.Topic]bool)
	for _, wr := range changes {
		if wr.err != nil {
			continue
		}
		for _, topic := range wr.topics {
			if !known[topic] {
				known[topic] = true
				topics = append(topics, topic)
			}
		}
	}
	return topics
}

// guard turns a panic into an error, so that one bad change cannot take the
// writer, and every later write, with it.
func guard(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic in a write: %v\n%s", p, debug.Stack())
		}
	}()
	return f()
}
