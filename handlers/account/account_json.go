package account

import (
	"context"
	"slices"
	"time"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/export"
)

type accountStore interface {
	// User finds an account whatever the name's case; NotFound.
	User(ctx context.Context, name string) (chat.User, error)
	SaveSettings(ctx context.Context, username string, change chat.SettingsChange, now time.Time) error
	SetZone(ctx context.Context, username, zone string) error

	lookStore
	loginStore
	accountEndStore
	export.Store
}

var errNoSettings = chat.Errorf(chat.Invalid, `Send "share_receipts", "share_typing" or "share_last_seen".`)

func (h *Handlers) Users(r *web.Request) error {
	names, err := h.store.Usernames(r.Ctx)
	if err != nil {
		return err
	}
	isCaller := func(name string) bool { return name == r.User.Username }
	return web.SendList(r, slices.DeleteFunc(slices.Clone(names), isCaller))
}

func (h *Handlers) Settings(r *web.Request) error {
	return r.JSON(fiber.Map{
		"share_receipts": r.User.Settings.ShareReceipts,
		"share_typing":   r.User.Settings.ShareTyping,

		"share_last_seen": r.User.Settings.ShareLastSeen,
	})
}

// SaveSettings changes the settings that are named and keeps the others.
func (h *Handlers) SaveSettings(r *web.Request) error {
	body, err := r.JSONBody()
	if err != nil {
		return err
	}
	var change chat.SettingsChange
	for _, field := range []struct {
		key string
		to  **bool
	}{{"share_receipts", &change.ShareReceipts}, {"share_typing", &change.ShareTyping}, {"share_last_seen", &change.ShareLastSeen}} {
		if *field.to, err = web.OptionalMember[bool](body, field.key); err != nil {
			return err
		}
	}
	if change == (chat.SettingsChange{}) {
		return errNoSettings
	}
	h.keepZone(r, r.User)
	return web.SendOK(r, h.store.SaveSettings(r.Ctx, r.User.Username, change, r.Now))
}
