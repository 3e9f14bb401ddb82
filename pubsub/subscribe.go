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
	// count is how many each counter has, so that a change without subscribers takes
	// no lock.
	count  [counters]atomic.Int32
	shards [shards]struct {
		sync.RWMutex
		bySlot map[chat.Slot][]*subscription // few: those of one slot are looked through
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
	slots := h.Slots(topics...)
	for _, slot := range slots {
		h.subscribers.add(slot, s)
	}
	return func() {
		for _, slot := range slots {
			h.subscribers.remove(slot, s)
		}
	}
}

func (l *subscribers) add(slot chat.Slot, s *subscription) {
	shard := &l.shards[slot%shards]
	shard.Lock()
	defer shard.Unlock()
	if shard.bySlot == nil {
		shard.bySlot = make(map[chat.Slot][]*subscription)
	}
	shard.bySlot[slot] = append(shard.bySlot[slot], s)
	l.counter(slot).Add(1)
}

func (l *subscribers) remove(slot chat.Slot, s *subscription) {
	shard := &l.shards[slot%shards]
	shard.Lock()
	defer shard.Unlock()
	before := len(shard.bySlot[slot])
	shard.bySlot[slot] = slices.DeleteFunc(shard.bySlot[slot], func(other *subscription) bool { return other == s })
	left := len(shard.bySlot[slot])
	l.counter(slot).Add(int32(left - before)) //nolint:gosec // far fewer than 2^31
	if left == 0 {
		delete(shard.bySlot, slot)
	}
}

// counter is how many the first counter of a slot has.
func (l *subscribers) counter(slot chat.Slot) *atomic.Int32 {
	one, _ := countersOf(slot)
	return &l.count[one]
}

func (l *subscribers) notify(slot chat.Slot, offset uint64) {
	if l.counter(slot).Load() == 0 {
		return
	}
	shard := &l.shards[slot%shards]
	shard.RLock()
	defer shard.RUnlock()
	for _, s := range shard.bySlot[slot] {
		s.notify(offset)
	}
}
