// Package pubsub knows what has changed lately, so that a page that asks can be
// told "nothing" from memory.
package pubsub

import (
	"hash/maphash"
	"sync"
	"sync/atomic"

	"minimost/chat"
)

const (
	// shared is how many counters the topics share. Two topics in one slot cost a
	// needless look now and then, never a missed change.
	shared = 1 << 14
	// slots adds those of the topics that concern everyone.
	slots = shared + len(everyones)
)

// everyones are the topics that share their slot with no other: with many
// people there would be one whose doings have everything read again.
var everyones = [...]chat.Topic{
	chat.TopicPresence, chat.TopicLists, chat.TopicAccounts, chat.TopicSharing, chat.TopicAnything,
}

// Hub counts the changes of every topic. The zero Hub is not ready for use;
// make one with NewHub. It is safe for many goroutines and waits for nothing but
// its own short locks.
type Hub struct {
	seed maphash.Seed
	seq  atomic.Uint64
	last [slots]atomic.Uint64
	// numbering is held while a change is numbered.
	numbering sync.Mutex

	appearances appearances
	subscribers subscribers
}

// NewHub returns a hub in which nothing has changed yet.
func NewHub() *Hub {
	h := &Hub{seed: maphash.MakeSeed()}
	h.seq.Store(1)
	return h
}

// Announce notes that the topics have changed and tells those who wait for one
// of them. A change must be visible to readers of the store before it is
// announced.
func (h *Hub) Announce(topics ...chat.Topic) {
	places := make([]uint64, 0, 16)
	for _, t := range topics {
		places = append(places, h.place(t))
	}
	seq := h.number(places, topics)
	// Only now: who is told of the first asks for all of them.
	for _, place := range places {
		h.subscribers.wake(place, seq)
	}
}

// number gives a change its number, which is out only once it can be asked for:
// who goes on from there has been told that something changed before.
func (h *Hub) number(places []uint64, topics []chat.Topic) uint64 {
	h.numbering.Lock()
	defer h.numbering.Unlock()
	seq := h.seq.Load() + 1
	for _, place := range places {
		h.last[place].Store(seq)
	}
	h.appearances.note(seq, topics)
	h.seq.Store(seq)
	return seq
}

// Seq is the number of the newest change. Whoever takes it before reading the
// store, and later asks Changed with it, misses no change in between.
func (h *Hub) Seq() uint64 { return h.seq.Load() }

// Changed reports whether one of the topics, or possibly anything, has changed
// after the change with number seq. To one who knows of none, number 0, all has.
func (h *Hub) Changed(seq uint64, topics ...chat.Topic) bool {
	if seq == 0 || h.slot(chat.TopicAnything).Load() > seq {
		return true
	}
	for _, t := range topics {
		if h.slot(t).Load() > seq {
			return true
		}
	}
	return false
}

func (h *Hub) slot(t chat.Topic) *atomic.Uint64 { return &h.last[h.place(t)] }

func (h *Hub) place(t chat.Topic) uint64 {
	for i := range everyones {
		if everyones[i] == t {
			return shared + uint64(i) //nolint:gosec // a small number
		}
	}
	return maphash.String(h.seed, string(t)) % shared
}
