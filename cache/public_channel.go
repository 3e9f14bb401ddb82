package cache

import (
	"context"
	"time"

	"minimost/chat"
)

type publicStore interface {
	// PublicMembers are the accounts in a public channel, by name.
	PublicMembers(ctx context.Context, channel string) ([]string, error)
}

// PublicMembers are the accounts in a public channel, by name, and the offset when
// they were read.
func (c *Cache) PublicMembers(ctx context.Context, seat *Seat, channel string, now time.Time) ([]string, uint64, error) {
	return c.publicMembers.RenewedIn(&seat.members, c.changes, now, channel, func([]string, uint64) (Read[[]string], error) {
		names, err := c.store.PublicMembers(ctx, channel)
		return Read[[]string]{Value: names, Topics: []chat.Topic{chat.TopicMembers(channel), chat.TopicAccounts}}, err
	})
}
