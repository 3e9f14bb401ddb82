package handlers

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"minimost/chat"
)

const (
	// nearPeople is how many people's looks wake a channel's streams at once.
	nearPeople = 1000
	// nearEvery and nearFacesEvery are how often it is found out who they are:
	// after a message or a change of members, and without, for in a public
	// channel the faces in the header change by themselves.
	nearEvery      = time.Second
	nearFacesEvery = 10 * time.Second
)

// audience is the streams that show one channel. What happens in the channel
// wakes all of them at once, and so does how the people on its page look.
type audience struct {
	streams *Streams
	cancel  func() // the subscriptions to what happens in the channel
	public  bool

	stale    atomic.Bool  // whoever is on the page may be somebody else
	nextNear atomic.Int64 // not before this time of the clock
	shown    atomic.Int64 // when somebody's look woke the streams last

	mu      sync.RWMutex
	members map[*stream]struct{}

	near struct {
		sync.Mutex
		names     []string
		cancel    func()
		disbanded bool
	}
}

func newAudience(m *Streams, channel string) *audience {
	a := &audience{streams: m, members: make(map[*stream]struct{})}
	kind, _ := chat.ParseChannel(channel)
	a.public = kind.Kind == chat.Public
	a.near.cancel = func() {}
	shown := m.server.Changes.Subscribe(a.changed, chat.TopicTyping(channel), chat.TopicReceipts(channel))
	others := m.server.Changes.Subscribe(a.turned, chat.TopicMessages(channel), chat.TopicMembers(channel))
	a.cancel = func() {
		shown()
		others()
	}
	return a
}

func (a *audience) add(st *stream) {
	a.stale.Store(true)
	a.mu.Lock()
	defer a.mu.Unlock()
	a.members[st] = struct{}{}
}

// remove reports how many are left.
func (a *audience) remove(st *stream) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.members, st)
	return len(a.members)
}

// disband ends an audience that nobody belongs to.
func (a *audience) disband() {
	a.cancel()
	a.near.Lock()
	defer a.near.Unlock()
	a.near.disbanded = true
	a.near.cancel()
}

// changed wakes every stream.
func (a *audience) changed(seq uint64) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	for st := range a.members {
		st.changed(seq)
	}
}

// turned is changed where it may be others who are on the page.
func (a *audience) turned(seq uint64) {
	a.stale.Store(true)
	a.changed(seq)
}

// appeared is changed for how somebody looks. In a large audience it is left to
// the next look when it happens often: somebody always comes or goes there.
func (a *audience) appeared(seq uint64) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	now, before := int64(a.streams.clock()), a.shown.Load()
	pause := int64(len(a.members)) * int64(time.Second) / streamLooks
	if before != 0 && now-before < pause || !a.shown.CompareAndSwap(before, now) {
		return
	}
	for st := range a.members {
		st.changed(seq)
	}
}

// isDue reports whether it is time for meet.
func (a *audience) isDue(now time.Duration) bool {
	next := time.Duration(a.nextNear.Load())
	return now >= next && a.stale.Load() || a.public && now > next+nearFacesEvery
}

// due is isDue for one of those who ask at the same time.
func (a *audience) due(now time.Duration) bool {
	next := a.nextNear.Load()
	return a.isDue(now) && a.nextNear.CompareAndSwap(next, int64(now+nearEvery))
}

// meet finds out whose looks concern the audience.
func (a *audience) meet(v *viewer, channel string) error {
	a.stale.Store(false)
	names, err := a.streams.server.namesOnPage(v, channel)
	if err != nil {
		return err
	}
	a.mu.RLock()
	for st := range a.members {
		names = append(names, st.user)
	}
	a.mu.RUnlock()
	a.listenTo(names[:min(len(names), nearPeople)])
	return nil
}

func (a *audience) listenTo(names []string) {
	slices.Sort(names)
	names = slices.Compact(names)
	a.near.Lock()
	defer a.near.Unlock()
	if a.near.disbanded || slices.Equal(names, a.near.names) {
		return
	}
	topics := make([]chat.Topic, len(names))
	for i, name := range names {
		topics[i] = chat.TopicAppearance(name)
	}
	cancel := a.streams.server.Changes.Subscribe(a.appeared, topics...)
	a.near.cancel()
	a.near.names, a.near.cancel = names, cancel
}

// namesOnPage are the people whose faces a page of the channel shows as it
// opens; of a private channel or conversation everybody in it.
func (s *server) namesOnPage(v *viewer, channel string) ([]string, error) {
	access, err := s.access(v, channel)
	if err != nil {
		return nil, err
	}
	var page liveState
	if page.room, err = s.room(v, access.Channel); err != nil {
		return nil, err
	}
	if page.seen, err = s.people(v); err != nil {
		return nil, err
	}
	if page.header, err = s.headerProps(v, page.room, page.seen); err != nil {
		return nil, err
	}
	latest, err := s.newestMessages(v, access)
	return shownNames(page, latest), err
}
