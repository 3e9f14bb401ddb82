// Package push tells open pages what has changed, over connections that stay
// open: sockets.
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
	// maxSockets is how many sockets are open at once; who comes later
	// polls. An idle one takes about 10 KiB.
	maxSockets = 20_000
	// maxPersonSockets is how many one person has, one a page; further pages poll.
	maxPersonSockets = 50
	// WriteTimeout is how long a client may take to read what it is sent.
	WriteTimeout = 10 * time.Second
	// sweepInterval is how often a socket is looked at for what concerns every page.
	sweepInterval = 500 * time.Millisecond
	// closeTime is how long Close waits for sockets to say goodbye.
	closeTime = time.Second
)

// Limits bounds sockets; what is zero has the usual bound.
type Limits struct {
	All    int           // open at once
	Person int           // of one person
	Write  time.Duration // for a client to read what it is sent
	Sweep  time.Duration // between looks for what concerns every page
	// Computing is how many sockets find out at once what their page lacks: one for each processor, and more where
	// they wait for a database meanwhile.
	Computing int
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

// Sessions says who sockets belong to.
type Sessions interface {
	// UserOf is who a session's cookie belongs to, the zero User for one that has
	// ended.
	UserOf(ctx context.Context, cookie string, now time.Time) (chat.User, error)
	// Lasts reports whether a session has not ended, as the store says and not memory.
	Lasts(ctx context.Context, cookie string, now time.Time) bool
	// Ended counts the sessions that have ended.
	Ended() uint64
}

// Stats is told of each socket.
type Stats interface {
	SocketOpened()
	SocketClosed()
}

// Config is what sockets are served from. All of it is required.
type Config struct {
	Pages    *page.Pages
	Changes  Changes
	Sessions Sessions
	Liveness Liveness
	Stats    Stats
	Now      func() time.Time
	Logger   *slog.Logger
}

// Sockets are the sockets that are open.
type Sockets struct {
	Config
	limits Limits
	began  time.Time
	up     time.Time

	serving workers       // who serve sockets
	hearing workers       // who see to what came on them
	slots   chan struct{} // held while a socket computes
	quit    chan struct{} // closed by Close
	alive   atomic.Int64  // goroutines of all this
	opened  atomic.Uint64 // sockets so far
	turn    atomic.Pointer[turn]
	// interval is how often each socket is looked at for what concerns every page.
	interval atomic.Int64
	base     context.Context //nolint:containedctx // ends with Close
	cancel   context.CancelFunc

	mu       sync.Mutex
	all      []*socket
	persons  map[string][]*socket // oldest first
	groups   map[string]*subscriberGroup
	sweeping bool
	closed   bool
}

// NewSockets returns sockets, none of them open. Serve says what from.
func NewSockets(limits Limits) *Sockets {
	limits.All = cmp.Or(limits.All, maxSockets)
	limits.Person = cmp.Or(limits.Person, maxPersonSockets)
	limits.Write = cmp.Or(limits.Write, WriteTimeout)
	limits.Sweep = cmp.Or(limits.Sweep, sweepInterval)
	limits.Computing = cmp.Or(limits.Computing, runtime.GOMAXPROCS(0))
	base, cancel := context.WithCancel(context.Background())
	return &Sockets{
		limits:  limits,
		up:      time.Now().Add(-time.Hour), // what a socket has not been told yet is due
		base:    base,
		cancel:  cancel,
		serving: workers{do: (*socket).serve, parked: make(chan *socket)},
		hearing: workers{do: (*socket).hear, parked: make(chan *socket)},
		slots:   make(chan struct{}, limits.Computing),
		quit:    make(chan struct{}),
		persons: make(map[string][]*socket),
		groups:  make(map[string]*subscriberGroup),
	}
}

// Serve is called once, before any socket is opened.
func (m *Sockets) Serve(cfg Config) {
	m.Config, m.began = cfg, cfg.Now()
}

// clock is the time since there are sockets. It is never 0.
func (m *Sockets) clock() time.Duration { return m.Now().Sub(m.began) + 1 }

// uptime is how long there may have been sockets, whatever the clock shows.
func (m *Sockets) uptime() time.Duration { return time.Since(m.up) }

// Open is how many sockets are open.
func (m *Sockets) Open() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.all)
}

// Full reports whether another socket of that person would be refused.
func (m *Sockets) Full(user string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.full(user)
}

func (m *Sockets) full(user string) bool {
	return m.closed || len(m.all) >= m.limits.All || len(m.persons[user]) >= m.limits.Person
}

// add subscribes a socket. It reports false when there is no room.
func (m *Sockets) add(s *socket, channel string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.full(s.holder.User) {
		return false
	}
	if !m.sweeping {
		m.sweeping = true
		m.start(m.tick)
	}
	m.persons[s.holder.User] = append(m.persons[s.holder.User], s)
	s.index = len(m.all)
	m.all = append(m.all, s)

	s.group = m.groups[channel]
	if s.group == nil {
		s.group = newSubscriberGroup(m, channel)
		m.groups[channel] = s.group
	}
	s.group.add(s)
	m.Stats.SocketOpened()
	s.unsubscribe = m.Changes.Subscribe(s.changedAnywhere, append(page.ReaderTopics(s.holder.User, s.group.channel), chat.TopicAccount(s.holder.User))...)
	return true
}

func (m *Sockets) remove(s *socket) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s.unsubscribe()
	m.Stats.SocketClosed()
	last := m.all[len(m.all)-1]
	last.index = s.index
	m.all[s.index] = last
	m.all[len(m.all)-1] = nil
	m.all = m.all[:len(m.all)-1]
	mine := slices.DeleteFunc(m.persons[s.holder.User], func(other *socket) bool { return other == s })
	if m.persons[s.holder.User] = mine; len(mine) == 0 {
		delete(m.persons, s.holder.User)
	}
	if s.group.remove(s) == 0 {
		delete(m.groups, s.group.channel)
		s.group.close()
	}
}

// start runs f as a goroutine that Close waits for.
func (m *Sockets) start(f func()) {
	m.alive.Add(1)
	go func() {
		defer m.alive.Add(-1)
		f()
	}()
}

// Leave tells every open socket that it ends, so that its page opens another, maybe at
// another server. Those that it told before and that wait for the store it cuts off.
func (m *Sockets) Leave() {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range m.all {
		if s.end.Swap(int32(Stopped)) == int32(Stopped) {
			m.start(s.cut)
			continue
		}
		s.wake(closing)
	}
}

// Close tells every socket that it ends, waits a second for clients to read
// that, and returns when nothing of them is left.
func (m *Sockets) Close() {
	m.mu.Lock()
	if m.closed {
		m.mu.Unlock()
		return
	}
	m.closed = true
	for _, s := range m.all {
		s.end.Store(int32(Stopped))
		s.wake(closing)
	}
	m.mu.Unlock()

	began := time.Now()
	for m.Open() > 0 && time.Since(began) < closeTime {
		time.Sleep(time.Millisecond)
	}
	m.mu.Lock()
	for _, s := range m.all {
		m.start(s.cut)
	}
	m.mu.Unlock()
	m.cancel()
	close(m.quit)
	for m.alive.Load() > 0 {
		time.Sleep(time.Millisecond)
	}
}
