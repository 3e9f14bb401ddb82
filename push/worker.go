package push

import (
	"context"
	"sync/atomic"
	"time"
)

const (
	// parkedWorkers is how many goroutines wait for the next socket to serve: one
	// that has grown its stack before is worth keeping.
	parkedWorkers = 64
	// computeTimeout is until when a socket must have what it asks for.
	computeTimeout = 5 * time.Second
)

// workers are goroutines that do one thing for sockets.
type workers struct {
	do      func(*socket)
	parked  chan *socket // to a worker that waits
	waiting atomic.Int64 // how many workers do
}

// turn is a context for whatever sockets compute within a second.
type turn struct {
	context.Context //nolint:containedctx // handed out as it is
	ends            time.Time
}

// run has one of the workers see to the socket, and does not wait for it.
func (m *Sockets) run(w *workers, s *socket) {
	select {
	case w.parked <- s:
	default:
		m.start(func() { m.work(w, s) })
	}
}

// work sees to sockets, first s, for as long as it is worth keeping.
func (m *Sockets) work(w *workers, s *socket) {
	for {
		w.do(s)
		if w.waiting.Add(1) > parkedWorkers {
			w.waiting.Add(-1)
			return
		}
		select {
		case s = <-w.parked:
			w.waiting.Add(-1)
		case <-m.quit:
			w.waiting.Add(-1)
			return
		}
	}
}

// context is for what is computed now. It has a deadline that many share, for a
// timer each would cost more than most have to do.
func (m *Sockets) context() context.Context {
	now := time.Now()
	if t := m.turn.Load(); t != nil && t.ends.Sub(now) > computeTimeout-time.Second {
		return t
	}
	ends := now.Add(computeTimeout)
	ctx, cancel := context.WithDeadline(m.base, ends)
	context.AfterFunc(ctx, cancel)
	t := &turn{ctx, ends}
	m.turn.Store(t)
	return t
}
