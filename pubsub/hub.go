// Package pubsub counts the changes of every topic and notifies subscribers, so
// that a page that asks whether anything changed is answered from memory.
package pubsub

import (
	"hash/maphash"
	"slices"
	"sync"
	"sync/atomic"

	"minimost/chat"
)

const (
	// shared is how many counters the topics share. A topic has two of them, and may
	// have changed where both have: one alone is that of something that changes all the time
	// too often. That both are costs a needless read now and then, never a missed change.
	shared = 1 << 15
	// counters adds one for each broadcast topic: in a shared one the actions of one
	// person among many would have everything read again.
	counters = shared + len(chat.BroadcastTopics)
)

// anything is the counter of TopicAnything.
var anything = shared + slices.Index(chat.BroadcastTopics[:], chat.TopicAnything)

// Hub counts the changes of every topic. The zero Hub is not ready for use;
// make one with NewHub. It is safe for many goroutines and waits for nothing but
// its own short locks.
type Hub struct {
	seed   maphash.Seed
	offset atomic.Uint64
	last   [counters]atomic.Uint64 // the offset of each counter's latest change
	// publishing is held while a change gets its offset.
	publishing sync.Mutex

	presenceLog presenceLog
	subscribers subscribers
}

// NewHub returns a hub in which nothing has changed yet.
func NewHub() *Hub {
	h := &Hub{seed: maphash.MakeSeed()}
	h.offset.Store(1)
	return h
}

// Publish counts a change of the topics and notifies their subscribers. A change
// must be visible to readers of the store before it is published.
func (h *Hub) Publish(topics ...chat.Topic) {
	slots := make([]chat.Slot, 0, 16)
	for _, t := range topics {
		slots = append(slots, h.slot(t))
	}
	offset := h.advance(slots, topics)
	// Only once all are counted: who is notified of the first asks for every topic.
	for _, slot := range slots {
		h.subscribers.notify(slot, offset)
	}
}

// advance gives a change its offset, which is visible only once its topics have
// it: who continues from an offset finds every topic changed before it.
func (h *Hub) advance(slots []chat.Slot, topics []chat.Topic) uint64 {
	h.publishing.Lock()
	defer h.publishing.Unlock()
	offset := h.offset.Load() + 1
	for _, slot := range slots {
		one, other := countersOf(slot)
		h.last[one].Store(offset)
		h.last[other].Store(offset)
	}
	h.presenceLog.add(offset, topics)
	h.offset.Store(offset)
	return offset
}

// Offset is that of the newest change. Whoever takes it before reading the
// store, and later asks Changed with it, misses no change in between.
func (h *Hub) Offset() uint64 { return h.offset.Load() }

// Changed reports whether one of the topics, or possibly anything, has changed
// after offset. After offset 0, which no change has, everything has.
func (h *Hub) Changed(offset uint64, topics ...chat.Topic) bool {
	if h.ChangedIn(offset) {
		return true
	}
	for _, t := range topics {
		if h.ChangedIn(offset, h.slot(t)) {
			return true
		}
	}
	return false
}

// Slots are those of topics, for whoever asks about the same ones often.
func (h *Hub) Slots(topics ...chat.Topic) []chat.Slot {
	all := make([]chat.Slot, len(topics))
	for i, t := range topics {
		all[i] = h.slot(t)
	}
	return all
}

// ChangedIn is Changed for the topics with those slots.
func (h *Hub) ChangedIn(offset uint64, in ...chat.Slot) bool {
	if offset == 0 || h.last[anything].Load() > offset {
		return true
	}
	for _, slot := range in {
		one, other := countersOf(slot)
		if h.last[one].Load() > offset && h.last[other].Load() > offset {
			return true
		}
	}
	return false
}

// slot is two counters of a topic, in one number.
func (h *Hub) slot(t chat.Topic) chat.Slot {
	for i := range chat.BroadcastTopics {
		if chat.BroadcastTopics[i] == t {
			return chat.Slot(shared+i)<<16 | chat.Slot(shared+i) //nolint:gosec // a small number
		}
	}
	const counter = shared - 1
	sum := maphash.String(h.seed, string(t))
	return chat.Slot(sum>>32&counter)<<16 | chat.Slot(sum&counter)
}

func countersOf(slot chat.Slot) (one, other uint16) { return uint16(slot), uint16(slot >> 16) } //nolint:gosec // each a half
