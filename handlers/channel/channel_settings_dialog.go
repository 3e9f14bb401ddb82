package channel

import (
	"github.com/gofiber/fiber/v2"

	"minimost/handlers/web"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

const channelSettingsTitle = "Your settings for a channel"

// ShowChannelSettings is what the user has set for a channel.
func (h *Handlers) ShowChannelSettings(r *web.Request) error {
	all, err := h.store.ChannelSettings(r.Ctx, r.User.Username)
	if err != nil {
		return err
	}
	return h.sendChannelSettings(r, fiber.StatusOK, all[r.Channel()], "")
}

func (h *Handlers) sendChannelSettings(r *web.Request, status int, settings chat.ChannelSettings, failure string) error {
	access, err := h.store.CheckAccess(r.Ctx, r.User.Username, r.Channel())
	if err != nil {
		return err
	}
	room, err := h.Pages.Room(r.Reader(), access.Channel)
	if err != nil {
		return err
	}
	return h.SendDialog(r, status, r.T(channelSettingsTitle), views.ChannelSettingsDialog(views.ChannelSettingsProps{
		BackURL: r.BackURL(page.ChannelURL(r.Channel())), Channel: r.Channel(), Name: r.RoomName(room), Settings: settings, Error: failure,
	}))
}

// ChannelSettingsForm saves both switches, of which a browser leaves out one that is
// off, and what one is notified of.
func (h *Handlers) ChannelSettingsForm(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	muted, favourite, notify := form.Text("muted") == "true", form.Text("favourite") == "true", form("notify")
	change := chat.ChannelSettingsChange{Muted: &muted, Favourite: &favourite}
	if len(notify) > 0 {
		level, err := chat.ParseNotifyLevel(notify[0])
		if err != nil {
			return err
		}
		change.Notify = &level
	}
	err = h.setChannelSettings(r, change)
	if err == nil {
		return r.CloseDialog(page.ChannelURL(r.Channel()))
	}
	if chat.CodeOf(err) == chat.Forbidden {
		return err
	}
	sentence, err := r.Refusal(err)
	if err != nil {
		return err
	}
	return h.sendChannelSettings(r, fiber.StatusUnprocessableEntity, chat.ChannelSettings{}.Change(change), sentence)
}
