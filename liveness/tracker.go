// Package liveness knows which pages are open, by their sockets and polls, and
// keeps presence.db in step with that.
package liveness

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"minimost/chat"
	"minimost/push"
)

// Store is where it is kept who is there.
type Store interface {
	// Say records what a tab of the user's says of itself.
	Say(ctx context.Context, user string, said chat.Said, now time.Time) error
	// LoseTab records that the connection of a tab ended without a word.
	LoseTab(ctx context.Context, user, tab string, now time.Time) error
	// RenewTabs records that the connections of tabs live, by user.
	RenewTabs(ctx context.Context, tabs map[string][]string, now time.Time) error
	// SetClock records that the clock was set by so much, or that the machine slept for
	// so long; now is by the new clock.
	SetClock(ctx context.Context, by time.Duration, now time.Time) error
	// StandStill records that nobody could be heard since last.
	StandStill(ctx context.Context, last, now time.Time) error
}

// Tracker is told what connections show of the pages that hold them. Each page
// has a row in the store, which the Tracker renews while the connection lives and
// ends when that does. It implements push.Liveness.
type Tracker struct {
	store Store
	// machine is the machine's clock, and clock the time since something that does not matter. Setting the machine's
	// clock does not move it.
	machine func() time.Time
	clock   func() time.Duration
	logger  *slog.Logger

	order stripes // what happens to one tab is stored in the order in which it happened

	mu      sync.Mutex
	pages   map[key]*page
	all     []*page            // those of pages, for sweeps
	polling map[*page]struct{} // those without a socket
	noted   map[*page]struct{} // those that were silent, or heard again, since the last sweep
	closed  map[key]closed     // those that were open until a moment ago
	failed  []unsaid
	phase   int

	clockMu sync.Mutex              // held while it is looked at the machine's clock
	read    atomic.Pointer[reading] // the last look at it, nil for none

	watchMu sync.Mutex
	watched time.Duration // when the program was seen to run last
	stood   []span        // when it did not, as nobody has made up for yet
}

// reading is what the machine's clock showed at a time.
type reading struct {
	at   time.Duration
	wall time.Time
}

type key struct{ user, tab string }

// page is an open page, as its connection shows it.
type page struct {
	key
	session string
	number  uint64 // of its socket; 0: it polls
	state   chat.State
	word    int64 // number of the latest thing it said
	index   int   // in Tracker.all

	heard   time.Duration
	renewed time.Duration
	going   time.Duration // when it said that it goes on, though it still stands; 0: it did not
	overdue bool          // its pong is
	lost    bool          // and the store knows that
	left    bool          // it said that it leaves, or another said that it has taken its place
	follows string        // the tab whose place it has taken
}

// closed is what is known yet of a page that is open no more.
type closed struct {
	word  int64         // number of the latest thing it said: what comes late is no sign of life
	until time.Duration // when it is forgotten
}

// New returns a Tracker that knows of no page.
func New(store Store, machine func() time.Time, clock func() time.Duration, logger *slog.Logger) *Tracker {
	return &Tracker{
		store: store, machine: machine, clock: clock, logger: logger,
		pages: make(map[key]*page), polling: make(map[*page]struct{}), noted: make(map[*page]struct{}),
		closed: make(map[key]closed), watched: clock(),
	}
}

// Opened is told of a page's new socket.
func (t *Tracker) Opened(ctx context.Context, h push.Holder, state chat.State, word int64, _ time.Time) {
	defer t.order.lock(key{h.User, h.Tab})()
	if t.open(&h, state, word) {
		t.say(ctx, h, chat.Said{State: state, Word: word, Opens: true, Follows: h.Follows})
	}
}

// open keeps the page with its new socket, unless a newer one is there, and reports
// whether the store is to know of it.
func (t *Tracker) open(h *push.Holder, state chat.State, word int64) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	p := t.pages[key{h.User, h.Tab}]
	if p == nil {
		p = t.add(*h)
	} else if p.number > h.Number {
		return false
	}
	delete(t.polling, p)
	delete(t.noted, p)
	p.number, p.session, p.overdue, p.lost = h.Number, h.Session, false, false
	p.heard, p.renewed = t.clock(), t.clock()
	if p.late(word) {
		return false
	}
	p.follows = h.Follows
	t.follow(h, word)
	p.stands(state, word)
	return true
}

// follow notes that a page has taken the place of another, which is told to the store
// anew once it is back. Of one that has said something since, and so is back, the store is not told
// that it has gone.
func (t *Tracker) follow(h *push.Holder, word int64) {
	before := t.pages[key{h.User, h.Follows}]
	switch {
	case before == nil || h.Follows == h.Tab:
	case before.late(word):
		h.Follows = ""
	default:
		before.left = true
	}
}

// late reports whether the page has said something since, which the store may not
// know where it was no news.
func (p *page) late(word int64) bool { return word != 0 && word < p.word }

// stands notes that it said how it is.
func (p *page) stands(state chat.State, word int64) {
	p.state, p.word, p.going, p.left = state, max(p.word, word), 0, false
}

// Reported is told what a page says that its state is. It stands, then.
func (t *Tracker) Reported(ctx context.Context, h push.Holder, state chat.State, word int64, _ time.Time) {
	defer t.order.lock(key{h.User, h.Tab})()
	if t.report(h, state, word) {
		t.say(ctx, h, chat.Said{State: state, Word: word})
	}
}

// report, noteGoing and leave report whether the store is to know of it.

func (t *Tracker) report(h push.Holder, state chat.State, word int64) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if p := t.held(h); p != nil {
		if p.late(word) {
			return false
		}
		p.stands(state, word)
	}
	return true
}

// Said is told that a page goes. One that goes on to another page of the chat
// may stand for a while, or for good: a link may be to a download.
func (t *Tracker) Said(ctx context.Context, h push.Holder, goes chat.Word, word int64, _ time.Time) {
	defer t.order.lock(key{h.User, h.Tab})()
	if t.noteGoing(h, goes, word) {
		t.say(ctx, h, chat.Said{State: chat.Offline, Going: goes == chat.GoingOn, Word: word})
	}
}

func (t *Tracker) noteGoing(h push.Holder, goes chat.Word, word int64) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	p := t.held(h)
	switch {
	case p == nil:
		return true
	case p.late(word):
		return false
	case goes == chat.GoingOn:
		p.going, p.word = t.clock(), max(p.word, word)
		return false
	}
	p.left, p.word = true, max(p.word, word)
	return true
}

// Heard is told of each sign of life of a socket.
func (t *Tracker) Heard(h push.Holder, _ time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if p := t.held(h); p != nil {
		p.heard, p.overdue = t.clock(), false
		if p.lost {
			t.noted[p] = struct{}{}
		}
	}
}

// Overdue is told that the answer to a ping is overdue. Heard follows if it comes
// after all.
func (t *Tracker) Overdue(h push.Holder, _ time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if p := t.held(h); p != nil {
		p.overdue = true
		t.noted[p] = struct{}{}
	}
}

// Ended is told that a socket has ended.
func (t *Tracker) Ended(ctx context.Context, h push.Holder, end push.End, _ time.Time) {
	defer t.order.lock(key{h.User, h.Tab})()
	t.mu.Lock()
	p := t.held(h)
	if p != nil {
		t.remove(p)
	}
	t.mu.Unlock()
	switch {
	case p == nil || end == push.Stopped:
	case p.going != 0 && !p.overdue && t.clock()-p.going < chat.GoingGrace:
		t.say(ctx, h, chat.Said{State: chat.Offline, Going: true, Word: p.word})
	default:
		t.lose(ctx, p)
	}
}

// held is the page that the socket is the connection of; t.mu is locked.
func (t *Tracker) held(h push.Holder) *page {
	if p := t.pages[key{h.User, h.Tab}]; p != nil && p.number == h.Number {
		return p
	}
	return nil
}

// add and remove are called with t.mu locked.

func (t *Tracker) add(h push.Holder) *page {
	k := key{h.User, h.Tab}
	p := &page{key: k, word: t.closed[k].word, index: len(t.all)}
	delete(t.closed, k)
	t.pages[p.key] = p
	t.all = append(t.all, p)
	return p
}

func (t *Tracker) remove(p *page) {
	last := t.all[len(t.all)-1]
	last.index = p.index
	t.all[p.index] = last
	t.all = t.all[:len(t.all)-1]
	delete(t.pages, p.key)
	delete(t.polling, p)
	delete(t.noted, p)
	t.close(p.key, p.word)
}

// close remembers what was said last by a page that is open no more.
func (t *Tracker) close(k key, word int64) {
	t.closed[k] = closed{max(word, t.closed[k].word), t.clock() + chat.Remembered}
}
