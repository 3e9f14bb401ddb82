package account

import (
	"context"
	"strconv"
	"time"

	"minimost/handlers/web"

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

func (h *Handlers) ShowNotifications(r *web.Request) error {
	props, err := h.notificationsProps(r)
	if err != nil {
		return err
	}
	return h.sendNotifications(r, fiber.StatusOK, props)
}

func (h *Handlers) sendNotifications(r *web.Request, status int, props views.NotificationsProps) error {
	return h.SendDialog(r, status, r.T(notificationsTitle), views.NotificationsDialog(props))
}

func (h *Handlers) notificationsProps(r *web.Request) (views.NotificationsProps, error) {
	n, err := h.Cache.Notifications(r.Ctx, r.User.Username, r.Now)
	if err != nil {
		return views.NotificationsProps{}, err
	}
	props := views.NotificationsProps{
		BackURL: r.BackURL(accountPage), Level: string(n.Level), Sound: n.Sound, Schedule: n.Schedule,
		Paused: n.Until > chat.StampOf(r.Now), Zone: r.User.Zone,
	}
	if h.Pusher != nil {
		sub, found, err := h.store.SessionPush(r.Ctx, r.Session)
		if err != nil {
			return props, err
		}
		props.PushKey, props.Pushed, props.PushText = h.Pusher.PublicKey(), found, sub.WithText
	}
	if n.Schedule == (chat.Schedule{}) {
		props.Schedule = suggestedSchedule
		if r.Zone != nil {
			props.Zone = r.Zone.String() // by which it will be
		}
	}
	if until, holds := n.Ends(r.Now); holds {
		props.Until = views.DoNotDisturbText(r.Language(), until, r.Local(r.Now))
	}
	return props, nil
}

// PauseForm asks not to be disturbed, or to be again.
func (h *Handlers) PauseForm(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	minutes := 0
	if form.Text("end") == "" {
		var err error
		if minutes, err = strconv.Atoi(form.Text("minutes")); err != nil || minutes < 1 {
			minutes = -1 // which is refused
		}
	}
	h.keepZone(r, r.User)
	return h.saveNotificationsForm(r, chat.NotificationChange{Pause: &minutes}, func(p *views.NotificationsProps, failure string) { p.PauseError = failure })
}

// NotificationsForm saves all but the pause: a browser leaves out a switch that is
// off.
func (h *Handlers) NotificationsForm(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	level, sound := chat.NotifyLevel(form.Text("level")), form.Text("sound") == "true"
	schedule := parseSchedule(form)
	h.keepZone(r, r.User)
	change := chat.NotificationChange{Level: &level, Sound: &sound, Schedule: &schedule}
	return h.saveNotificationsForm(r, change, func(p *views.NotificationsProps, failure string) {
		p.Level, p.Sound, p.Error = string(level), sound, failure
	})
}

// parseSchedule is one that is refused for what is none.
func parseSchedule(form web.Fields) (schedule chat.Schedule) {
	for _, day := range form("day") {
		n, err := strconv.Atoi(day)
		if err != nil || n < 0 || n > 6 {
			return chat.Schedule{From: -1}
		}
		schedule.Days |= 1 << n
	}
	schedule.From, schedule.To = parseClock(form.Text("from")), parseClock(form.Text("to"))
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
func (h *Handlers) saveNotificationsForm(r *web.Request, change chat.NotificationChange, refuse func(*views.NotificationsProps, string)) error {
	failure, err := r.Refusal(h.saveNotifications(r, change))
	if err != nil {
		return err
	}
	if failure == "" && !r.HTMX() {
		return r.Redirect(notificationsPage, fiber.StatusSeeOther)
	}
	props, err := h.notificationsProps(r)
	if err != nil {
		return err
	}
	if failure != "" {
		refuse(&props, failure)
		return h.sendNotifications(r, fiber.StatusUnprocessableEntity, props)
	}
	props.Saved = change.Level != nil
	return h.sendNotifications(r, fiber.StatusOK, props)
}

func (h *Handlers) saveNotifications(r *web.Request, change chat.NotificationChange) error {
	if change.Level != nil {
		if _, err := chat.ParseNotifyLevel(string(*change.Level)); err != nil {
			return err
		}
	}
	return h.Settling(r, func() error { return h.store.SaveNotifications(r.Ctx, r.User.Username, change, r.Now) })
}
