package liveness_test

import (
	"time"

	"minimost/chat"
	"minimost/push"
)

// standing is the document that a place shows and people can do something with.
func (b *browser) standing(p *place) *doc {
	if !b.reachable() || p.doc == nil || !p.doc.alive {
		return nil
	}
	return p.doc
}

func (b *browser) openPage(p *place, a act) {
	if p.doc != nil || !b.reachable() {
		return
	}
	b.ask()
	b.later(2*b.latency+a.lasts, func() {
		if p.doc == nil && b.reachable() && b.up {
			p.before = nil
			p.show(p.newDoc(a.state, nil))
		}
	})
}

// gone has others see in time that the place shows no page of ours any more.
func (p *place) gone(within time.Duration) {
	b := p.browser
	said := p.doc.clicked != 0 && b.now < b.stalled             // and the server hears of it later
	asked := b.now-b.asked <= 2*b.latency                       // and the server may hear of that after the end
	if said || asked || b.now-p.doc.clicked < chat.GoingGrace { // it said that it goes on
		within = max(within, chat.GoingGrace+chat.LostGrace)
	}
	if !b.up {
		within = restartHiddenWithin
	}
	until := b.soonest() + within + 4*b.latency + slack
	p.unsure(until)
	p.state.becomes(offline, until)
	p.doc = nil
}

// closedWithin is within which time others see that the page has left: what it says
// on a socket that has broken is lost, and the beacon may be.
func (d *doc) closedWithin() time.Duration {
	if d.conn != nil && !d.browser.conns[d.conn] && d.browser.engine == webkit {
		return crashedWithin
	}
	return closedWithin
}

func (b *browser) closePage(p *place, _ act) {
	if d := b.standing(p); d != nil {
		within := d.closedWithin()
		d.hide(chat.Leaving, true)
		p.gone(within)
		p.before = nil
	}
}

// leave is going to another site, with the page kept in the back/forward cache.
func (b *browser) leave(p *place, _ act) {
	if d := b.standing(p); d != nil {
		within := d.closedWithin()
		d.hide(chat.Leaving, false)
		p.gone(within)
		p.before = d
	}
}

func (b *browser) comeBack(p *place, _ act) {
	if p.doc == nil && p.before != nil && b.reachable() {
		p.before.follows = ""
		p.show(p.before)
		p.before = nil
	}
}

// replace has the next document take the place of the one that stands, if it does
// yet, when the network has answered. It loads for a while.
func (b *browser) replace(d *doc, word chat.Word, next *doc, load time.Duration) {
	p := d.place
	if p.doc != d || !d.alive || !b.reachable() || !b.up || b.now < b.stalled {
		return
	}
	next.state, next.changed = d.state, d.changed
	if word == chat.GoingOn {
		next.clicked = b.now
	}
	if b.now < b.upSince+restartWithin { // the server may not have heard of it since its restart
		p.state.allow(offline, b.now+chat.GoingGrace+seenWithin+2*b.latency)
	}
	if !b.polls && d.isCutOff() { // what it said last may be lost, until the next page says it
		p.stays(b.now + chat.GoingGrace + seenWithin + 2*b.latency + slack)
	}
	d.hide(word, false)
	p.before, p.doc, next.alive = d, next, true
	b.later(load+b.spread(10*time.Millisecond, 300*time.Millisecond), next.connect)
}

func (b *browser) link(p *place, a act) {
	if d := b.standing(p); d != nil {
		d.click()
		d.navigate()
		b.later(2*b.latency+a.lasts/2, func() { b.replace(d, chat.GoingOn, p.newDoc(d.state, d), a.lasts/2) })
	}
}

// visit shows another channel in the document: it goes on, and comes up again on the
// socket of that one at once.
func (b *browser) visit(p *place, _ act) {
	if d := b.standing(p); d != nil && b.up && b.now >= b.stalled {
		d.click()
		d.hangUp()
		d.connect()
	}
}

func (b *browser) reload(p *place, a act) {
	if d := b.standing(p); d != nil {
		d.navigate()
		b.later(2*b.latency+a.lasts/2, func() { b.replace(d, chat.Leaving, p.newDoc(d.state, d), a.lasts/2) })
	}
}

func (b *browser) goBack(p *place, _ act) {
	if d := b.standing(p); d != nil && p.before != nil {
		before := p.before
		before.follows = d.id
		b.replace(d, chat.Leaving, before, 0)
	}
}

func (b *browser) download(p *place, _ act) {
	if d := b.standing(p); d != nil {
		d.click()
		d.navigate()
	}
}

func (b *browser) report(p *place, a act) {
	if d := b.standing(p); d != nil {
		d.become(a.state)
	}
}

func (b *browser) crash(p *place, _ act) {
	d := p.doc
	if d == nil || !b.running {
		return
	}
	within := crashedWithin
	if !b.reachable() || b.polls {
		within = p.goneWithin() - 4*b.latency
	}
	p.unsure(b.soonest() + within + 4*b.latency + slack)
	d.hangUp()
	d.alive = false
	p.gone(within)
	p.before = nil
}

func (b *browser) kill(_ *place, a act) {
	for _, p := range b.places {
		b.crash(p, a)
		p.before = nil
	}
}

// breakSocket is something on the way that ends a connection.
func (b *browser) breakSocket(p *place, _ act) {
	d := b.standing(p)
	if d == nil || d.conn == nil || !b.conns[d.conn] {
		return
	}
	c := d.conn
	p.unsure(b.soonest() + crashedWithin + 2*b.latency + slack)
	b.drop(c)
	b.serve(func() { b.tracker.Ended(b.ctx, c.holder, push.Broken, b.wall()) })
}

// choose has a person choose an override on a page that the server knows: what is
// chosen without one stands for a lease.
func (b *browser) choose(p *place, a act) {
	d := b.standing(p)
	switch {
	case d == nil || !b.up || b.now < b.stalled:
		return
	case b.polls && (d.state == chat.Hidden || b.now < b.upSince+restartWithin):
		return
	case !b.polls && (d.conn == nil || !b.conns[d.conn]):
		return
	}
	b.request(func() {
		b.person.override.becomes(overrides[a.override], b.now+seenWithin)
		b.must(b.store.ChooseOverride(b.ctx, b.person.name, a.override, 0, b.wall()))
	})
}

// logOut ends the session: its pages go to the login page, and it logs in anew
// another time.
func (b *browser) logOut(p *place, _ act) {
	if b.standing(p) == nil || !b.up || b.now < b.stalled {
		return
	}
	session, name := b.session, b.person.name
	for _, each := range b.places {
		each.before = nil
		if d := each.doc; d != nil {
			d.alive = false
			each.gone(seenWithin)
		}
	}
	b.request(func() {
		b.person.override.becomes(overrides[chat.Automatic], b.now+seenWithin)
		b.ended[session] = true
		b.must(b.store.EndSession(b.ctx, name, session, b.wall()))
		for c := range b.conns {
			if c.holder.Session == session {
				delete(b.conns, c)
				b.tracker.Ended(b.ctx, c.holder, push.Refused, b.wall())
			}
		}
	})
	b.nextID++
	b.session += "+"
}
