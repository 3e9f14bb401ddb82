package account

import (
	"context"
	"time"

	"minimost/handlers/web"

	"minimost/chat"
	"minimost/views"
)

type profileStore interface {
	// SaveProfile is Conflict for a display name that is somebody else's username.
	SaveProfile(ctx context.Context, username string, change chat.ProfileChange, now time.Time) error
	// SetStatus clears it with the zero Status.
	SetStatus(ctx context.Context, user string, status chat.Status, now time.Time) error
}

var (
	errNoProfile   = chat.Errorf(chat.Invalid, `Send "display_name", "pronouns" or "zone".`)
	errNoStatus    = chat.Errorf(chat.Invalid, `Send "emoji", "text" or both; empty ones clear the status.`)
	errUnknownZone = chat.Errorf(chat.Invalid, "There is no such time zone.")
)

// SaveProfile changes what is named and keeps the rest.
func (h *Handlers) SaveProfile(r *web.Request) error {
	body, err := r.JSONBody()
	if err != nil {
		return err
	}
	var change chat.ProfileChange
	for _, field := range []struct {
		key string
		to  **string
	}{{"display_name", &change.DisplayName}, {"pronouns", &change.Pronouns}, {"zone", &change.LocalZone}} {
		if *field.to, err = web.OptionalMember[string](body, field.key); err != nil {
			return err
		}
	}
	if change == (chat.ProfileChange{}) {
		return errNoProfile
	}
	if change, err = parseProfile(change); err != nil {
		return err
	}
	return web.SendOK(r, h.store.SaveProfile(r.Ctx, r.User.Username, change, r.Now))
}

// parseProfile checks a change of a profile, the zone too.
func parseProfile(change chat.ProfileChange) (chat.ProfileChange, error) {
	change, err := change.Parse()
	if err == nil && change.LocalZone != nil && *change.LocalZone != "" && web.LoadZone(*change.LocalZone) == nil {
		err = errUnknownZone
	}
	return change, err
}

// SetStatus reads {"emoji"?, "text"?, "until_ts"?}; with nothing in either it is
// cleared.
func (h *Handlers) SetStatus(r *web.Request) error {
	body, err := r.JSONBody()
	if err != nil {
		return err
	}
	var status chat.Status
	var emoji, text bool
	if status.Emoji, emoji, err = web.Member[string](body, "emoji"); err != nil {
		return err
	}
	if status.Text, text, err = web.Member[string](body, "text"); err != nil {
		return err
	}
	if !emoji && !text {
		return errNoStatus
	}
	if raw, given := body["until_ts"]; given && string(raw) != "null" {
		until, _, err := web.Member[float64](body, "until_ts")
		if err != nil {
			return err
		}
		status.Until = chat.Stamp(until)
	}
	if status, err = h.parseStatus(r, status); err != nil {
		return err
	}
	return web.SendOK(r, h.store.SetStatus(r.Ctx, r.User.Username, status, r.Now))
}

// pictureURL is "" for an account without one.
func pictureURL(u chat.User) string {
	if u.Picture == 0 {
		return ""
	}
	return views.PictureURL(u.Username, u.Picture)
}
