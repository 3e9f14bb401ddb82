package cache

import (
	"context"
	"time"

	"minimost/chat"
)

type aboutStore interface {
	// About is what a channel is about.
	About(ctx context.Context, channel string) (chat.About, error)
}

// About is what a channel is about.
func (c *Cache) About(ctx context.Context, channel string, now time.Time) (chat.About, error) {
	return c.abouts.Get(c.changes, now, channel, func() (Read[chat.About], error) {
		about, err := c.store.About(ctx, channel)
		return Read[chat.About]{Value: about, Topics: []chat.Topic{chat.TopicMembers(channel)}}, err
	})
}
