package handlers

import (
	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

const channelSettingsTitle = "Your settings for a channel"

// showChannelSettings is what the user has set for a channel.
func (s *server) showChannelSettings(r *request) error {
	all, err := s.Store.ChannelSettings(r.ctx, r.user.Username)
	if err != nil {
		return err
	}
	return s.sendChannelSettings(r, fiber.StatusOK, all[r.channel()], "")
}

func (s *server) sendChannelSettings(r *request, status int, settings chat.ChannelSettings, failure string) error {
	access, err := s.Store.CheckAccess(r.ctx, r.user.Username, r.channel())
	if err != nil {
		return err
	}
	room, err := s.pages.Room(r.reader(), access.Channel)
	if err != nil {
		return err
	}
	return s.sendDialog(r, status, r.T(channelSettingsTitle), views.ChannelSettingsDialog(views.ChannelSettingsProps{
		BackURL: r.backURL(page.ChannelURL(r.channel())), Channel: r.channel(), Name: r.roomName(room), Settings: settings, Error: failure,
	}))
}

// channelSettingsForm saves both switches, of which a browser leaves out one that is
// off, and what one is notified of.
func (s *server) channelSettingsForm(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	muted, favourite, notify := form.text("muted") == "true", form.text("favourite") == "true", form("notify")
	change := chat.ChannelSettingsChange{Muted: &muted, Favourite: &favourite}
	if len(notify) > 0 {
		level, err := chat.ParseNotifyLevel(notify[0])
		if err != nil {
			return err
		}
		change.Notify = &level
	}
	err = s.Store.SetChannelSettings(r.ctx, r.user.Username, r.channel(), change, r.now)
	if err == nil {
		return r.closeDialog(page.ChannelURL(r.channel()))
	}
	if chat.CodeOf(err) == chat.Forbidden {
		return err
	}
	sentence, err := r.refusal(err)
	if err != nil {
		return err
	}
	return s.sendChannelSettings(r, fiber.StatusUnprocessableEntity, chat.ChannelSettings{}.Change(change), sentence)
}
