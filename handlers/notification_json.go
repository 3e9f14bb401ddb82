package handlers

import (
	"cmp"
	"time"

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

func (s *server) notifications(r *request) error {
	n, err := s.cache.Notifications(r.ctx, r.user.Username, r.now)
	if err != nil {
		return err
	}
	ends, holds := n.Ends(r.now)
	schedule := scheduleJSON{Days: []int{}, From: views.ClockOf(n.From), To: views.ClockOf(n.To)}
	for day := time.Sunday; day <= time.Saturday; day++ {
		if n.Days.Has(day) {
			schedule.Days = append(schedule.Days, int(day))
		}
	}
	return r.JSON(fiber.Map{
		"level": n.Level, "sound": n.Sound, "schedule": schedule, "zone": r.user.Zone,
		"do_not_disturb": holds, "do_not_disturb_until": optionalStamp(ends),
	})
}

// changeNotifications changes the settings that are named and keeps the others.
func (s *server) changeNotifications(r *request) error {
	body, err := r.jsonBody()
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
	s.keepZone(r, r.user)
	return sendOK(r, s.saveNotifications(r, change))
}

func parseNotificationChange(body jsonObject) (change chat.NotificationChange, err error) {
	level, given, err := member[string](body, "level")
	if err != nil {
		return change, err
	}
	if given {
		change.Level = (*chat.NotifyLevel)(&level)
	}
	if change.Sound, err = optionalMember[bool](body, "sound"); err != nil {
		return change, err
	}
	if change.Pause, err = optionalMember[int](body, "minutes"); err != nil {
		return change, err
	}
	raw, err := optionalMember[jsonObject](body, "schedule")
	if err == nil && raw != nil {
		change.Schedule, err = parseScheduleJSON(*raw)
	}
	return change, err
}

func parseScheduleJSON(object jsonObject) (*chat.Schedule, error) {
	from, err := object.text("from")
	to, badTo := object.text("to")
	days, _, badDays := member[[]*int](object, "days")
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

// standingNotices lists those of the messages that somebody is still to be notified
// of: the others have been read, or are gone.
func (s *server) standingNotices(r *request) error {
	var ids []int64
	for _, raw := range r.queryFields()("id") {
		if id := parseID(raw); id != 0 && len(ids) < maxStanding {
			ids = append(ids, id)
		}
	}
	standing, err := s.pages.Standing(r.reader(), ids)
	if err != nil {
		return err
	}
	return sendList(r, standing)
}

// maxStanding is more than a browser shows at once.
const maxStanding = 50
