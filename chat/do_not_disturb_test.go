package chat_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"minimost/chat"
)

func inZone(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// TestDoNotDisturbEnds: in Berlin the clock is put forward on 29 March 2026 at
// 02:00, and back on 25 October at 03:00. Days are of March 2026 but where it says so.
func TestDoNotDisturbEnds(t *testing.T) {
	berlin := inZone(t, "Europe/Berlin")
	at := func(month time.Month, day, hour, minute int) time.Time {
		return time.Date(2026, month, day, hour, minute, 0, 0, berlin)
	}
	on := func(days ...time.Weekday) (set chat.Weekdays) {
		for _, day := range days {
			set |= 1 << day
		}
		return set
	}
	nights := chat.Schedule{Days: chat.EveryDay, From: 22 * 60, To: 7 * 60}
	march := func(day, hour, minute int) time.Time { return at(time.March, day, hour, minute) }
	var never time.Time
	tests := map[string]struct {
		until    time.Time
		schedule chat.Schedule
		now      time.Time
		end      time.Time
		holds    bool
		changes  time.Time
	}{
		"nothing set":                        {now: march(2, 12, 0)},
		"by hand":                            {until: march(2, 13, 0), now: march(2, 12, 0), end: march(2, 13, 0), holds: true, changes: march(2, 13, 0)},
		"by hand, at its end":                {until: march(2, 13, 0), now: march(2, 13, 0)},
		"before the night":                   {schedule: nights, now: march(2, 21, 59), changes: march(2, 22, 0)},
		"as the night begins":                {schedule: nights, now: march(2, 22, 0), end: march(3, 7, 0), holds: true, changes: march(3, 7, 0)},
		"after midnight":                     {schedule: nights, now: march(3, 6, 59), end: march(3, 7, 0), holds: true, changes: march(3, 7, 0)},
		"as the night ends":                  {schedule: nights, now: march(3, 7, 0), changes: march(3, 22, 0)},
		"the night of a day that is not set": {schedule: chat.Schedule{Days: on(time.Monday), From: 22 * 60, To: 7 * 60}, now: march(3, 23, 0), changes: march(9, 22, 0)},
		"Monday's night on Tuesday":          {schedule: chat.Schedule{Days: on(time.Monday), From: 22 * 60, To: 7 * 60}, now: march(3, 6, 0), end: march(3, 7, 0), holds: true, changes: march(3, 7, 0)},
		"by hand into the night":             {until: march(2, 22, 30), schedule: nights, now: march(2, 21, 0), end: march(3, 7, 0), holds: true, changes: march(3, 7, 0)},
		"by hand longer than the night":      {until: march(3, 9, 0), schedule: nights, now: march(2, 23, 0), end: march(3, 9, 0), holds: true, changes: march(3, 9, 0)},
		"a whole weekend": {schedule: chat.Schedule{Days: on(time.Saturday, time.Sunday), From: 0, To: 0}, now: march(7, 12, 0), end: march(9, 0, 0), holds: true,
			changes: march(9, 0, 0)},
		"always":                      {schedule: chat.Schedule{Days: chat.EveryDay, From: 8 * 60, To: 8 * 60}, now: march(2, 12, 0), end: never, holds: true},
		"an hour shorter in spring":   {schedule: nights, now: march(28, 23, 0), end: march(29, 7, 0), holds: true, changes: march(29, 7, 0)},
		"an hour longer in autumn":    {schedule: nights, now: at(time.October, 24, 22, 0), end: at(time.October, 25, 7, 0), holds: true, changes: at(time.October, 25, 7, 0)},
		"a lunch of another time":     {schedule: chat.Schedule{Days: chat.EveryDay, From: 12 * 60, To: 13 * 60}, now: march(29, 11, 59), changes: march(29, 12, 0)},
		"from the hour that is not":   {schedule: chat.Schedule{Days: chat.EveryDay, From: 120, To: 240}, now: march(29, 3, 30), end: march(29, 4, 0), holds: true, changes: march(29, 4, 0)},
		"over the hour that is twice": {schedule: chat.Schedule{Days: chat.EveryDay, From: 60, To: 240}, now: at(time.October, 25, 1, 30), end: at(time.October, 25, 4, 0), holds: true, changes: at(time.October, 25, 4, 0)},
	}
	stampOf := func(at time.Time) chat.Stamp {
		if at.IsZero() {
			return 0
		}
		return chat.StampOf(at)
	}
	for name, tt := range tests {
		d := chat.DoNotDisturb{Until: stampOf(tt.until), Schedule: tt.schedule, Zone: berlin}
		end, holds := d.Ends(tt.now)
		if end != stampOf(tt.end) || holds != tt.holds {
			t.Errorf("%s: it holds %v until %v, want %v until %v", name, holds, end.Time(), tt.holds, tt.end)
		}
		if got := d.Changes(tt.now); got != stampOf(tt.changes) {
			t.Errorf("%s: it changes at %v, want %v", name, got.Time().In(berlin), tt.changes)
		}
	}
	if got := at(time.October, 25, 7, 0).Sub(at(time.October, 24, 22, 0)); got != 10*time.Hour {
		t.Errorf("the night of autumn lasts %v", got)
	}
}

// heldBySteps looks at each minute by what clocks on the wall show: the model of
// DoNotDisturb.
func heldBySteps(d chat.DoNotDisturb, now time.Time) bool {
	if d.Until != 0 && chat.StampOf(now) < d.Until {
		return true
	}
	wall := now.In(d.Zone)
	minute := wall.Hour()*60 + wall.Minute()
	today, yesterday := wall.Weekday(), (wall.Weekday()+6)%7
	if d.To > d.From {
		return d.Days.Has(today) && minute >= d.From && minute < d.To
	}
	return d.Days.Has(today) && minute >= d.From || d.Days.Has(yesterday) && minute < d.To
}

// TestDoNotDisturbIsAsTheClockOnTheWallSays plays a month minute by minute, without
// the days on which the clock is set: what is said to hold does, and what changes
// does so at that moment and not before.
func TestDoNotDisturbIsAsTheClockOnTheWallSays(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	zones := []string{"UTC", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Kiritimati", "America/St_Johns"}
	start := time.Date(2026, time.May, 4, 0, 0, 0, 0, time.UTC)
	for range 60 {
		d := chat.DoNotDisturb{
			Schedule: chat.Schedule{Days: chat.Weekdays(random.IntN(128)), From: random.IntN(chat.MinutesPerDay), To: random.IntN(chat.MinutesPerDay)},
			Zone:     inZone(t, zones[random.IntN(len(zones))]),
		}
		if random.IntN(2) == 0 {
			d.Until = chat.StampOf(start.Add(time.Duration(random.IntN(3*chat.MinutesPerDay)) * time.Minute))
		}
		changes := d.Changes(start)
		before := d.Holds(start)
		for minute := range 9 * chat.MinutesPerDay {
			now := start.Add(time.Duration(minute) * time.Minute)
			holds := d.Holds(now)
			if want := heldBySteps(d, now); holds != want {
				t.Fatalf("%+v at %v: it holds %v, want %v", d, now.In(d.Zone), holds, want)
			}
			if due := changes != 0 && chat.StampOf(now) >= changes; due != (holds != before) {
				t.Fatalf("%+v at %v: it is to change at %v, held %v and holds %v", d, now, changes.Time(), before, holds)
			}
			if holds != before {
				before, changes = holds, d.Changes(now)
			}
		}
	}
}
