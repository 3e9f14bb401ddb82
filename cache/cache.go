package cache

import (
	"log/slog"

	"minimost/chat"
)

// Store is what is read once for many. Each part is declared beside the values
// that are cached of it. Of access the parts know nothing but where they say so.
type Store interface {
	accountStore
	channelStore
	messageStore
	typingStore
	receiptStore
	presenceStore
	profileStore
	blockStore
	pinStore
	aboutStore
	publicStore
	notificationStore
}

// Cache is what pages and answers read again and again, and of what many read
// the same. It hands out what it holds: nobody changes that. Whoever takes from a
// channel has checked the access, and leaves out what lies before the reader's time.
type Cache struct {
	store   Store
	changes Changes
	logger  *slog.Logger

	access     *Map[readerOfChannel, chat.Access]
	messages   *Map[string, Messages]
	typing     *Map[string, []chat.Typing]
	watermarks *Map[string, map[string]chat.Stamp]
	private    *Map[string, PrivateRoom]
	sidebars   *Map[string, *sidebar]
	blocks     *Map[string, Blocks]
	pins       *Map[string, []chat.Pin]
	abouts     *Map[string, chat.About]
	// publicMembers are those in public channels.
	publicMembers *Map[string, []string]
	// notifications are what people are notified of.
	notifications *Map[string, chat.NotificationSettings]
	blockSides    Value[map[string]bool]
	usernames     Value[[]string]
	allBots       Value[map[string]bool]
	settings      Value[chat.ServerSettings]
	// allProfiles are of those who show more than a username.
	allProfiles Value[*profiles]
	// mostPresent are those whose faces a public channel shows.
	mostPresent Value[[]string]
	presence    presenceCache
}

const (
	// cachedChannels is of how many channels the latest is kept: a hundred messages
	// each, and who types and reads.
	cachedChannels = 512
	// cachedAccesses is how many readers of channels are kept, of some hundred bytes
	// each.
	cachedAccesses = 1 << 14
	// cachedPeople is of how many people it is kept what they see of everything: all who
	// are there, for where one is not kept who is asked of in turn none is.
	cachedPeople = 1 << 14
)

type readerOfChannel struct{ user, channel string }

// New returns an empty cache of the store whose changes are given.
func New(store Store, changes Changes, logger *slog.Logger) *Cache {
	return &Cache{
		store: store, changes: changes, logger: logger,
		access:        NewMap[readerOfChannel, chat.Access](cachedAccesses),
		messages:      NewMap[string, Messages](cachedChannels),
		typing:        NewMap[string, []chat.Typing](cachedChannels),
		watermarks:    NewMap[string, map[string]chat.Stamp](cachedChannels),
		private:       NewMap[string, PrivateRoom](cachedChannels),
		sidebars:      NewMap[string, *sidebar](cachedPeople),
		blocks:        NewMap[string, Blocks](cachedPeople),
		pins:          NewMap[string, []chat.Pin](cachedChannels),
		abouts:        NewMap[string, chat.About](cachedChannels),
		publicMembers: NewMap[string, []string](cachedChannels),
		notifications: NewMap[string, chat.NotificationSettings](cachedPeople),
	}
}
