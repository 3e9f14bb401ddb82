package pubsub

import (
	"sync"
	"sync/atomic"

	"minimost/chat"
)

// shards is how many locks the subscriptions share.
const shards = 64

// subscription is what one Subscribe asked for: its address tells it from
// others.
type subscription struct{ wake func(seq uint64) }

// subscribers are those who want to be told, by the topic's slot.
type subscribers struct {
	// watched says which slots have any, so that a change that nobody waits for
	// takes no lock.
	watched [slots]atomic.Int32
	shards  [shards]struct {
		sync.RWMutex
		bySlot map[uint64]map[*subscription]struct{}
	}
}

// Subscribe has wake called after each change of one of the topics, with the
// number of a change that is at least as new, until cancel is called. After
// cancel has returned wake is not called again.
//
// wake is called by whoever announces the change: it must return at once, and
// must not call Subscribe or a cancel. It may be called by many goroutines at
// once, several times for one change, and now and then for none.
func (h *Hub) Subscribe(wake func(seq uint64), topics ...chat.Topic) (cancel func()) {
	s := &subscription{wake}
	places := make([]uint64, 0, len(topics))
	for _, t := range topics {
		places = append(places, h.place(t))
	}
	for _, place := range places {
		h.subscribers.add(place, s)
	}
	return func() {
		for _, place := range places {
			h.subscribers.remove(place, s)
		}
	}
}

func (l *subscribers) add(place uint64, s *subscription) {
	shard := &l.shards[place%shards]
	shard.Lock()
	defer shard.Unlock()
	if shard.bySlot == nil {
		shard.bySlot = make(map[uint64]map[*subscription]struct{})
	}
	if shard.bySlot[place] == nil {
		shard.bySlot[place] = make(map[*subscription]struct{})
	}
	shard.bySlot[place][s] = struct{}{}
	l.watched[place].Store(int32(len(shard.bySlot[place]))) //nolint:gosec // far fewer than 2^31
}

func (l *subscribers) remove(place uint64, s *subscription) {
	shard := &l.shards[place%shards]
	shard.Lock()
	defer shard.Unlock()
	delete(shard.bySlot[place], s)
	l.watched[place].Store(int32(len(shard.bySlot[place]))) //nolint:gosec // far fewer than 2^31
	if len(shard.bySlot[place]) == 0 {
		delete(shard.bySlot, place)
	}
}

func (l *subscribers) wake(place, seq uint64) {
	if l.watched[place].Load() == 0 {
		return
	}
	shard := &l.shards[place%shards]
	shard.RLock()
	defer shard.RUnlock()
	for s := range shard.bySlot[place] {
		s.wake(seq)
	}
}
