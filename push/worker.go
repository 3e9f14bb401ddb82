package push

import (
	"context"
	"sync/atomic"
	"time"
)

const (
	// parkedWorkers is how many goroutines wait for the next stream to serve: one
	// that has grown its stack before is worth keeping.
	parkedWorkers = 64
	// computeTimeout is until when a stream must have what it asks for.
	computeTimeout = 5 * time.Second
)

// workers are the goroutines that serve streams.
type workers struct {
	parked  chan *stream  // to a worker that waits
	waiting atomic.Int64  // how many workers do
	slots   chan struct{} // held while a stream computes
}

// turn is a context for whatever streams compute within a second.
type turn struct {
	context.Context //nolint:containedctx // handed out as it is
	ends            time.Time
}

// run has a goroutine serve the stream, and does not wait for it.
func (m *Streams) run(st *stream) {
	select {
	case m.workers.parked <- st:
	default:
		m.start(func() { m.work(st) })
	}
}

// work serves streams, first st, for as long as it is worth keeping.
func (m *Streams) work(st *stream) {
	for {
		st.serve()
		if m.workers.waiting.Add(1) > parkedWorkers {
			m.workers.waiting.Add(-1)
			return
		}
		select {
		case st = <-m.workers.parked:
			m.workers.waiting.Add(-1)
		case <-m.quit:
			m.workers.waiting.Add(-1)
			return
		}
	}
}

// context is for what is computed now. It has a deadline that many share, for a
// timer each would cost more than most have to do.
func (m *Streams) context() context.Context {
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
