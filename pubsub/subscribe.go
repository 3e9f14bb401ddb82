package pubsub

import (
	"slices"
	"sync"
	"sync/atomic"

	"minimost/chat"
)

// shards is how many locks the subscriptions share.
const shards = 64

// subscription is one call of Subscribe; its address is its identity.
type subscription struct{ notify func(offset uint64) }

// subscribers are the subscriptions by the slot of their topics.
type subscribers struct {
	// count is how many each slot has, so that a change without subscribers takes
	// no lock.
	count  [slots]atomic.Int32
	shards [shards]struct {
		sync.RWMutex
		bySlot map[uint64][]*subscription // few: those of one slot are looked through
	}
}

// Subscribe has notify called after each change of one of the topics, with the
// offset of that change or of a newer one, until cancel is called. After cancel
// has returned notify is not called again.
//
// The publisher's goroutine calls notify: it must return at once, and must not
// call Subscribe or a cancel. It may be called by many goroutines at once, several
// times for one change, and now and then without one.
func (h *Hub) Subscribe(notify func(offset uint64), topics ...chat.Topic) (cancel func()) {
	s := &subscription{notify}
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
		shard.bySlot = make(map[uint64][]*subscription)
	}
	shard.bySlot[place] = append(shard.bySlot[place], s)
	l.count[place].Store(int32(len(shard.bySlot[place]))) //nolint:gosec // far fewer than 2^31
}

func (l *subscribers) remove(place uint64, s *subscription) {
	shard := &l.shards[place%shards]
	shard.Lock()
	defer shard.Unlock()
	shard.bySlot[place] = slices.DeleteFunc(shard.bySlot[place], func(other *subscription) bool { return other == s })
	l.count[place].Store(int32(len(shard.bySlot[place]))) //nolint:gosec // far fewer than 2^31
	if len(shard.bySlot[place]) == 0 {
		delete(shard.bySlot, place)
	}
}

func (l *subscribers) notify(place, offset uint64) {
	if l.count[place].Load() == 0 {
		return
	}
	shard := &l.shards[place%shards]
	shard.RLock()
	defer shard.RUnlock()
	for _, s := range shard.bySlot[place] {
		s.notify(offset)
	}
}
