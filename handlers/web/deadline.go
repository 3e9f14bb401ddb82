package web

import (
	"context"
	"sync"
	"time"
)

// deadline is a context that ends at a time, for requests of which most ask
// nobody anything: it starts its timer when it is first waited for.
type deadline struct {
	context.Context // what it descends from
	at              time.Time

	once   sync.Once
	timed  context.Context
	cancel context.CancelFunc
}

// start starts the timer unless it runs, or unless the end has come before.
func (d *deadline) start() context.Context {
	d.once.Do(func() { d.timed, d.cancel = context.WithDeadline(d.Context, d.at) })
	return d.timed
}

// end ends the context, as the CancelFunc of another would.
func (d *deadline) end() {
	d.once.Do(func() { d.timed, d.cancel = ended, func() {} })
	d.cancel()
}

var ended = func() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}()

// Deadline is part of context.Context.
func (d *deadline) Deadline() (time.Time, bool) { return d.at, true }

// Done is part of context.Context.
func (d *deadline) Done() <-chan struct{} { return d.start().Done() }

// Err is part of context.Context.
func (d *deadline) Err() error { return d.start().Err() }
