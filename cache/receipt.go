package cache

import (
	"context"
	"time"

	"minimost/chat"
)

type receiptStore interface {
	// Watermarks is the newest receipt of each reader who shares receipts.
	Watermarks(ctx context.Context, channel string) (map[string]chat.Stamp, error)
}

// Watermarks is how far each reader who shares it has read a channel.
func (c *Cache) Watermarks(ctx context.Context, seat *Seat, channel string, now time.Time) (map[string]chat.Stamp, error) {
	marks, _, err := c.watermarks.RenewedIn(&seat.watermarks, c.changes, now, channel, func(map[string]chat.Stamp, uint64) (Read[map[string]chat.Stamp], error) {
		marks, err := c.store.Watermarks(ctx, channel)
		topics := []chat.Topic{chat.TopicReceipts(channel), chat.TopicSharing}
		return Read[map[string]chat.Stamp]{Value: marks, Topics: topics}, err
	})
	return marks, err
}
