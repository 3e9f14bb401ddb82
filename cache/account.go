package cache

import (
	"context"
	"time"

	"minimost/chat"
)

type accountStore interface {
	// Usernames are those of every account, sorted.
	Usernames(ctx context.Context) ([]string, error)
	// AllBots are the names of every account of a program.
	AllBots(ctx context.Context) ([]string, error)
	// ServerSettings are what administrators have set for everyone.
	ServerSettings(ctx context.Context) (chat.ServerSettings, error)
}

// Usernames are those of every account, sorted.
func (c *Cache) Usernames(ctx context.Context, now time.Time) ([]string, error) {
	return c.usernames.Get(c.changes, now, func() (Read[[]string], error) {
		names, err := c.store.Usernames(ctx)
		return Read[[]string]{Value: names, Topics: []chat.Topic{chat.TopicAccounts}}, err
	})
}

// bots are the accounts of programs, which have no presence.
func (c *Cache) bots(ctx context.Context, now time.Time) (map[string]bool, error) {
	return c.allBots.Get(c.changes, now, func() (Read[map[string]bool], error) {
		names, err := c.store.AllBots(ctx)
		return Read[map[string]bool]{Value: setOf(names), Topics: []chat.Topic{chat.TopicAccounts}}, err
	})
}

// ServerSettings are what administrators have set for everyone.
func (c *Cache) ServerSettings(ctx context.Context, now time.Time) (chat.ServerSettings, error) {
	return c.settings.Get(c.changes, now, func() (Read[chat.ServerSettings], error) {
		settings, err := c.store.ServerSettings(ctx)
		return Read[chat.ServerSettings]{Value: settings, Topics: []chat.Topic{chat.TopicAccounts}}, err
	})
}
