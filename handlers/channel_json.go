package handlers

import (
	"context"

	"minimost/chat"
)

type channelStore interface {
	// ChannelUnreads holds every public channel that the user is in.
	ChannelUnreads(ctx context.Context, user string) ([]chat.ChannelUnread, error)
	PublicChannels() []string
	// ChannelMembers leaves the caller out; ErrNoChannel without access.
	ChannelMembers(ctx context.Context, user, channel string) ([]string, error)
}

func (s *server) channelUnreads(r *request) error {
	unreads, err := s.Store.ChannelUnreads(r.ctx, r.user.Username)
	if err != nil {
		return err
	}
	counts := make(map[string]int, len(unreads))
	for _, u := range unreads {
		counts[u.Channel] = u.Unread
	}
	return r.JSON(counts)
}

func (s *server) channelMembers(r *request) error {
	names, err := s.Store.ChannelMembers(r.ctx, r.user.Username, r.channel())
	if err != nil {
		return err
	}
	return sendList(r, names)
}
