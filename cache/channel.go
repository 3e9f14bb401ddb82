package cache

import (
	"context"
	"time"

	"minimost/chat"
)

type channelStore interface {
	// CheckAccess is ErrNoChannel without access.
	CheckAccess(ctx context.Context, user, channel string) (chat.Access, error)
	// PrivateChannel is ErrNoChannel for everyone who is no member.
	PrivateChannel(ctx context.Context, user string, id int64) (chat.PrivateChannel, error)
	// Sidebar lists the channels in someone's sidebar, as counted now: public ones,
	// private ones, direct ones that are not hidden with the newest first.
	Sidebar(ctx context.Context, user string) ([]chat.SidebarChannel, error)
	SidebarSettings(ctx context.Context, user string) (chat.SidebarSettings, error)
}

// Access is what a user may see of a channel, or ErrNoChannel.
func (c *Cache) Access(ctx context.Context, user, channel string, now time.Time) (chat.Access, error) {
	return c.access.Get(c.changes, now, readerOfChannel{user, channel}, func() (Read[chat.Access], error) {
		return c.readAccess(ctx, user, channel)
	})
}

// AccessFrom is Access of the reader whose seat it is.
func (c *Cache) AccessFrom(ctx context.Context, seat *Seat, user, channel string, now time.Time) (chat.Access, error) {
	access, _, err := c.access.RenewedIn(&seat.access, c.changes, now, readerOfChannel{user, channel}, func(chat.Access, uint64) (Read[chat.Access], error) {
		return c.readAccess(ctx, user, channel)
	})
	return access, err
}

func (c *Cache) readAccess(ctx context.Context, user, channel string) (Read[chat.Access], error) {
	access, err := c.store.CheckAccess(ctx, user, channel)
	return Read[chat.Access]{Value: access, Topics: []chat.Topic{chat.TopicMembers(channel), chat.TopicAccount(user)}}, err
}

// PrivateRoom is a private channel as everybody in it sees it.
type PrivateRoom struct {
	Name    string
	Owner   string
	Members []string // in the order in which the store has them
}

// PrivateRoom is a private channel that the user is a member of, and the offset
// when it was read. Whoever asks leaves its members as they are.
func (c *Cache) PrivateRoom(ctx context.Context, user string, channel chat.Channel, now time.Time) (PrivateRoom, uint64, error) {
	return c.private.Versioned(c.changes, now, channel.ID, func() (Read[PrivateRoom], error) {
		private, err := c.store.PrivateChannel(ctx, user, channel.PrivateID)
		room := PrivateRoom{private.Name, private.Owner(), make([]string, len(private.Members))}
		for i, m := range private.Members {
			room.Members[i] = m.Username
		}
		return Read[PrivateRoom]{Value: room, Topics: []chat.Topic{chat.TopicMembers(channel.ID)}}, err
	})
}
