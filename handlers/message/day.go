package message

import (
	"cmp"
	"context"
	"time"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

type dayStore interface {
	// FirstSent is 0 where nothing was sent from a time on, and ErrNoChannel without
	// access.
	FirstSent(ctx context.Context, user, channel string, from time.Time) (int64, error)
}

var errBadDay = chat.Errorf(chat.Invalid, `"on" is a day, such as 2026-11-25.`)

// placeOf is where the channel in the path opens: at the message "at", at the first
// one of the day "on" or of the next day that has any, at the end with "newest",
// else at the first message that was not read.
func (h *Handlers) placeOf(r *web.Request) (page.Place, error) {
	place := page.Place{Newest: r.Query("newest") != ""}
	if at := r.Query("at"); at != "" {
		place.Message = cmp.Or(web.ParseID(at), page.NoMessage)
	}
	if r.Query("on") == "" {
		return place, nil
	}
	zone := r.Zone
	if zone == nil {
		zone = time.UTC
	}
	day, err := time.ParseInLocation(time.DateOnly, r.Query("on"), zone)
	if err != nil || day.Year() < 1 {
		return place, errBadDay
	}
	place.Message, err = h.store.FirstSent(r.Ctx, r.User.Username, r.Channel(), day)
	place.Newest = place.Message == 0
	return place, err
}

// ShowDay asks for a day of a channel.
func (h *Handlers) ShowDay(r *web.Request) error {
	access, err := h.store.CheckAccess(r.Ctx, r.User.Username, r.Channel())
	if err != nil {
		return err
	}
	room, err := h.Pages.Room(r.Reader(), access.Channel)
	if err != nil {
		return err
	}
	return h.SendDialog(r, fiber.StatusOK, r.T("Go to a day"), views.DayDialog(views.DayProps{
		BackURL: r.BackURL(page.ChannelURL(r.Channel())), Channel: r.Channel(), Name: r.RoomName(room),
		Latest: r.Local(r.Now).Format(time.DateOnly),
	}))
}
