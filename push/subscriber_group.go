package push

import (
	"sync"
	"sync/atomic"
	"time"

	"minimost/chat"
	"minimost/page"
)

// subscriberGroup is the streams that show one channel. What happens in the
// channel wakes all of them at once, and so does the presence of the people on
// its page.
type subscriberGroup struct {
	streams   *Streams
	channel   string
	cancel    func() // the subscriptions to what happens in the channel
	watchlist watchlist

	presenceAt atomic.Int64 // when somebody's presence woke the streams last

	mu      sync.RWMutex
	members map[*stream]struct{}
}

func newSubscriberGroup(m *Streams, channel string) *subscriberGroup {
	g := &subscriberGroup{streams: m, channel: channel, members: make(map[*stream]struct{})}
	kind, _ := chat.ParseChannel(channel)
	g.watchlist.public = kind.Kind == chat.Public
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

func (g *subscriberGroup) add(st *stream) {
	g.watchlist.stale.Store(true)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.members[st] = struct{}{}
}

// remove reports how many are left.
func (g *subscriberGroup) remove(st *stream) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.members, st)
	return len(g.members)
}

// close ends a group that nobody belongs to.
func (g *subscriberGroup) close() {
	g.cancel()
	g.watchlist.close()
}

// onChange wakes every stream.
func (g *subscriberGroup) onChange(offset uint64) {
	g.mu.RLock()
	defer g.mu.RUnlock()
	for st := range g.members {
		st.changed(offset)
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
	now, before := int64(g.streams.clock()), g.presenceAt.Load()
	pause := int64(len(g.members)) * int64(time.Second) / sweepsPerSecond
	if before != 0 && now-before < pause || !g.presenceAt.CompareAndSwap(before, now) {
		return
	}
	for st := range g.members {
		st.changed(offset)
	}
}

// refreshWatchlist finds out whose presence concerns the group. One of those who
// have the channel open asks.
func (g *subscriberGroup) refreshWatchlist(reader page.Reader) error {
	g.watchlist.stale.Store(false)
	names, err := g.streams.Pages.Watchlist(reader, g.channel)
	if err != nil {
		return err
	}
	g.mu.RLock()
	for st := range g.members {
		names = append(names, st.user)
	}
	g.mu.RUnlock()
	g.watchlist.set(g.streams.Changes, g.onPresence, names)
	return nil
}
