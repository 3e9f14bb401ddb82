package cache

import (
	"context"
	"time"

	"minimost/chat"
)

type accountStore interface {
	// Usernames are those of every account, sorted.
	Usernames(ctx context.Context) ([]string, error)
}

// Usernames are those of every account, sorted.
func (c *Cache) Usernames(ctx context.Context, now time.Time) ([]string, error) {
	return c.usernames.Get(c.changes, now, func() (Read[[]string], error) {
		names, err := c.store.Usernames(ctx)
		return Read[[]string]{Value: names, Topics: []chat.Topic{chat.TopicAccounts}}, err
	})
}
