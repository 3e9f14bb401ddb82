package handlers

import (
	"context"
	"time"

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
func (s *server) placeOf(r *request) (page.Place, error) {
	place := page.Place{Message: parseID(r.Query("at")), Newest: r.Query("newest") != ""}
	if r.Query("on") == "" {
		return place, nil
	}
	zone := r.zone
	if zone == nil {
		zone = time.UTC
	}
	day, err := time.ParseInLocation(time.DateOnly, r.Query("on"), zone)
	if err != nil || day.Year() < 1 {
		return place, errBadDay
	}
	place.Message, err = s.Store.FirstSent(r.ctx, r.user.Username, r.channel(), day)
	place.Newest = place.Message == 0
	return place, err
}

// showDay asks for a day of a channel.
func (s *server) showDay(r *request) error {
	access, err := s.Store.CheckAccess(r.ctx, r.user.Username, r.channel())
	if err != nil {
		return err
	}
	room, err := s.pages.Room(r.reader(), access.Channel)
	if err != nil {
		return err
	}
	return s.sendDialog(r, fiber.StatusOK, r.T("Go to a day"), views.DayDialog(views.DayProps{
		BackURL: r.backURL(page.ChannelURL(r.channel())), Channel: r.channel(), Name: r.roomName(room),
		Latest: r.local(r.now).Format(time.DateOnly),
	}))
}
