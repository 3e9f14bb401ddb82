package liveness_test

import (
	"cmp"
	"container/heap"
	"context"
	"fmt"
	"io"
	"log/slog"
	"time"

	"minimost/chat"
	"minimost/liveness"
	"minimost/push"
)

// backend is a store, and what observers are shown of it.
type backend interface {
	liveness.Store
	Navigate(ctx context.Context, user, session string, now time.Time) error
	EndSession(ctx context.Context, user, session string, now time.Time) error
	ChooseOverride(ctx context.Context, user string, o chat.Override, minutes int, now time.Time) error
	ResetPresence(ctx context.Context) error
	Sweep(ctx context.Context, last, now time.Time) error
	// look is how a page that is open shows the user, and until when that may hold.
	look(user string, now time.Time) (chat.State, chat.Stamp, error)
	// check looks, in the end, for what must not be in the rows.
	check(user string, now time.Time) error
}

var (
	epoch  = time.Date(2026, time.March, 4, 14, 30, 0, 0, time.UTC)
	silent = slog.New(slog.NewTextHandler(io.Discard, nil))
)

const (
	sweepEvery = 100 * time.Millisecond
	restEvery  = 900 * time.Millisecond // between sweeps in which nothing can be due
	// slack is a sweep and what comes after it.
	slack = sweepEvery + 50*time.Millisecond
)

// world is everything: time, one server, people and their browsers.
type world struct {
	ctx    context.Context //nolint:containedctx // of the test
	now    time.Duration   // that has passed
	skew   time.Duration   // of the machine's clock
	queue  queue
	nextID int

	store   backend
	tracker *liveness.Tracker
	up      bool
	upSince time.Duration
	stalled time.Duration // until when the server stands still
	swept   time.Time
	sockets uint64
	conns   map[*conn]bool  // open as the server knows
	ended   map[string]bool // sessions

	people   []*person
	browsers []*browser
	tick     time.Duration // of the next sweep
	failure  string
	trace    func(format string, args ...any)
}

func newWorld(ctx context.Context, store backend) *world {
	w := &world{ctx: ctx, store: store, conns: make(map[*conn]bool), ended: make(map[string]bool), now: time.Hour, trace: func(string, ...any) {}}
	w.start()
	return w
}

func (w *world) clock() time.Duration { return w.now }

// machine is the machine's clock, and wall the server's.
func (w *world) machine() time.Time { return epoch.Add(w.now + w.skew) }
func (w *world) wall() time.Time    { return w.tracker.Now() }

func (w *world) start() {
	w.up, w.upSince = true, w.now
	w.track()
	w.swept = w.wall()
}

func (w *world) track() {
	w.tracker = liveness.New(w.store, w.machine, w.clock, silent)
	w.tracker.Sweep(w.ctx)
}

// soonest is when others can see at the earliest what happens now.
func (w *world) soonest() time.Duration { return max(w.now, w.stalled) }

func (w *world) must(err error) {
	if err != nil && w.failure == "" {
		w.failure = fmt.Sprintf("%v: %v", w.since(), err)
	}
}

func (w *world) since() time.Duration { return w.now - time.Hour }

// at has f happen at a time, and the sweep look at what comes of it.
func (w *world) at(when time.Duration, f func()) {
	w.quietly(when, func() { f(); w.tickBy(w.now) })
}

// quietly is at for what changes nothing by itself.
func (w *world) quietly(when time.Duration, f func()) {
	w.nextID++
	heap.Push(&w.queue, happening{max(when, w.now), w.nextID, f})
}

func (w *world) after(d time.Duration, f func()) { w.at(w.now+d, f) }

// serve has the server do something that has arrived, unless it is down.
func (w *world) serve(f func()) {
	switch {
	case !w.up:
	case w.now < w.stalled:
		w.at(w.stalled, func() { w.serve(f) })
	default:
		f()
	}
}

// run lets things happen until a time, or until something is wrong.
func (w *world) run(until time.Duration) {
	w.tickBy(w.now)
	for w.failure == "" {
		next, sweeps := w.tick, true
		if len(w.queue) > 0 && w.queue[0].when <= next {
			next, sweeps = w.queue[0].when, false
		}
		if next > until {
			w.now = until
			return
		}
		w.now = next
		if sweeps {
			w.tick = w.now + w.rest()
			w.sweep()
		} else {
			heap.Pop(&w.queue).(happening).f() //nolint:errcheck,forcetypeassert // there is nothing else in it
		}
	}
}

// tickBy has the sweep that comes after a moment be looked at.
func (w *world) tickBy(moment time.Duration) {
	w.tick = min(w.tick, moment.Truncate(sweepEvery)+sweepEvery)
}

// rest is how long it takes until the next sweep, unless something happens before.
// What a standstill has been made up for is due another time than was known before.
func (w *world) rest() time.Duration {
	if w.now < w.stalled+chat.PollOverdue+sweepEvery {
		return sweepEvery
	}
	return restEvery
}

func (w *world) sweep() {
	if !w.up || w.now < w.stalled {
		w.tick = w.now + sweepEvery
		return
	}
	w.tracker.Sweep(w.ctx)
	now := w.wall()
	w.must(w.store.Sweep(w.ctx, w.swept, now))
	w.swept = now
	for _, p := range w.people {
		w.observe(p)
	}
}

// observe looks at a person as a page does that is open all the time, and compares
// that with what is so.
func (w *world) observe(p *person) {
	seen, until, err := w.store.look(p.name, w.wall())
	w.must(err)
	if until != 0 {
		w.tickBy(w.now + until.Sub(chat.StampOf(w.wall())) + time.Millisecond)
	}
	if seen == chat.Offline && w.now < p.heldUntil {
		seen = p.shown
		w.tickBy(p.heldUntil)
	}
	if seen != chat.Offline {
		p.heldUntil = 0
	}
	if seen != p.shown {
		w.trace("%9.3fs %s is shown %s", w.since().Seconds(), p.name, seen)
	}
	p.shown = seen
	if allowed := p.allowed(w.now); !allowed.has(numbers[seen]) && w.failure == "" {
		w.failure = fmt.Sprintf("%.3fs: %s is shown %s, so is%v", w.since().Seconds(), p.name, seen, allowed)
	}
}

// restart has the server be away for a while.
func (w *world) restart(d time.Duration) {
	if !w.up || w.now < w.stalled {
		return
	}
	w.up = false
	for c := range w.conns {
		w.drop(c)
	}
	w.after(d, func() {
		w.must(w.store.ResetPresence(w.ctx))
		w.start()
		for _, p := range w.people {
			p.restarted(w.now)
		}
	})
}

// drop ends a connection as the server knows it and lets the browser know.
func (w *world) drop(c *conn) {
	delete(w.conns, c)
	c.doc.browser.receive(func() { c.doc.closed(c) })
}

// stall has the server stand still for a while, from a moment between two sweeps
// on. Nobody knows when within those it began.
func (w *world) stall(d time.Duration) {
	if !w.up || w.now < w.stalled {
		return
	}
	w.run(w.now.Truncate(sweepEvery) + sweepEvery + d%sweepEvery)
	w.stalled = w.now + d
	for _, p := range w.people {
		p.excuse(d + sweepEvery)
	}
}

// setClock sets the machine's clock, at which a sweep is to look.
func (w *world) setClock(by time.Duration) {
	w.skew += by
	w.tickBy(w.now)
}

// conn is a socket.
type conn struct {
	doc     *doc
	holder  push.Holder
	state   chat.State // as the server knows
	arrives time.Duration
	pinged  time.Duration
	pings   int           // there have been
	waits   time.Duration // since when for a pong, 0 for none
	open    bool          // as the browser knows
}

// accept is the server taking a new socket.
func (w *world) accept(c *conn, state chat.State, word int64) {
	if w.ended[c.holder.Session] {
		return
	}
	w.sockets++
	c.holder.Number, c.state = w.sockets, state
	w.conns[c] = true
	w.tracker.Opened(w.ctx, c.holder, state, word, w.wall())
	c.doc.clicked = 0
	c.pinged = w.now
	w.pingLater(c)
}

func (w *world) pingLater(c *conn) {
	every, _ := pace(c.state)
	c.pings++
	mine := c.pings
	w.quietly(c.pinged+every, func() {
		if w.conns[c] && c.pings == mine {
			w.serve(func() { w.ping(c) })
		}
	})
}

// pace is how often a page is pinged, and how long the answer may take.
func pace(state chat.State) (every, within time.Duration) {
	if state == chat.Hidden {
		return chat.PingHidden, chat.PongHidden
	}
	return chat.PingVisible, chat.PongVisible
}

func (w *world) ping(c *conn) {
	if !w.conns[c] {
		return
	}
	_, within := pace(c.state)
	c.pinged = w.now
	w.pingLater(c)
	if c.waits == 0 {
		c.waits = w.now
	}
	asked := c.waits
	c.doc.browser.hear(func() {
		if c.open {
			c.doc.browser.tell(c, func() { c.waits = 0; w.tracker.Heard(c.holder, w.wall()) })
		}
	})
	w.quietly(w.now+within, func() { w.serve(func() { w.overdue(c, asked, asked+within) }) })
}

// overdue is the server finding that a pong has not come. Where it stood still,
// the pong may wait to be read.
func (w *world) overdue(c *conn, asked, due time.Duration) {
	switch {
	case !w.conns[c] || c.waits != asked:
	case w.now > due:
		w.after(sweepEvery, func() { w.serve(func() { w.overdue(c, asked, w.now) }) })
	default:
		w.trace("%9.3fs the pong of %s is overdue since %v", w.since().Seconds(), c.holder.Tab, asked-time.Hour)
		w.tickBy(w.now)
		w.tracker.Overdue(c.holder, w.wall())
		w.drop(c)
		w.tracker.Ended(w.ctx, c.holder, push.Broken, w.wall())
	}
}

// happening is something that is to happen.
type happening struct {
	when  time.Duration
	order int
	f     func()
}

type queue []happening

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(q[i].when, q[j].when), cmp.Compare(q[i].order, q[j].order)) < 0
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(happening)) } //nolint:errcheck,forcetypeassert // heap's
func (q *queue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}
