package handlers

import (
	"context"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
)

type publicChannelStore interface {
	// JoinedChannels are the public channels that the user is in, AllPublicChannels all.
	JoinedChannels(ctx context.Context, user string) ([]string, error)
	AllPublicChannels(ctx context.Context, user string) ([]chat.PublicChannel, error)
	// CreatePublicChannel is Forbidden for who may not, Conflict for a name in use.
	CreatePublicChannel(ctx context.Context, user, name string, now time.Time) error
	// ArchiveChannel and RestoreChannel are Forbidden for who may not, ErrLastPublic for the
	// only one in use.
	ArchiveChannel(ctx context.Context, user, channel string, now time.Time) error
	RestoreChannel(ctx context.Context, user, channel string, now time.Time) error
	// SetJoined is ErrNoChannel where there is none.
	// RenamePublicChannel is Forbidden for who may not, Conflict for a name in use.
	RenamePublicChannel(ctx context.Context, user, channel, name string, now time.Time) error
	SetJoined(ctx context.Context, user, channel string, joined bool, now time.Time) error
}

type publicChannelJSON struct {
	Channel string `json:"channel"`
	// Name is what it is called, which may be another than its identifier.
	Name    string `json:"name"`
	Topic   string `json:"topic"`
	Purpose string `json:"purpose"`
	Members int    `json:"members"`
	Joined  bool   `json:"joined"`
	// Archived ones are read and no more.
	Archived bool `json:"archived"`
}

// channels answers a program with the public channels one is in, and a browser with a
// page of all of them.
func (s *server) channels(r *request) error {
	r.Vary(fiber.HeaderAccept)
	if strings.Contains(r.Get(fiber.HeaderAccept), fiber.MIMETextHTML) {
		r.Locals(answerKey, Page)
		return s.sendChannels(r)
	}
	channels, err := s.Store.JoinedChannels(r.ctx, r.user.Username)
	if err != nil {
		return err
	}
	return sendList(r, channels)
}

func (s *server) publicChannels(r *request) error {
	channels, err := s.Store.AllPublicChannels(r.ctx, r.user.Username)
	if err != nil {
		return err
	}
	list := make([]publicChannelJSON, len(channels))
	for i, c := range channels {
		list[i] = publicChannelJSON{c.Channel, c.Name, c.About.Topic, c.About.Purpose, c.Members, c.Joined, c.Archived}
	}
	return sendList(r, list)
}

func (s *server) createPublicChannel(r *request) error {
	name, err := r.publicName()
	if err != nil {
		return err
	}
	return sendOK(r, s.Store.CreatePublicChannel(r.ctx, r.user.Username, name, r.now))
}

func (s *server) joinChannel(r *request) error {
	return sendOK(r, s.Store.SetJoined(r.ctx, r.user.Username, r.channel(), true, r.now))
}

func (s *server) leaveChannel(r *request) error {
	return sendOK(r, s.Store.SetJoined(r.ctx, r.user.Username, r.channel(), false, r.now))
}

// publicName is the name of a public channel in the body.
func (r *request) publicName() (string, error) {
	body, err := r.jsonBody()
	if err != nil {
		return "", err
	}
	raw, err := body.text("name")
	if err != nil {
		return "", err
	}
	return chat.ParsePublicName(raw)
}

func (s *server) renameChannel(r *request) error {
	name, err := r.publicName()
	if err != nil {
		return err
	}
	return sendOK(r, s.Store.RenamePublicChannel(s.audited(r), r.user.Username, r.channel(), name, r.now))
}

func (s *server) archiveChannel(r *request) error {
	return sendOK(r, s.Store.ArchiveChannel(s.audited(r), r.user.Username, r.channel(), r.now))
}

func (s *server) restoreChannel(r *request) error {
	return sendOK(r, s.Store.RestoreChannel(s.audited(r), r.user.Username, r.channel(), r.now))
}
