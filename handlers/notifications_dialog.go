package handlers

import (
	"context"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/views"
)

const (
	notificationsPage  = "/ui/notifications"
	notificationsTitle = "Notifications"
)

// suggestedSchedule is what the form begins with; it has no days yet.
var suggestedSchedule = chat.Schedule{From: 22 * 60, To: 8 * 60}

type notificationStore interface {
	// SaveNotifications is Invalid for a change that cannot be made.
	SaveNotifications(ctx context.Context, user string, change chat.NotificationChange, now time.Time) error
}

func (s *server) showNotifications(r *request) error {
	props, err := s.notificationsProps(r)
	if err != nil {
		return err
	}
	return s.sendNotifications(r, fiber.StatusOK, props)
}

func (s *server) sendNotifications(r *request, status int, props views.NotificationsProps) error {
	return s.sendDialog(r, status, r.T(notificationsTitle), views.NotificationsDialog(props))
}

func (s *server) notificationsProps(r *request) (views.NotificationsProps, error) {
	n, err := s.cache.Notifications(r.ctx, r.user.Username, r.now)
	if err != nil {
		return views.NotificationsProps{}, err
	}
	props := views.NotificationsProps{
		BackURL: r.backURL(accountPage), Level: string(n.Level), Sound: n.Sound, Schedule: n.Schedule,
		Paused: n.Until > chat.StampOf(r.now), Zone: r.user.Zone,
	}
	if s.Pusher != nil {
		sub, found, err := s.Store.SessionPush(r.ctx, r.session)
		if err != nil {
			return props, err
		}
		props.PushKey, props.Pushed, props.PushText = s.Pusher.PublicKey(), found, sub.WithText
	}
	if n.Schedule == (chat.Schedule{}) {
		props.Schedule = suggestedSchedule
	}
	if until, holds := n.Ends(r.now); holds {
		props.Until = views.DoNotDisturbText(r.language(), until, r.local(r.now))
	}
	return props, nil
}

// pauseForm asks not to be disturbed, or to be again.
func (s *server) pauseForm(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	minutes := 0
	if form.text("end") == "" {
		var err error
		if minutes, err = strconv.Atoi(form.text("minutes")); err != nil || minutes < 1 {
			minutes = -1 // which is refused
		}
	}
	s.keepZone(r, r.user)
	return s.saveNotificationsForm(r, chat.NotificationChange{Pause: &minutes}, func(p *views.NotificationsProps, failure string) { p.PauseError = failure })
}

// notificationsForm saves all but the pause: a browser leaves out a switch that is
// off.
func (s *server) notificationsForm(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	level, sound := chat.NotifyLevel(form.text("level")), form.text("sound") == "true"
	schedule := parseSchedule(form)
	s.keepZone(r, r.user)
	change := chat.NotificationChange{Level: &level, Sound: &sound, Schedule: &schedule}
	return s.saveNotificationsForm(r, change, func(p *views.NotificationsProps, failure string) {
		p.Level, p.Sound, p.Error = string(level), sound, failure
	})
}

// parseSchedule is one that is refused for what is none.
func parseSchedule(form fields) (schedule chat.Schedule) {
	for _, day := range form("day") {
		n, err := strconv.Atoi(day)
		if err != nil || n < 0 || n > 6 {
			return chat.Schedule{From: -1}
		}
		schedule.Days |= 1 << n
	}
	schedule.From, schedule.To = parseClock(form.text("from")), parseClock(form.text("to"))
	return schedule
}

// parseClock is the minute of the day that "22:30" is, -1 for what is none.
func parseClock(text string) int {
	at, err := time.Parse("15:04", text)
	if err != nil {
		return -1
	}
	return at.Hour()*60 + at.Minute()
}

// saveNotificationsForm makes a change and shows the dialog, with what is wrong as
// refuse puts it there.
func (s *server) saveNotificationsForm(r *request, change chat.NotificationChange, refuse func(*views.NotificationsProps, string)) error {
	failure, err := r.refusal(s.saveNotifications(r, change))
	if err != nil {
		return err
	}
	if failure == "" && !r.htmx() {
		return r.Redirect(notificationsPage, fiber.StatusSeeOther)
	}
	props, err := s.notificationsProps(r)
	if err != nil {
		return err
	}
	if failure != "" {
		refuse(&props, failure)
		return s.sendNotifications(r, fiber.StatusUnprocessableEntity, props)
	}
	return s.sendNotifications(r, fiber.StatusOK, props)
}

func (s *server) saveNotifications(r *request, change chat.NotificationChange) error {
	if change.Level != nil {
		if _, err := chat.ParseNotifyLevel(string(*change.Level)); err != nil {
			return err
		}
	}
	return s.Store.SaveNotifications(r.ctx, r.user.Username, change, r.now)
}
