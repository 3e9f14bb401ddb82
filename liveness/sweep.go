package liveness

import (
	"context"
	"maps"
	"time"

	"minimost/chat"
	"minimost/push"
)

const (
	// sweepPhases is in how many sweeps each page is looked at once.
	sweepPhases = 10
	// maxFailed bounds what is kept that the store could not take.
	maxFailed = 10_000
)

// Sweep does what is due: it ends pages that were silent for too long and renews,
// in one write, the rows of those that live. It is called some ten times a second.
// What the clock was moved by since it was called last does not count.
func (t *Tracker) Sweep(ctx context.Context) {
	err := t.followClock(ctx)
	if ctx.Err() == context.Canceled { // the server stops
		return
	}
	if err != nil {
		t.logger.Error("make up for a moved clock", "error", err)
		return
	}
	now := t.Now()
	t.retry(ctx, now)
	for _, p := range t.silent() {
		t.settle(ctx, p)
	}
	if tabs := t.due(); len(tabs) > 0 {
		if err := t.store.RenewTabs(ctx, tabs, now); err != nil && ctx.Err() == nil {
			t.logger.Error("renew the rows of open pages", "error", err)
		}
	}
}

// excuse has every page a time in which nobody could be heard.
func (t *Tracker) excuse(elapsed time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for p := range t.polling {
		p.heard = min(p.heard+elapsed, t.clock())
	}
}

// silent lists the pages that may have been silent for too long, or were heard
// again.
func (t *Tracker) silent() (pages []*page) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.clock()
	for p := range t.noted {
		pages = append(pages, p)
	}
	clear(t.noted)
	if t.phase == 0 {
		maps.DeleteFunc(t.closed, func(_ key, c closed) bool { return now >= c.until })
	}
	for p := range t.polling {
		if now-p.heard >= p.silentFor() {
			pages = append(pages, p)
		}
	}
	return pages
}

// settle tells the store what a page has come to, if that is still so.
func (t *Tracker) settle(ctx context.Context, p *page) {
	defer t.order.lock(p.key)()
	t.mu.Lock()
	if t.pages[p.key] != p {
		t.mu.Unlock()
		return
	}
	polls := p.number == 0
	loses := polls && t.clock()-p.heard >= p.silentFor() || !polls && p.overdue && !p.lost
	back := !polls && p.lost && !p.overdue && !p.left
	if p.lost = p.overdue; polls && loses {
		t.remove(p)
	}
	state, word := p.state, p.word
	t.mu.Unlock()
	switch {
	case loses:
		t.lose(ctx, p)
	case back:
		h := push.Holder{User: p.user, Tab: p.tab, Session: p.session}
		t.say(ctx, h, chat.Said{State: state, Word: word, Opens: true, Again: true})
	}
}

// due lists the tabs whose rows are to be renewed, by user, a part of all pages at
// a time. Those that were not heard of since have a lease yet.
func (t *Tracker) due() map[string][]string {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.phase = (t.phase + 1) % sweepPhases
	var tabs map[string][]string
	now := t.clock()
	for i := t.phase; i < len(t.all); i += sweepPhases {
		p := t.all[i]
		if p.lost || p.overdue || p.heard < p.renewed || now-p.renewed < chat.RenewEvery {
			continue
		}
		if tabs == nil {
			tabs = make(map[string][]string)
		}
		tabs[p.user] = append(tabs[p.user], p.tab)
		p.renewed = now
	}
	return tabs
}

// unsaid is what the store could not take: that a tab said something, or, where it
// said nothing, that it was lost.
type unsaid struct {
	user string
	said chat.Said
	lost bool
}

func (t *Tracker) say(ctx context.Context, h push.Holder, said chat.Said) {
	said.Tab, said.Session = h.Tab, h.Session
	t.keep(ctx, unsaid{h.User, said, false})
}

func (t *Tracker) lose(ctx context.Context, p *page) {
	t.keep(ctx, unsaid{p.user, chat.Said{Tab: p.tab}, true})
}

// keep stores one thing; what fails is tried again by the next sweep.
func (t *Tracker) keep(ctx context.Context, one unsaid) {
	err := t.followClock(ctx)
	if err == nil {
		err = t.write(ctx, one, t.Now())
	}
	if err == nil {
		return
	}
	if ctx.Err() != context.Canceled { // as the server stops, after which everybody is offline
		t.logger.Error("store what a page says", "error", err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.failed) < maxFailed {
		t.failed = append(t.failed, one)
	}
}

func (t *Tracker) write(ctx context.Context, one unsaid, now time.Time) error {
	if one.lost {
		return t.store.LoseTab(ctx, one.user, one.said.Tab, now)
	}
	return t.store.Say(ctx, one.user, one.said, now)
}

func (t *Tracker) retry(ctx context.Context, now time.Time) {
	t.mu.Lock()
	failed := t.failed
	t.failed = nil
	t.mu.Unlock()
	for i, one := range failed {
		if err := t.again(ctx, one, now); err != nil {
			t.mu.Lock()
			t.failed = append(failed[i:], t.failed...)
			t.mu.Unlock()
			return
		}
	}
}

// again stores what failed before. A page that has come back since is not lost.
func (t *Tracker) again(ctx context.Context, one unsaid, now time.Time) error {
	defer t.order.lock(key{one.user, one.said.Tab})()
	t.mu.Lock()
	p := t.pages[key{one.user, one.said.Tab}]
	t.mu.Unlock()
	if one.lost && p != nil && !p.lost {
		return nil
	}
	return t.write(ctx, one, now)
}
