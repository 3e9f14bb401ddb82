package push

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"minimost/chat"
)

const (
	// watchedPeople is how many people's presence wakes a channel's sockets at once.
	watchedPeople = 1000
	// watchlistEvery and facesEvery are how often it is found out who they are:
	// after a message or a change of members, and without, for in a public
	// channel the faces in the header change by themselves.
	watchlistEvery = time.Second
	facesEvery     = 10 * time.Second
)

// watchlist is the people on a channel's page, whose presence is shown at once.
type watchlist struct {
	public bool
	nobody bool         // it is a page that shows nobody's presence at once
	stale  atomic.Bool  // whoever is on the page may be somebody else
	next   atomic.Int64 // refreshed not before this time of the clock

	mu     sync.Mutex
	names  []string
	cancel func() // the subscription to their presence
	closed bool
}

// isDue reports whether it is time to refresh the watchlist.
func (g *subscriberGroup) isDue(now time.Duration) bool {
	w := &g.watchlist
	if w.nobody {
		return false
	}
	next := time.Duration(w.next.Load())
	return now >= next && w.stale.Load() || w.public && now > next+facesEvery
}

// takeDue is isDue for one of those who ask at the same time.
func (g *subscriberGroup) takeDue(now time.Duration) bool {
	next := g.watchlist.next.Load()
	return g.isDue(now) && g.watchlist.next.CompareAndSwap(next, int64(now+watchlistEvery))
}

func (w *watchlist) set(changes Changes, onPresence func(offset uint64), names []string) {
	names = names[:min(len(names), watchedPeople)]
	slices.Sort(names)
	names = slices.Compact(names)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed || slices.Equal(names, w.names) {
		return
	}
	topics := make([]chat.Topic, len(names))
	for i, name := range names {
		topics[i] = chat.TopicAppearance(name)
	}
	cancel := changes.Subscribe(onPresence, topics...)
	w.cancel()
	w.names, w.cancel = names, cancel
}

func (w *watchlist) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closed = true
	w.cancel()
}
