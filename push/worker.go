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

// workers are the goroutines that serve sockets.
type workers struct {
	parked  chan *socket  // to a worker that waits
	waiting atomic.Int64  // how many workers do
	slots   chan struct{} // held while a socket computes
}

// turn is a context for whatever sockets compute within a second.
type turn struct {
	context.Context //nolint:containedctx // handed out as it is
	ends            time.Time
}

// run has a goroutine serve the socket, and does not wait for it.
func (m *Sockets) run(s *socket) {
	select {
	case m.workers.parked <- s:
	default:
		m.start(func() { m.work(s) })
	}
}

// work serves sockets, first s, for as long as it is worth keeping.
func (m *Sockets) work(s *socket) {
	for {
		s.serve()
		if m.workers.waiting.Add(1) > parkedWorkers {
			m.workers.waiting.Add(-1)
			return
		}
		select {
		case s = <-m.workers.parked:
			m.workers.waiting.Add(-1)
		case <-m.quit:
			m.workers.waiting.Add(-1)
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
