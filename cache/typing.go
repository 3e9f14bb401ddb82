package cache

import (
	"context"
	"time"

	"minimost/chat"
)

type typingStore interface {
	// Typing lists the keystrokes that may count and that others may see.
	Typing(ctx context.Context, channel string, now time.Time) ([]chat.Typing, error)
}

// Typing lists a channel's keystrokes that may count: see chat.Typists and
// chat.TypingUntil.
func (c *Cache) Typing(ctx context.Context, channel string, now time.Time) ([]chat.Typing, error) {
	return c.typing.Get(c.changes, now, channel, func() (Read[[]chat.Typing], error) {
		rows, err := c.store.Typing(ctx, channel, now)
		return Read[[]chat.Typing]{
			Value: rows, Expires: chat.TypingUntil(rows, now),
			Topics: []chat.Topic{chat.TopicTyping(channel), chat.TopicSharing},
		}, err
	})
}
