package sqlite

import (
	"context"
	"errors"
	"log/slog"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"minimost/chat"
)

const (
	// maxBatch bounds the writes of one commit: more would not make it cheaper
	// and would hold up the first of them.
	maxBatch = 256
	// lockPatience is how long a commit waits for another process's lock.
	lockPatience = 4 * time.Second
	// externalInterval is how often the writer looks for external commits: a change
	// by another program shows within 100 ms.
	externalInterval = 40 * time.Millisecond
	// busyFor is how long after a commit whoever waits in vain is told that others had their turn meanwhile.
	busyFor = time.Second
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
	do func(Conn) error
	// noSavepoint says that do refuses before it changes anything, and updates the
	// row cache with what it changes.
	noSavepoint bool
	topics      []chat.Topic // that it changed
	sent        *sentMessage // that it sent and that is to be remembered, nil for none
	due         time.Time    // by when who asked is to be answered; zero for any time
	done        chan error
	claimed     atomic.Bool // by the writer, or by a requester who gave up
	err         error
}

// writer is the one goroutine that writes.
type writer struct {
	conn  WriterConn
	log   *slog.Logger
	queue chan *write

	observe     func(Commit)
	rows        rowCache
	sent        sentMessages
	onExternal  func() // called after an external commit
	dataVersion int64
	// externalCommits counts those that were seen.
	externalCommits atomic.Int64
	// unindexed counts changes of messages that are in no block of the index.
	unindexed atomic.Int64
	// settled is when the last commit was made, ns of the epoch.
	settled atomic.Int64
	// most bounds a batch, and opened is when the transaction of the present one began, where
	// other servers wait for it.
	most   int
	opened time.Time

	mu     sync.RWMutex // held for reading while a write is put into the queue
	closed bool
	done   chan struct{}
}

// newWriter is the writer on conn, which run starts. onExternal is called after an external
// commit, within externalInterval of it.
func newWriter(conn WriterConn, log *slog.Logger, observe func(Commit)) *writer {
	w := &writer{
		conn:       conn,
		log:        log,
		onExternal: func() {},
		observe:    observe,
		queue:      make(chan *write, 4*maxBatch),
		done:       make(chan struct{}),
		most:       maxBatch,
	}
	w.rows.clear()
	return w
}

// commit makes a write in the next transaction and returns once that is
// committed, or rolled back with the error of its do. A write that has not begun
// when ctx ends is never made; one that has begun is waited for. do may be called
// twice, the first time rolled back.
func (w *writer) commit(ctx context.Context, wr *write) error {
	wr.done = make(chan error, 1)
	wr.due, _ = ctx.Deadline()
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
			return w.gaveUp(ctx)
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
		return w.gaveUp(ctx)
	}
}

// gaveUp is the error of a write whose turn did not come before ctx ended.
func (w *writer) gaveUp(ctx context.Context) error {
	if time.Since(time.Unix(0, w.settled.Load())) < busyFor {
		return errors.Join(errBusy, ctx.Err())
	}
	return ctx.Err()
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
	look := time.NewTicker(externalInterval)
	defer look.Stop()
	w.checkExternalWriters()
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
			w.checkExternalWriters()
		}
	}
}
