package pubsub

import (
	"strings"
	"sync"

	"minimost/chat"
)

// logged is how many presence changes are kept: a few seconds of the busiest
// morning.
const logged = 1 << 12

// presenceLog is a ring of the latest changes of how people appear to others.
type presenceLog struct {
	mu   sync.Mutex
	ring [logged]presenceChange
	next uint64 // changes there have been
}

type presenceChange struct {
	offset uint64
	user   string
}

var appearancePrefix = string(chat.TopicAppearance(""))

// add keeps whose appearance a change concerns. It is called before the change's
// offset is visible: who has read the log up to an offset misses no change before it.
func (l *presenceLog) add(offset uint64, topics []chat.Topic) {
	for _, t := range topics {
		if user, ok := strings.CutPrefix(string(t), appearancePrefix); ok {
			l.append(presenceChange{offset, user})
		}
	}
}

func (l *presenceLog) append(change presenceChange) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ring[l.next%logged] = change
	l.next++
}

// PresenceLog lists whose appearance has changed after offset and up to upTo, each
// once. It is not complete when the log no longer reaches back to offset.
func (h *Hub) PresenceLog(offset uint64) (users []string, upTo uint64, complete bool) {
	l := &h.presenceLog
	l.mu.Lock()
	defer l.mu.Unlock()
	upTo = h.offset.Load()
	var seen map[string]bool
	for i := l.next; i > 0 && l.next-i < logged; i-- {
		change := l.ring[(i-1)%logged]
		if change.offset <= offset {
			return users, upTo, true
		}
		if !seen[change.user] {
			if seen == nil {
				seen = make(map[string]bool)
			}
			seen[change.user] = true
			users = append(users, change.user)
		}
	}
	return users, upTo, l.next <= logged
}
