package liveness

import (
	"context"
	"time"

	"minimost/chat"
	"minimost/push"
)

// Polled is told of a request of a page that has no socket, or may have none, with
// its state: a poll is a sign of life.
func (t *Tracker) Polled(ctx context.Context, h push.Holder, state chat.State, word int64, _ time.Time) {
	defer t.order.lock(key{h.User, h.Tab})()
	news, opens := t.hear(&h, state, word)
	if news {
		t.say(ctx, h, chat.Said{State: state, Word: word, Opens: opens, Follows: h.Follows})
	}
}

// hear notes that a page was heard of, and reports whether the store is to know,
// and whether it is news that the page is there.
func (t *Tracker) hear(h *push.Holder, state chat.State, word int64) (news, opens bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	k := key{h.User, h.Tab}
	p, known := t.pages[k], t.closed[k].word
	if p != nil {
		known = p.word
	}
	if word != 0 && word <= known {
		return false, false
	}
	if p == nil {
		p = t.add(*h)
		p.renewed = t.clock()
		opens = true
	}
	if opens || p.overdue || p.lost || p.left || p.follows != h.Follows { // its socket no longer works, or it is back
		opens = true
		p.number, p.overdue, p.lost = 0, false, false
		t.polling[p] = struct{}{}
	}
	p.follows = h.Follows
	t.follow(h, word)
	news = opens || p.state != state
	p.heard, p.session = t.clock(), h.Session
	p.stands(state, word)
	return news, opens
}

// Left is told by a request that a page goes, or goes on to another page of the
// chat.
func (t *Tracker) Left(ctx context.Context, h push.Holder, goes chat.Word, word int64, _ time.Time) {
	defer t.order.lock(key{h.User, h.Tab})()
	if t.leave(&h, goes, word) {
		t.say(ctx, h, chat.Said{State: chat.Offline, Going: goes == chat.GoingOn, Word: word, Follows: h.Follows})
	}
}

func (t *Tracker) leave(h *push.Holder, goes chat.Word, word int64) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	k := key{h.User, h.Tab}
	p := t.pages[k]
	switch {
	case p == nil:
		t.follow(h, word)
		t.close(k, word)
		return true
	case p.late(word):
		return false
	}
	p.word, p.left = max(p.word, word), p.left || goes != chat.GoingOn
	if p.number == 0 {
		t.remove(p)
	}
	return true
}

// silentFor is how long a page that polls may be silent.
func (p *page) silentFor() time.Duration {
	if p.state == chat.Hidden {
		return chat.PollOverdueHidden
	}
	return chat.PollOverdue
}
