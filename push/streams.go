// Package push tells open pages what has changed, over connections that stay
// open: event streams.
package push

import (
	"cmp"
	"context"
	"log/slog"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"minimost/chat"
	"minimost/page"
)

const (
	// maxStreams is how many event streams are open at once; who comes later
	// polls. An idle one takes about 10 KiB.
	maxStreams = 20_000
	// maxPersonStreams is how many one person has: a page streams only while it
	// is visible, so what is beyond are connections that nobody holds any more.
	maxPersonStreams = 20
	// WriteTimeout is how long a client may take to read what it is sent.
	WriteTimeout = 10 * time.Second
	// sweepInterval is how often a stream is looked at for what concerns every page.
	sweepInterval = 500 * time.Millisecond
	// closeTime is how long Close waits for streams to say goodbye.
	closeTime = time.Second
)

// Limits bounds event streams; what is zero has the usual bound.
type Limits struct {
	All       int           // open at once
	Person    int           // of one person; the oldest makes room
	Write     time.Duration // for a client to read what it is sent
	Keepalive time.Duration // of silence
	Sweep     time.Duration // between looks for what concerns every page
}

// Changes says what has changed lately, and tells those who subscribe.
type Changes interface {
	// Offset is that of the newest change.
	Offset() uint64
	// Changed reports whether one of the topics, or anything by an external writer,
	// has changed after offset.
	Changed(offset uint64, topics ...chat.Topic) bool
	// Subscribe has notify called, with the offset of a change, after each change of
	// one of the topics, until cancel is called. notify returns at once and calls
	// neither Subscribe nor cancel.
	Subscribe(notify func(offset uint64), topics ...chat.Topic) (cancel func())
}

// Sessions says who streams belong to.
type Sessions interface {
	// UserOf is who a session's cookie belongs to, the zero User for one that has
	// ended.
	UserOf(ctx context.Context, cookie string, now time.Time) (chat.User, error)
	// Ended counts the sessions that have ended.
	Ended() uint64
}

// Stats is told of each event stream.
type Stats interface {
	StreamOpened()
	StreamClosed()
}

// Config is what streams are served from. All of it is required.
type Config struct {
	Pages    *page.Pages
	Changes  Changes
	Sessions Sessions
	Stats    Stats
	Now      func() time.Time
	Logger   *slog.Logger
}

// Streams are the event streams that are open.
type Streams struct {
	Config
	limits Limits
	began  time.Time

	workers workers
	quit    chan struct{} // closed by Close
	alive   atomic.Int64  // goroutines of all this
	turn    atomic.Pointer[turn]
	base    context.Context //nolint:containedctx // ends with Close
	cancel  context.CancelFunc

	mu       sync.Mutex
	all      []*stream
	persons  map[string][]*stream // oldest first
	groups   map[string]*subscriberGroup
	sweeping bool
	closed   bool
}

// NewStreams returns streams, none of them open. Serve says what from.
func NewStreams(limits Limits) *Streams {
	limits.All = cmp.Or(limits.All, maxStreams)
	limits.Person = cmp.Or(limits.Person, maxPersonStreams)
	limits.Write = cmp.Or(limits.Write, WriteTimeout)
	limits.Keepalive = cmp.Or(limits.Keepalive, chat.Keepalive)
	limits.Sweep = cmp.Or(limits.Sweep, sweepInterval)
	base, cancel := context.WithCancel(context.Background())
	return &Streams{
		limits: limits,
		base:   base,
		cancel: cancel,
		workers: workers{
			parked: make(chan *stream),
			slots:  make(chan struct{}, runtime.GOMAXPROCS(0)),
		},
		quit:    make(chan struct{}),
		persons: make(map[string][]*stream),
		groups:  make(map[string]*subscriberGroup),
	}
}

// Serve is called once, before any stream is opened.
func (m *Streams) Serve(cfg Config) {
	m.Config, m.began = cfg, cfg.Now()
}

// clock is the time since there are streams. It is never 0.
func (m *Streams) clock() time.Duration { return m.Now().Sub(m.began) + 1 }

// Open is how many streams are open.
func (m *Streams) Open() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.all)
}

// Full reports whether another stream would be refused.
func (m *Streams) Full() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.closed || len(m.all) >= m.limits.All
}

// add subscribes a stream. It reports false when there is no room.
func (m *Streams) add(st *stream) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed || len(m.all) >= m.limits.All {
		return false
	}
	if !m.sweeping {
		m.sweeping = true
		m.start(m.tick)
	}
	if mine := m.persons[st.user]; len(mine) >= m.limits.Person {
		mine[0].wake(closing)
		m.persons[st.user] = slices.Delete(mine, 0, 1)
	}
	m.persons[st.user] = append(m.persons[st.user], st)
	st.index = len(m.all)
	m.all = append(m.all, st)

	st.group = m.groups[st.channel]
	if st.group == nil {
		st.group = newSubscriberGroup(m, st.channel)
		m.groups[st.channel] = st.group
	}
	st.group.add(st)
	m.Stats.StreamOpened()
	st.unsubscribe = m.Changes.Subscribe(st.changedAnywhere, append(page.ReaderTopics(st.user), chat.TopicAccount(st.user))...)
	return true
}

func (m *Streams) remove(st *stream) {
	m.mu.Lock()
	defer m.mu.Unlock()
	st.unsubscribe()
	m.Stats.StreamClosed()
	last := m.all[len(m.all)-1]
	last.index = st.index
	m.all[st.index] = last
	m.all[len(m.all)-1] = nil
	m.all = m.all[:len(m.all)-1]
	mine := slices.DeleteFunc(m.persons[st.user], func(other *stream) bool { return other == st })
	if m.persons[st.user] = mine; len(mine) == 0 {
		delete(m.persons, st.user)
	}
	if st.group.remove(st) == 0 {
		delete(m.groups, st.channel)
		st.group.close()
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
		st.wake(closing)
	}
	m.mu.Unlock()

	began := time.Now()
	for m.Open() > 0 && time.Since(began) < closeTime {
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
