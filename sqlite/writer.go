package sqlite

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"zombiezen.com/go/sqlite"

	"minimost/chat"
)

const (
	// maxBatch bounds the writes of one commit: more would not make it cheaper
	// and would hold up the first of them.
	maxBatch = 256
	// lockPatience is how long a commit waits for another process's lock.
	lockPatience = 4 * time.Second
	// foreignInterval is how often the writer looks for commits of other
	// connections: a change by another program shows within 100 ms.
	foreignInterval = 40 * time.Millisecond
)

// durability says what an acknowledged write survives.
type durability bool

const (
	durable  durability = true  // fsynced: a power cut
	volatile durability = false // a crash of the process, not of the machine
)

// write is one request's change, waiting for its commit.
type write struct {
	durability durability
	// do changes the database inside the batch's transaction.
	do func(*sqlite.Conn) error
	// light says that do refuses before it changes anything, and keeps the
	// writer's memo right.
	light   bool
	done    chan error
	claimed atomic.Bool // by the writer, or by a requester who gave up
	err     error
}

// writer is the one goroutine that writes.
type writer struct {
	conn  *sqlite.Conn
	log   *slog.Logger
	queue chan *write

	observe     func(Commit)
	memo        memo
	foreign     func() // called after another connection committed
	dataVersion int64

	mu     sync.RWMutex // held for reading while a write is put into the queue
	closed bool
	done   chan struct{}

	full                      bool // PRAGMA synchronous is FULL
	begin, end                query
	save, release, rollbackTo query
}

// newWriter starts the writer on conn. foreign is called when something else
// has changed the database, within foreignInterval of it.
func newWriter(conn *sqlite.Conn, log *slog.Logger, foreign func(), observe func(Commit)) *writer {
	conn.SetBusyTimeout(lockPatience)
	w := &writer{
		conn:       conn,
		log:        log,
		foreign:    foreign,
		observe:    observe,
		queue:      make(chan *write, 4*maxBatch),
		done:       make(chan struct{}),
		begin:      query{"begin", "BEGIN IMMEDIATE"},
		end:        query{"commit", "COMMIT"},
		save:       query{"savepoint", "SAVEPOINT change"},
		release:    query{"release", "RELEASE change"},
		rollbackTo: query{"rollback to", "ROLLBACK TO change"},
	}
	w.memo.forget()
	go w.run()
	return w
}

// commit makes a write in the next transaction and returns once that is
// committed, or rolled back with the error of its do. A write that has not begun
// when ctx ends is never made; one that has begun is waited for. do may be called
// twice, the first time rolled back.
func (w *writer) commit(ctx context.Context, wr *write) error {
	wr.done = make(chan error, 1)
	return w.submit(ctx, wr)
}

func (w *writer) submit(ctx context.Context, wr *write) error {
	if err := w.enqueue(ctx, wr); err != nil {
		return err
	}
	return w.await(ctx, wr)
}

// await waits for a write that is in the queue, and gives it up when ctx ends
// before it has begun.
func (w *writer) await(ctx context.Context, wr *write) error {
	select {
	case err := <-wr.done:
		return err
	case <-ctx.Done():
		if wr.claimed.CompareAndSwap(false, true) {
			return ctx.Err()
		}
		return <-wr.done
	}
}

func (w *writer) enqueue(ctx context.Context, wr *write) error {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if w.closed {
		return errClosed
	}
	select {
	case w.queue <- wr:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// close finishes the waiting writes and ends the goroutine.
func (w *writer) close() {
	w.mu.Lock()
	if !w.closed {
		w.closed = true
		close(w.queue)
	}
	w.mu.Unlock()
	<-w.done
}

func (w *writer) run() {
	defer close(w.done)
	look := time.NewTicker(foreignInterval)
	defer look.Stop()
	w.lookForForeign()
	batch := make([]*write, 0, maxBatch)
	for {
		select {
		case first, ok := <-w.queue:
			if !ok {
				return
			}
			// Whoever is about to ask for a write is let in first: that many fewer
			// commits are needed.
			runtime.Gosched()
			batch = w.collect(append(batch[:0], first))
			w.runBatch(batch)
		case <-look.C:
			w.lookForForeign()
		}
	}
}

// lookForForeign asks whether another connection has committed: on the
// writer's own connection the data version moves for those commits alone.
func (w *writer) lookForForeign() {
	if w.moved() {
		w.foreign()
	}
}

// moved reports whether another connection has committed since it was asked
// last, and forgets what was remembered of the rows before that.
func (w *writer) moved() bool {
	before := w.dataVersion
	w.readDataVersion()
	if before == w.dataVersion {
		return false
	}
	w.memo.forget()
	return before != 0
}

func (w *writer) readDataVersion() {
	_, err := query{"data version", "PRAGMA data_version"}.one(w.conn, func(stmt *sqlite.Stmt) {
		w.dataVersion = stmt.ColumnInt64(0)
	})
	if err != nil {
		w.log.Error("cannot look for changes by others", "error", err)
	}
}

// collect adds the writes that wait already.
func (w *writer) collect(batch []*write) []*write {
	for len(batch) < maxBatch {
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
	err := w.open(d)
	// Whoever gave up while another process held the lock is left out.
	changes := claim(waiting)
	if err == nil {
		err = w.transact(changes, false)
	}
	if errors.Is(err, errOneFailed) {
		if err = w.open(d); err == nil {
			err = w.transact(changes, true)
		}
	}
	if len(changes) > 0 {
		w.observe(Commit{Writes: len(changes), Took: time.Since(began), Durable: bool(d), Err: err})
	}
	if err != nil {
		w.memo.forget()
		w.log.Error("commit failed", "error", err, "writes", len(changes))
	}
	for _, wr := range changes {
		if err != nil {
			wr.err = err
		}
		wr.done <- wr.err
	}
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

// errOneFailed is a light change that failed after all: which of the others'
// changes to keep takes savepoints.
var errOneFailed = errors.New("a change without a savepoint failed")

// open begins a transaction, which waits for the lock of another process.
func (w *writer) open(d durability) error {
	if err := w.setSynchronous(d); err != nil {
		return err
	}
	return w.begin.exec(w.conn)
}

// transact applies the changes in the transaction that is open and ends it. A
// change that fails is undone alone, its error is in it; transact's own error
// means that none of them was kept. Unless careful, light changes go without a
// savepoint.
func (w *writer) transact(changes []*write, careful bool) error {
	// Nobody else can commit since it began, so what is remembered now is so.
	if w.moved() {
		defer w.foreign()
	}
	if w.memo.size() > memoRows {
		w.memo.forget()
	}
	for _, wr := range changes {
		if err := w.make(wr, careful); err != nil {
			return errors.Join(err, w.rollback())
		}
	}
	if err := w.memo.flush(w.conn); err != nil {
		return errors.Join(err, w.rollback())
	}
	if err := w.end.exec(w.conn); err != nil {
		return errors.Join(err, w.rollback())
	}
	return nil
}

// make makes one change. Its own error is in it; make's ends the transaction.
func (w *writer) make(wr *write, careful bool) error {
	light := wr.light && !careful
	if !light {
		if err := w.memo.flush(w.conn); err != nil {
			return err
		}
	}
	if light {
		wr.err = guard(func() error { return wr.do(w.conn) })
	} else {
		wr.err = w.apply(wr)
	}
	// SQLite ends the whole transaction by itself on errors such as a full disk.
	if w.conn.AutocommitEnabled() {
		return fmt.Errorf("transaction ended early: %w", wr.err)
	}
	failed := wr.err != nil && chat.CodeOf(wr.err) == chat.Internal
	if !wr.light || failed {
		w.memo.forget()
	}
	if light && failed {
		return errOneFailed
	}
	return nil
}

func (w *writer) apply(wr *write) error {
	if err := w.save.exec(w.conn); err != nil {
		return err
	}
	err := guard(func() error { return wr.do(w.conn) })
	if w.conn.AutocommitEnabled() {
		return err
	}
	if err != nil {
		err = errors.Join(err, w.rollbackTo.exec(w.conn))
	}
	if releaseErr := w.release.exec(w.conn); releaseErr != nil {
		return errors.Join(err, releaseErr)
	}
	return err
}

func (w *writer) rollback() error {
	if w.conn.AutocommitEnabled() {
		return nil
	}
	return w.exec("ROLLBACK")
}

// setSynchronous chooses whether the next commit is fsynced. It cannot change
// inside a transaction.
func (w *writer) setSynchronous(d durability) error {
	if bool(d) == w.full {
		return nil
	}
	mode := "PRAGMA synchronous = NORMAL"
	if d == durable {
		mode = "PRAGMA synchronous = FULL"
	}
	if err := w.exec(mode); err != nil {
		return err
	}
	w.full = bool(d)
	return nil
}

func (w *writer) exec(statement string) error {
	return query{statement, statement}.exec(w.conn)
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
