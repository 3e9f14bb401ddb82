package postgres

import (
	"context"
	"sync"
	"time"

	"minimost/chat"
)

// SetClock and StandStill are those of the store where this process is alone. Otherwise what it did not
// hear others have heard, and the clock is the database's.
func (n *Node) SetClock(ctx context.Context, by time.Duration, now time.Time) error {
	if n.Others() > 0 {
		return nil
	}
	return n.Store.SetClock(ctx, by, now)
}

// StandStill is like SetClock.
func (n *Node) StandStill(ctx context.Context, last, now time.Time) error {
	if n.Others() > 0 {
		return nil
	}
	return n.Store.StandStill(ctx, last, now)
}

// heardTabs is when this process last told the store of each tab: what tells a tab that
// has gone from one whose connection is at another process now.
type heardTabs struct {
	mu   sync.Mutex
	last map[tabOf]chat.Stamp
}

type tabOf struct{ user, tab string }

func (h *heardTabs) note(t tabOf, now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.last == nil {
		h.last = make(map[tabOf]chat.Stamp)
	}
	h.last[t] = max(h.last[t], chat.StampOf(now))
}

// forget returns when a tab was heard of, and whether it was.
func (h *heardTabs) forget(t tabOf) (last chat.Stamp, known bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	last, known = h.last[t]
	delete(h.last, t)
	return last, known
}

// Say is that of the store.
func (n *Node) Say(ctx context.Context, user string, said chat.Said, now time.Time) error {
	if t := (tabOf{user, said.Tab}); said.State == chat.Offline {
		n.heard.forget(t)
	} else {
		n.heard.note(t, now)
	}
	return n.Store.Say(ctx, user, said, now)
}

// RenewTabs is that of the store.
func (n *Node) RenewTabs(ctx context.Context, tabs map[string][]string, now time.Time) error {
	for user, ids := range tabs {
		for _, id := range ids {
			n.heard.note(tabOf{user, id}, now)
		}
	}
	return n.Store.RenewTabs(ctx, tabs, now)
}

// LoseTab is that of the store for a tab that no other process has heard of since this
// one: its connection may have moved there.
func (n *Node) LoseTab(ctx context.Context, user, tab string, now time.Time) error {
	t := tabOf{user, tab}
	last, known := n.heard.forget(t)
	if !known {
		return n.Store.LoseTab(ctx, user, tab, now)
	}
	err := n.Store.LoseTabUnlessHeard(ctx, user, tab, last, now)
	if err != nil {
		n.heard.note(t, last.Time()) // for whoever tries again
	}
	return err
}
