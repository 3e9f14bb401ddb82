package handlers

import (
	"context"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/export"
)

type accountStore interface {
	// User finds an account whatever the name's case; NotFound.
	User(ctx context.Context, name string) (chat.User, error)
	RenewPasswordHash(ctx context.Context, username, was, hash string) error
	SaveSettings(ctx context.Context, username string, change chat.SettingsChange, now time.Time) error
	SetZone(ctx context.Context, username, zone string) error

	lookStore
	loginStore
	accountEndStore
	export.Store
}

var errNoSettings = chat.Errorf(chat.Invalid, `Send "share_receipts", "share_typing" or "share_last_seen".`)

func (s *server) users(r *request) error {
	names, err := s.Store.Usernames(r.ctx)
	if err != nil {
		return err
	}
	isCaller := func(name string) bool { return name == r.user.Username }
	return sendList(r, slices.DeleteFunc(slices.Clone(names), isCaller))
}

func (s *server) settings(r *request) error {
	return r.JSON(fiber.Map{
		"share_receipts": r.user.Settings.ShareReceipts,
		"share_typing":   r.user.Settings.ShareTyping,

		"share_last_seen": r.user.Settings.ShareLastSeen,
	})
}

// saveSettings changes the settings that are named and keeps the others.
func (s *server) saveSettings(r *request) error {
	body, err := r.jsonBody()
	if err != nil {
		return err
	}
	var change chat.SettingsChange
	for _, field := range []struct {
		key string
		to  **bool
	}{{"share_receipts", &change.ShareReceipts}, {"share_typing", &change.ShareTyping}, {"share_last_seen", &change.ShareLastSeen}} {
		if *field.to, err = optionalMember[bool](body, field.key); err != nil {
			return err
		}
	}
	if change == (chat.SettingsChange{}) {
		return errNoSettings
	}
	s.keepZone(r, r.user)
	return sendOK(r, s.Store.SaveSettings(r.ctx, r.user.Username, change, r.now))
}
