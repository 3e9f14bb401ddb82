package account

import (
	"cmp"
	"time"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/views"
)

var errNoNotifications = chat.Errorf(chat.Invalid, `Send "level", "sound", "minutes" or "schedule".`)

// scheduleJSON is a schedule as it travels; without days there is none.
type scheduleJSON struct {
	Days []int  `json:"days"` // 0 is Sunday
	From string `json:"from"`
	To   string `json:"to"`
}

func (h *Handlers) Notifications(r *web.Request) error {
	n, err := h.Cache.Notifications(r.Ctx, r.User.Username, r.Now)
	if err != nil {
		return err
	}
	ends, holds := n.Ends(r.Now)
	schedule := scheduleJSON{Days: []int{}, From: views.ClockOf(n.From), To: views.ClockOf(n.To)}
	for day := time.Sunday; day <= time.Saturday; day++ {
		if n.Days.Has(day) {
			schedule.Days = append(schedule.Days, int(day))
		}
	}
	return r.JSON(fiber.Map{
		"level": n.Level, "sound": n.Sound, "schedule": schedule, "zone": r.User.Zone,
		"do_not_disturb": holds, "do_not_disturb_until": web.OptionalStamp(ends),
	})
}

// ChangeNotifications changes the settings that are named and keeps the others.
func (h *Handlers) ChangeNotifications(r *web.Request) error {
	body, err := r.JSONBody()
	if err != nil {
		return err
	}
	change, err := parseNotificationChange(body)
	if err != nil {
		return err
	}
	if change == (chat.NotificationChange{}) {
		return errNoNotifications
	}
	h.keepZone(r, r.User)
	return web.SendOK(r, h.saveNotifications(r, change))
}

func parseNotificationChange(body web.JSONObject) (change chat.NotificationChange, err error) {
	level, given, err := web.Member[string](body, "level")
	if err != nil {
		return change, err
	}
	if given {
		change.Level = (*chat.NotifyLevel)(&level)
	}
	if change.Sound, err = web.OptionalMember[bool](body, "sound"); err != nil {
		return change, err
	}
	if change.Pause, err = web.OptionalMember[int](body, "minutes"); err != nil {
		return change, err
	}
	raw, err := web.OptionalMember[web.JSONObject](body, "schedule")
	if err == nil && raw != nil {
		change.Schedule, err = parseScheduleJSON(*raw)
	}
	return change, err
}

func parseScheduleJSON(object web.JSONObject) (*chat.Schedule, error) {
	from, err := object.Text("from")
	to, badTo := object.Text("to")
	days, _, badDays := web.Member[[]*int](object, "days")
	if err = cmp.Or(err, badTo, badDays); err != nil {
		return nil, err
	}
	schedule := chat.Schedule{From: parseClock(from), To: parseClock(to)}
	for _, day := range days {
		if day == nil || *day < 0 || *day > 6 {
			return nil, chat.Errorf(chat.Invalid, "The days of a schedule are 0, which is Sunday, to 6.")
		}
		schedule.Days |= 1 << *day
	}
	return &schedule, nil
}

// StandingNotices lists those of the messages that somebody is still to be notified
// of: the others have been read, or are gone.
func (h *Handlers) StandingNotices(r *web.Request) error {
	var ids []int64
	for _, raw := range r.QueryFields()("id") {
		if id := web.ParseID(raw); id != 0 && len(ids) < maxStanding {
			ids = append(ids, id)
		}
	}
	standing, err := h.Pages.Standing(r.Reader(), ids)
	if err != nil {
		return err
	}
	return web.SendList(r, standing)
}

// maxStanding is more than a browser shows at once.
const maxStanding = 50
