package cache

import (
	"context"
	"time"

	"minimost/chat"
)

type notificationStore interface {
	// NotificationSettings are chat.DefaultNotifications of who has set nothing.
	NotificationSettings(ctx context.Context, user string) (chat.NotificationSettings, error)
}

// Notifications are what the user is notified of.
func (c *Cache) Notifications(ctx context.Context, user string, now time.Time) (chat.NotificationSettings, error) {
	return c.notifications.Get(c.changes, now, user, func() (Read[chat.NotificationSettings], error) {
		settings, err := c.store.NotificationSettings(ctx, user)
		topics := []chat.Topic{chat.TopicPerson(user), chat.TopicAccount(user)}
		return Read[chat.NotificationSettings]{Value: settings, Topics: topics}, err
	})
}
