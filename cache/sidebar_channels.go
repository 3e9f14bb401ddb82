package cache

import (
	"context"
	"time"

	"minimost/chat"
)

// SidebarChannels are the channels in someone's sidebar, with what they have not
// read of each.
type SidebarChannels struct {
	Public  []chat.ChannelUnread
	Private []chat.PrivateChannelSummary
	Direct  []chat.DirectChannel
}

// SidebarChannels are the user's channels, and the offset when they were read.
func (c *Cache) SidebarChannels(ctx context.Context, user string, now time.Time) (SidebarChannels, uint64, error) {
	return c.sidebars.Versioned(c.changes, now, user, func() (Read[SidebarChannels], error) {
		return c.readSidebarChannels(ctx, user)
	})
}

func (c *Cache) readSidebarChannels(ctx context.Context, user string) (r Read[SidebarChannels], err error) {
	if r.Value.Public, err = c.store.ChannelUnreads(ctx, user); err != nil {
		return r, err
	}
	if r.Value.Private, err = c.store.PrivateChannels(ctx, user); err != nil {
		return r, err
	}
	if r.Value.Direct, err = c.store.DirectChannels(ctx, user); err != nil {
		return r, err
	}
	// That a channel is new in the sidebar is published as the person's.
	r.Topics = append(r.Topics, chat.TopicPerson(user))
	for _, public := range r.Value.Public {
		r.Topics = append(r.Topics, chat.TopicMessages(public.Channel))
	}
	for i, private := range r.Value.Private {
		r.Value.Private[i].Members = nil // nothing shows them here, and they may be many
		id := chat.PrivateChannelID(private.ID)
		r.Topics = append(r.Topics, chat.TopicMessages(id), chat.TopicMembers(id))
	}
	for _, direct := range r.Value.Direct {
		r.Topics = append(r.Topics, chat.TopicMessages(direct.Channel))
	}
	return r, nil
}

// Partners are those whom the person writes with directly.
func (s SidebarChannels) Partners() (names []string) {
	for _, direct := range s.Direct {
		names = append(names, direct.Users...)
	}
	return names
}

// Unread is how many messages the person has not read.
func (s SidebarChannels) Unread() (n int) {
	for _, public := range s.Public {
		n += public.Unread
	}
	for _, private := range s.Private {
		n += private.Unread
	}
	for _, direct := range s.Direct {
		n += direct.Unread
	}
	return n
}
