package push

import (
	"sync"
	"sync/atomic"
	"time"

	"minimost/chat"
	"minimost/page"
)

// subscriberGroup is the sockets that show one channel. What happens in the
// channel wakes all of them at once, and so does the presence of the people on
// its page.
type subscriberGroup struct {
	sockets   *Sockets
	channel   string
	cancel    func() // the subscriptions to what happens in the channel
	watchlist watchlist

	presenceAt atomic.Int64 // when somebody's presence woke the sockets last

	mu      sync.RWMutex
	members map[*socket]struct{}
}

func newSubscriberGroup(m *Sockets, channel string) *subscriberGroup {
	g := &subscriberGroup{sockets: m, channel: channel, members: make(map[*socket]struct{})}
	kind, err := chat.ParseChannel(channel)
	g.watchlist.public, g.watchlist.nobody = kind.Kind == chat.Public, err != nil
	g.watchlist.cancel = func() {}
	membership, others := page.ChannelTopics(channel)
	cancelMembership := m.Changes.Subscribe(g.onMembership, membership...)
	cancelOthers := m.Changes.Subscribe(g.onChange, others...)
	g.cancel = func() {
		cancelMembership()
		cancelOthers()
	}
	return g
}

func (g *subscriberGroup) add(s *socket) {
	g.watchlist.stale.Store(true)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.members[s] = struct{}{}
}

// remove reports how many are left.
func (g *subscriberGroup) remove(s *socket) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.members, s)
	return len(g.members)
}

// close ends a group that nobody belongs to.
func (g *subscriberGroup) close() {
	g.cancel()
	g.watchlist.close()
}

// onChange wakes every socket.
func (g *subscriberGroup) onChange(offset uint64) {
	g.mu.RLock()
	defer g.mu.RUnlock()
	for s := range g.members {
		s.changed(offset)
	}
}

// onMembership is onChange where it may be others who are on the page.
func (g *subscriberGroup) onMembership(offset uint64) {
	g.watchlist.stale.Store(true)
	g.onChange(offset)
}

// onPresence is onChange for somebody's presence. In a large group it is left to
// the next sweep when it happens often: somebody always comes or goes there.
func (g *subscriberGroup) onPresence(offset uint64) {
	g.mu.RLock()
	defer g.mu.RUnlock()
	now, before := int64(g.sockets.clock()), g.presenceAt.Load()
	pause := int64(len(g.members)) * int64(time.Second) / sweepsPerSecond
	if before != 0 && now-before < pause || !g.presenceAt.CompareAndSwap(before, now) {
		return
	}
	for s := range g.members {
		s.changed(offset)
	}
}

// refreshWatchlist finds out whose presence concerns the group. One of those who
// have the channel open asks.
func (g *subscriberGroup) refreshWatchlist(reader page.Reader) error {
	g.watchlist.stale.Store(false)
	names, err := g.sockets.Pages.Watchlist(reader, g.channel)
	if err != nil {
		return err
	}
	g.mu.RLock()
	for s := range g.members {
		names = append(names, s.holder.User)
	}
	g.mu.RUnlock()
	g.watchlist.set(g.sockets.Changes, g.onPresence, names)
	return nil
}
