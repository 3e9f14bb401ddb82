package channel

import (
	"context"
	"time"

	"minimost/handlers/web"

	"minimost/chat"
)

type channelSettingsStore interface {
	// ChannelSettings has no channel for which nothing is set.
	ChannelSettings(ctx context.Context, user string) (map[string]chat.ChannelSettings, error)
	// SetChannelSettings is ErrNoChannel without access and Conflict beyond
	// chat.MaxChannelSettings.
	SetChannelSettings(ctx context.Context, user, channel string, change chat.ChannelSettingsChange, now time.Time) error
	// SetSidebarSettings is Invalid for what is no section.
	SetSidebarSettings(ctx context.Context, user string, change chat.SidebarSettingsChange, now time.Time) error
}

var errNoChannelSettings = chat.Errorf(chat.Invalid, `Send "muted", "favourite", "notify" or several of them.`)

type channelSettingsJSON struct {
	Muted     bool    `json:"muted"`
	Favourite bool    `json:"favourite"`
	Notify    *string `json:"notify"` // null: as in every channel
}

// ChannelSettings has a member for each channel for which the user has set something.
func (h *Handlers) ChannelSettings(r *web.Request) error {
	all, err := h.store.ChannelSettings(r.Ctx, r.User.Username)
	if err != nil {
		return err
	}
	answer := make(map[string]channelSettingsJSON, len(all))
	for channel, set := range all {
		one := channelSettingsJSON{Muted: set.Muted, Favourite: set.Favourite}
		if level := string(set.Notify); level != "" {
			one.Notify = &level
		}
		answer[channel] = one
	}
	return r.JSON(answer)
}

// SetChannelSettings changes the settings that are named and keeps the others.
func (h *Handlers) SetChannelSettings(r *web.Request) error {
	body, err := r.JSONBody()
	if err != nil {
		return err
	}
	change, err := channelSettingsChange(body)
	if err != nil {
		return err
	}
	return web.SendOK(r, h.setChannelSettings(r, change))
}

func (h *Handlers) setChannelSettings(r *web.Request, change chat.ChannelSettingsChange) error {
	return h.Settling(r, func() error { return h.store.SetChannelSettings(r.Ctx, r.User.Username, r.Channel(), change, r.Now) })
}

func channelSettingsChange(body web.JSONObject) (change chat.ChannelSettingsChange, err error) {
	if change.Muted, err = web.OptionalMember[bool](body, "muted"); err != nil {
		return change, err
	}
	if change.Favourite, err = web.OptionalMember[bool](body, "favourite"); err != nil {
		return change, err
	}
	if change.Notify, err = notifyMember(body); err != nil {
		return change, err
	}
	if change == (chat.ChannelSettingsChange{}) {
		return change, errNoChannelSettings
	}
	return change, nil
}

// notifyMember reads a level; null is that of every channel.
func notifyMember(body web.JSONObject) (*chat.NotifyLevel, error) {
	level := chat.NotifyDefault
	if string(body["notify"]) == "null" {
		return &level, nil
	}
	text, err := web.OptionalMember[string](body, "notify")
	if err != nil || text == nil {
		return nil, err
	}
	level, err = chat.ParseNotifyLevel(*text)
	return &level, err
}
