package cache

import (
	"context"
	"slices"
	"time"

	"minimost/chat"
)

type pinStore interface {
	// Pins are the pinned messages of a channel, the last pinned first.
	Pins(ctx context.Context, channel string) ([]chat.Pin, error)
}

// Pins are the pinned messages of a channel, as far as access reaches, the last
// pinned first.
func (c *Cache) Pins(ctx context.Context, access chat.Access, now time.Time) ([]chat.Pin, error) {
	channel := access.Channel.ID
	pins, err := c.pins.Get(c.changes, now, channel, func() (Read[[]chat.Pin], error) {
		pins, err := c.store.Pins(ctx, channel)
		return Read[[]chat.Pin]{Value: pins, Topics: []chat.Topic{chat.TopicPins(channel), chat.TopicRemovals(channel)}}, err
	})
	hidden := func(p chat.Pin) bool { return !access.Sees(p.TS) }
	if !slices.ContainsFunc(pins, hidden) {
		return pins, err
	}
	return slices.DeleteFunc(slices.Clone(pins), hidden), err
}
