package liveness_test

import (
	"fmt"
	"math/rand/v2"
	"time"

	"minimost/chat"
	"minimost/push"
)

// engine is what browsers do differently.
type engine int

const (
	chromium engine = iota
	firefox         // ends the socket when a navigation begins, and sends no frame as a page goes
	webkit          // loses some beacons
)

// browser is one with a session of its own.
type browser struct {
	*world
	person  *person
	session string
	engine  engine
	polls   bool          // no socket comes up
	latency time.Duration // one way
	random  *rand.Rand
	online  bool
	running bool
	asked   time.Duration // when it asked for a page
	asleep  int           // how many reasons there are for it not to run
	cuts    int           // likewise, for the network
	waiting []func()      // what it is to do when it runs again and has a network
	places  []*place
}

// place is a tab as people see it: one document after the other.
type place struct {
	browser *browser
	doc     *doc  // nil: none of ours is shown
	before  *doc  // in the back/forward cache
	words   int64 // what its documents have said: each counts on from the one before
	state   claim
}

// doc is one document.
type doc struct {
	*place
	id      string
	session string
	follows string
	state   chat.State
	word    int64
	conn    *conn
	alive   bool // neither gone nor in the back/forward cache
	changed time.Duration
	clicked time.Duration // when it said that it goes on
	tries   int
}

func (b *browser) reachable() bool { return b.online && b.running }

// receive has something arrive at the browser, now or when it can.
func (b *browser) receive(f func()) { b.hear(func() { f(); b.tickBy(b.now) }) }

// hear is receive for what changes nothing by itself.
func (b *browser) hear(f func()) {
	b.quietly(b.now+b.latency, func() {
		if !b.reachable() {
			b.waiting = append(b.waiting, f)
			return
		}
		f()
	})
}

// send has something arrive at the server on a socket, in order.
func (b *browser) send(c *conn, f func()) { b.tell(c, func() { f(); b.tickBy(b.now) }) }

// tell is send for what changes nothing by itself.
func (b *browser) tell(c *conn, f func()) {
	if !b.online {
		b.waiting = append(b.waiting, func() { b.tell(c, f) })
		return
	}
	c.arrives = max(c.arrives, b.now+b.latency)
	b.quietly(c.arrives, func() {
		b.serve(func() {
			if b.conns[c] {
				f()
			}
		})
	})
}

// request has something arrive at the server beside the socket, or never.
func (b *browser) request(f func()) {
	if !b.reachable() {
		return
	}
	session := b.session
	b.after(b.latency+time.Duration(b.random.Int64N(int64(b.latency)+1)), func() {
		b.serve(func() {
			if !b.ended[session] {
				f()
			}
		})
	})
}

// later has the browser do something, when it runs.
func (b *browser) later(d time.Duration, f func()) {
	b.after(d, func() {
		if !b.running {
			b.waiting = append(b.waiting, f)
			return
		}
		f()
	})
}

// spread is a time between two.
func (b *browser) spread(least, most time.Duration) time.Duration {
	return least + time.Duration(b.random.Int64N(int64(most-least)+1))
}

// away has every page be gone for a time: without a network, without running, or
// both.
func (b *browser) away(d time.Duration, cut, sleeps bool) {
	set := func(by int) {
		if cut {
			b.cuts += by
		}
		if sleeps {
			b.asleep += by
		}
		b.online, b.running = b.cuts == 0, b.asleep == 0
	}
	set(1)
	for _, p := range b.places {
		if p.doc != nil {
			p.unsure(b.soonest() + p.goneWithin())
			p.state.becomes(offline, b.soonest()+p.goneWithin())
		}
	}
	b.after(d, func() {
		set(-1)
		if b.reachable() {
			b.wake()
		}
	})
}

func (b *browser) wake() {
	for _, p := range b.places {
		if p.doc != nil {
			within := backWithin
			if p.doc.state == chat.Hidden {
				within = backHiddenWithin
			}
			p.state.becomes(numbers[p.doc.state], b.soonest()+within+4*b.latency+slack)
		}
	}
	waiting := b.waiting
	b.waiting = nil
	for _, f := range waiting {
		f()
	}
}

// goneWithin is within which time others see that the page is gone without a word.
func (p *place) goneWithin() time.Duration {
	d, b := p.doc, p.browser
	hidden := d.state == chat.Hidden || b.now-d.changed < seenWithin+2*b.latency
	switch {
	case b.polls && hidden:
		return chat.Lease + slack
	case b.polls:
		return pollGoneWithin + 2*b.latency + slack
	case hidden:
		return goneHiddenWithin + 2*b.latency + slack
	}
	return goneWithin + 2*b.latency + slack
}

// unsure has what may be shown now be shown for longer, where what the page said
// last may be lost on the way.
func (p *place) unsure(until time.Duration) {
	if b := p.browser; b.now-p.doc.changed < seenWithin+2*b.latency {
		p.stays(until)
		p.state.allow(p.state.is, until)
	}
}

// stays has what may be shown now be shown for longer.
func (p *place) stays(until time.Duration) {
	for state := range p.state.allowed {
		if p.state.values(p.browser.now).has(state) && state != p.state.is {
			p.state.allow(state, until)
		}
	}
}

// show has a place show a document of ours from now on.
func (p *place) show(d *doc) {
	p.doc, d.alive = d, true
	p.state.becomes(numbers[d.state], p.browser.soonest()+seenWithin+2*p.browser.latency+slack)
	p.browser.later(0, d.connect)
}

func (p *place) newDoc(state chat.State, follows *doc) *doc {
	b := p.browser
	b.nextID++
	d := &doc{place: p, session: b.session, id: fmt.Sprintf("%s-%d", b.session, b.nextID), state: state, changed: b.now}
	if follows != nil {
		d.follows = follows.id
	}
	return d
}

func (d *doc) holder() push.Holder {
	b := d.browser
	return push.Holder{User: b.person.name, Session: d.session, Tab: d.id, Follows: d.follows}
}

func (d *doc) next() int64 {
	d.words++
	d.word = d.words
	return d.word
}

// connect opens a socket, or polls where none comes up.
func (d *doc) connect() {
	b := d.browser
	d.tries++
	mine := d.tries
	again := func(least, most time.Duration) {
		b.later(b.spread(least, most), func() {
			if d.tries == mine {
				d.connect()
			}
		})
	}
	switch {
	case !d.alive || d.conn != nil:
	case b.polls:
		h, state, word := d.holder(), d.state, d.next()
		b.request(func() {
			d.clicked = 0
			b.tracker.Polled(b.ctx, h, state, word, b.wall())
			b.after(chat.PollOverdue, func() {}) // then the sweep may find something
		})
		if d.state == chat.Hidden {
			again(30*time.Second, time.Minute)
		} else {
			again(900*time.Millisecond, 1100*time.Millisecond)
		}
	case !b.online || !b.up:
		if d.state == chat.Hidden {
			again(30*time.Second, time.Minute)
		} else {
			again(1800*time.Millisecond, 2200*time.Millisecond)
		}
	default:
		d.open()
	}
}

func (d *doc) open() {
	b := d.browser
	c := &conn{doc: d, holder: d.holder(), arrives: b.now + b.latency, open: true}
	d.conn = c
	state, word := d.state, d.next()
	b.after(b.latency, func() {
		if !b.up || !b.online {
			b.receive(func() { d.closed(c) })
			return
		}
		b.serve(func() { b.accept(c, state, word) })
	})
}

// closed is the browser noticing that a socket has ended.
func (d *doc) closed(c *conn) {
	c.open = false
	if d.conn == c {
		d.conn = nil
		d.browser.later(d.browser.spread(0, 500*time.Millisecond), d.connect)
	}
}

// hangUp ends the socket from the page's side.
func (d *doc) hangUp() {
	c, b := d.conn, d.browser
	d.conn = nil
	if c == nil {
		return
	}
	c.open = false
	b.send(c, func() {
		delete(b.conns, c)
		b.tracker.Ended(b.ctx, c.holder, push.Broken, b.wall())
	})
}

// become has the page report a new state.
func (d *doc) become(state chat.State) {
	b := d.browser
	if d.state == state {
		return
	}
	d.state, d.changed = state, b.now
	within := seenWithin
	switch {
	case d.word == 0: // it is loading, and the page before stands for it
		within += chat.GoingGrace
	case d.conn != nil && d.isCutOff(): // what it says is lost, and is said again as it opens another socket
		within += reopensWithin
	}
	if b.reachable() {
		d.place.state.becomes(numbers[state], b.soonest()+within+2*b.latency+slack)
	}
	if b.polls || d.conn == nil && state != chat.Hidden {
		d.connect()
		return
	}
	if c := d.conn; c != nil {
		word := d.next()
		b.send(c, func() {
			c.state = state
			b.tracker.Reported(b.ctx, c.holder, state, word, b.wall())
			b.pingLater(c)
		})
	}
}

// isCutOff reports whether the page's socket has ended, of which it may not know yet.
func (d *doc) isCutOff() bool { return d.conn == nil || !d.browser.conns[d.conn] }

// click says that the page goes on within the app.
func (d *doc) click() {
	d.clicked = d.browser.now
	if c, b := d.conn, d.browser; c != nil {
		word := d.next()
		b.send(c, func() {
			d.clicked = b.now // as the server knows it
			b.tracker.Said(b.ctx, c.holder, chat.GoingOn, word, b.wall())
		})
	}
}

// navigate asks for a page. A firefox ends the socket, and opens it anew as the
// page still stands.
func (d *doc) navigate() {
	b := d.browser
	b.ask()
	if b.engine == firefox && d.conn != nil {
		d.clicked = b.now // to the server it looks as if the page went on
		d.hangUp()
		b.later(b.spread(time.Millisecond, 300*time.Millisecond), d.connect)
	}
}

// ask asks for a page. What has just ended is taken to go on to it.
func (b *browser) ask() {
	b.asked = b.now
	b.request(func() { b.must(b.store.Navigate(b.ctx, b.person.name, b.session, b.wall())) })
	for _, p := range b.places {
		if p.doc != nil && p.doc.isCutOff() {
			p.doc.clicked = b.now // to the server it looks as if the page went on
		}
		p.stays(b.soonest() + chat.GoingGrace + 2*b.latency + slack)
	}
}

// hide is what a page does on pagehide: it says that it goes, by a frame and a
// beacon, and ends its socket.
func (d *doc) hide(word chat.Word, closes bool) {
	b := d.browser
	number := d.next()
	frame := d.conn != nil && (b.engine != firefox || closes)
	if frame {
		c := d.conn
		b.send(c, func() { b.tracker.Said(b.ctx, c.holder, word, number, b.wall()) })
	}
	if !frame || b.engine != webkit || b.random.IntN(3) > 0 {
		h := d.holder()
		b.request(func() { b.tracker.Left(b.ctx, h, word, number, b.wall()) })
	}
	d.hangUp()
	d.alive = false
}
