package handlers

import (
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"minimost/cache"
	"minimost/chat"
	"minimost/page"
	"minimost/pubsub"
)

// countedLooks are changes that count how often a page asks what has changed.
type countedLooks struct {
	cache.Changes
	hub   *pubsub.Hub
	looks atomic.Int64
}

func (c *countedLooks) PresenceLog(offset uint64) (users []string, upTo uint64, complete bool) {
	c.looks.Add(1)
	return c.Changes.PresenceLog(offset)
}

// TestEveryTopicOfAPageReachesItsSocket: a region's topic that wakes nobody, and
// that nobody looks for, would leave the region as it was until something else
// happens.
func TestEveryTopicOfAPageReachesItsSocket(t *testing.T) {
	membership, others := page.ChannelTopics("general")
	told := func(t *testing.T, topics []chat.Topic, change ...func(*config)) {
		t.Helper()
		changes := &countedLooks{}
		w := newWorld(t, append(change, func(c *config) {
			changes.Changes, changes.hub = c.Changes, c.Changes.(*pubsub.Hub) //nolint:errcheck,forcetypeassert // what newWorld makes
			c.Changes = changes
		})...)
		alice := w.as("alice")
		alice.watch("general")
		eventually(t, "it has come to rest", func() bool { return w.server.Sockets.Load().Computing == 0 })
		for _, topic := range topics {
			w.pass(time.Second) // the next tick
			before := changes.looks.Load()
			changes.hub.Publish(topic)
			eventually(t, string(topic)+" makes the socket look", func() bool { return changes.looks.Load() > before })
			eventually(t, "it has come to rest", func() bool { return w.server.Sockets.Load().Computing == 0 })
		}
	}
	t.Run("at once", func(t *testing.T) {
		told(t, slices.Concat(membership, others, page.ReaderTopics("alice", "general")), never)
	})
	t.Run("within a tick", func(t *testing.T) { told(t, page.TickTopics()) })
}
