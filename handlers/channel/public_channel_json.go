package channel

import (
	"context"
	"strings"
	"time"

	"minimost/handlers/web"

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

// Channels answers a program with the public channels one is in, and a browser with a
// page of all of them.
func (h *Handlers) Channels(r *web.Request) error {
	r.Vary(fiber.HeaderAccept)
	if strings.Contains(r.Get(fiber.HeaderAccept), fiber.MIMETextHTML) {
		r.Locals(web.AnswerKey, web.Page)
		return h.sendChannels(r)
	}
	channels, err := h.store.JoinedChannels(r.Ctx, r.User.Username)
	if err != nil {
		return err
	}
	return web.SendList(r, channels)
}

func (h *Handlers) PublicChannels(r *web.Request) error {
	channels, err := h.store.AllPublicChannels(r.Ctx, r.User.Username)
	if err != nil {
		return err
	}
	return web.SendListOf(r, channels, func(c chat.PublicChannel) publicChannelJSON {
		return publicChannelJSON{c.Channel, c.Name, c.About.Topic, c.About.Purpose, c.Members, c.Joined, c.Archived}
	})
}

func (h *Handlers) CreatePublicChannel(r *web.Request) error {
	name, err := publicName(r)
	if err != nil {
		return err
	}
	return web.SendOK(r, h.store.CreatePublicChannel(r.Ctx, r.User.Username, name, r.Now))
}

func (h *Handlers) JoinChannel(r *web.Request) error {
	return web.SendOK(r, h.store.SetJoined(r.Ctx, r.User.Username, r.Channel(), true, r.Now))
}

func (h *Handlers) LeaveChannel(r *web.Request) error {
	return web.SendOK(r, h.store.SetJoined(r.Ctx, r.User.Username, r.Channel(), false, r.Now))
}

// publicName is the name of a public channel in the body.
func publicName(r *web.Request) (string, error) {
	body, err := r.JSONBody()
	if err != nil {
		return "", err
	}
	raw, err := body.Text("name")
	if err != nil {
		return "", err
	}
	return chat.ParsePublicName(raw)
}

func (h *Handlers) RenameChannel(r *web.Request) error {
	name, err := publicName(r)
	if err != nil {
		return err
	}
	return web.SendOK(r, h.store.RenamePublicChannel(h.Audited(r), r.User.Username, r.Channel(), name, r.Now))
}

func (h *Handlers) ArchiveChannel(r *web.Request) error {
	return web.SendOK(r, h.store.ArchiveChannel(h.Audited(r), r.User.Username, r.Channel(), r.Now))
}

func (h *Handlers) RestoreChannel(r *web.Request) error {
	return web.SendOK(r, h.store.RestoreChannel(h.Audited(r), r.User.Username, r.Channel(), r.Now))
}
