package pubsub

import (
	"strings"
	"sync"

	"minimost/chat"
)

// remembered is how many changes of how someone appears are kept: a few seconds
// of the busiest morning.
const remembered = 1 << 12

// appearances are the latest changes of how people appear to others.
type appearances struct {
	mu   sync.Mutex
	ring [remembered]appearance
	next uint64 // how many there have been
}

type appearance struct {
	seq  uint64
	user string
}

var appearancePrefix = string(chat.TopicAppearance(""))

// note keeps whose appearance a change is about, before its number is out: so
// who knows all up to a number misses none of before.
func (a *appearances) note(seq uint64, topics []chat.Topic) {
	for _, t := range topics {
		if user, ok := strings.CutPrefix(string(t), appearancePrefix); ok {
			a.add(appearance{seq, user})
		}
	}
}

func (a *appearances) add(change appearance) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.ring[a.next%remembered] = change
	a.next++
}

// Appearances lists whose appearance has changed after seq and up to upTo, each
// once. It is not complete when that is too long ago.
func (h *Hub) Appearances(seq uint64) (users []string, upTo uint64, complete bool) {
	a := &h.appearances
	a.mu.Lock()
	defer a.mu.Unlock()
	upTo = h.seq.Load()
	seen := make(map[string]bool)
	for i := a.next; i > 0 && a.next-i < remembered; i-- {
		change := a.ring[(i-1)%remembered]
		if change.seq <= seq {
			return users, upTo, true
		}
		if !seen[change.user] {
			seen[change.user] = true
			users = append(users, change.user)
		}
	}
	return users, upTo, a.next <= remembered
}
