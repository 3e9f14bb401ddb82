package handlers

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"minimost/chat"
)

const (
	// maxStreams is how many event streams are open at once; who comes later
	// polls. An idle one takes about 10 KiB.
	maxStreams = 20_000
	// maxPersonStreams is how many one person has: a page streams only while it
	// is visible, so what is beyond are connections that nobody holds any more.
	maxPersonStreams = 20
	// streamWriteTimeout is how long a client may take to read what it is sent.
	streamWriteTimeout = 10 * time.Second
	streamKeepalive    = chat.Keepalive
	// streamLook is how often a stream looks for what concerns every page.
	streamLook = 500 * time.Millisecond
	// streamLooks is how many such looks a second are made at most: with more
	// streams each of them looks less often.
	streamLooks = 4000
	// streamPhases spreads the looks over the time between them.
	streamPhases = 50
	// parkedPumps is how many goroutines wait for the next stream to serve: one
	// that has grown its stack before is worth keeping.
	parkedPumps = 64
	// streamCloseTime is how long Close waits for streams to say goodbye.
	streamCloseTime = time.Second
)

// StreamLimits bounds event streams; what is zero has the usual bound.
type StreamLimits struct {
	All       int           // open at once
	Person    int           // of one person; the oldest makes room
	Write     time.Duration // for a client to read what it is sent
	Keepalive time.Duration // of silence
	Look      time.Duration // between looks for what concerns every page
}

// Streams are the event streams that are open. They belong to the server whose
// Config names them.
type Streams struct {
	limits StreamLimits
	server *server // nil until there is one
	began  time.Time

	parked  chan *stream  // to a pump that waits
	waiting atomic.Int64  // how many pumps do
	slots   chan struct{} // held while a stream computes
	quit    chan struct{} // closed by Close
	alive   atomic.Int64  // goroutines of all this
	turn    atomic.Pointer[turn]
	base    context.Context //nolint:containedctx // ends with Close
	cancel  context.CancelFunc

	mu        sync.Mutex
	all       []*stream
	persons   map[string][]*stream // oldest first
	audiences map[string]*audience
	looking   bool
	closed    bool
}

// turn is a context for whatever streams compute within a second.
type turn struct {
	context.Context //nolint:containedctx // handed out as it is
	ends            time.Time
}

// NewStreams returns streams, none of them open, for Config.Streams.
func NewStreams(limits StreamLimits) *Streams {
	limits.All = cmp.Or(limits.All, maxStreams)
	limits.Person = cmp.Or(limits.Person, maxPersonStreams)
	limits.Write = cmp.Or(limits.Write, streamWriteTimeout)
	limits.Keepalive = cmp.Or(limits.Keepalive, streamKeepalive)
	limits.Look = cmp.Or(limits.Look, streamLook)
	base, cancel := context.WithCancel(context.Background())
	return &Streams{
		limits:    limits,
		base:      base,
		cancel:    cancel,
		parked:    make(chan *stream),
		slots:     make(chan struct{}, runtime.GOMAXPROCS(0)),
		quit:      make(chan struct{}),
		persons:   make(map[string][]*stream),
		audiences: make(map[string]*audience),
	}
}

// belongTo is called once, before any stream is opened.
func (m *Streams) belongTo(s *server) {
	m.server, m.began = s, s.Now()
}

// clock is the time since there are streams. It is never 0.
func (m *Streams) clock() time.Duration { return m.server.Now().Sub(m.began) + 1 }

// Open is how many streams are open.
func (m *Streams) Open() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.all)
}

// full reports whether another stream would be refused.
func (m *Streams) full() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.closed || len(m.all) >= m.limits.All
}

// add lets a stream hear of changes. It reports false when there is no room.
func (m *Streams) add(st *stream) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed || len(m.all) >= m.limits.All {
		return false
	}
	if !m.looking {
		m.looking = true
		m.start(m.look)
	}
	if mine := m.persons[st.user]; len(mine) >= m.limits.Person {
		mine[0].wake(streamCloses)
		m.persons[st.user] = slices.Delete(mine, 0, 1)
	}
	m.persons[st.user] = append(m.persons[st.user], st)
	st.index = len(m.all)
	m.all = append(m.all, st)

	changes := m.server.Changes
	st.audience = m.audiences[st.channel]
	if st.audience == nil {
		st.audience = newAudience(m, st.channel)
		m.audiences[st.channel] = st.audience
	}
	st.audience.add(st)
	m.server.Stats.StreamOpened()
	st.unsubscribe = changes.Subscribe(st.changedAnywhere, chat.TopicPerson(st.user), chat.TopicAccount(st.user))
	return true
}

func (m *Streams) remove(st *stream) {
	m.mu.Lock()
	defer m.mu.Unlock()
	st.unsubscribe()
	m.server.Stats.StreamClosed()
	last := m.all[len(m.all)-1]
	last.index = st.index
	m.all[st.index] = last
	m.all[len(m.all)-1] = nil
	m.all = m.all[:len(m.all)-1]
	mine := slices.DeleteFunc(m.persons[st.user], func(other *stream) bool { return other == st })
	if m.persons[st.user] = mine; len(mine) == 0 {
		delete(m.persons, st.user)
	}
	if st.audience.remove(st) == 0 {
		delete(m.audiences, st.channel)
		st.audience.disband()
	}
}

// start runs f as a goroutine that Close waits for.
func (m *Streams) start(f func()) {
	m.alive.Add(1)
	go func() {
		defer m.alive.Add(-1)
		f()
	}()
}

// run has a goroutine serve the stream, and does not wait for it.
func (m *Streams) run(st *stream) {
	select {
	case m.parked <- st:
	default:
		m.start(func() { m.pump(st) })
	}
}

// pump serves streams, first st, for as long as it is worth keeping.
func (m *Streams) pump(st *stream) {
	for {
		st.pump()
		if m.waiting.Add(1) > parkedPumps {
			m.waiting.Add(-1)
			return
		}
		select {
		case st = <-m.parked:
			m.waiting.Add(-1)
		case <-m.quit:
			m.waiting.Add(-1)
			return
		}
	}
}

// look visits every stream once in each interval, a part of them at a time,
// until Close.
func (m *Streams) look() {
	ticker := time.NewTicker(max(m.limits.Look/streamPhases, time.Millisecond))
	defer ticker.Stop()
	for phase := 0; ; phase++ {
		select {
		case <-m.quit:
			return
		case <-ticker.C:
		}
		m.visit(phase % streamPhases)
	}
}

func (m *Streams) visit(phase int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	interval := max(m.limits.Look, time.Duration(len(m.all))*time.Second/streamLooks)
	now, seq := m.clock(), m.server.Changes.Offset()
	for i := phase; i < len(m.all); i += streamPhases {
		m.all[i].look(now, interval, seq)
	}
}

// context is for what is computed now. It has a deadline that many share, for a
// timer each would cost more than most have to do.
func (m *Streams) context() context.Context {
	now := time.Now()
	if t := m.turn.Load(); t != nil && t.ends.Sub(now) > requestTimeout-time.Second {
		return t
	}
	ends := now.Add(requestTimeout)
	ctx, cancel := context.WithDeadline(m.base, ends)
	context.AfterFunc(ctx, cancel)
	t := &turn{ctx, ends}
	m.turn.Store(t)
	return t
}

// Close tells every stream that it ends, waits a second for clients to read
// that, and returns when nothing of them is left.
func (m *Streams) Close() {
	m.mu.Lock()
	if m.closed {
		m.mu.Unlock()
		return
	}
	m.closed = true
	for _, st := range m.all {
		st.wake(streamCloses)
	}
	m.mu.Unlock()

	began := time.Now()
	for m.Open() > 0 && time.Since(began) < streamCloseTime {
		time.Sleep(time.Millisecond)
	}
	m.mu.Lock()
	for _, st := range m.all {
		m.start(st.cut)
	}
	m.mu.Unlock()
	m.cancel()
	close(m.quit)
	for m.alive.Load() > 0 {
		time.Sleep(time.Millisecond)
	}
}
