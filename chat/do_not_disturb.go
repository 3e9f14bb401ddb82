package chat

import (
	"strings"
	"time"
)

// MinutesPerDay is how many minutes a schedule's times are below.
const MinutesPerDay = 24 * 60

// MaxDoNotDisturbMinutes bounds for how long somebody asks not to be disturbed.
const MaxDoNotDisturbMinutes = 10_080

// Weekdays is a set of days; bit 0 is Sunday's, as in time.Weekday.
type Weekdays uint8

// EveryDay is the whole week.
const EveryDay Weekdays = 1<<7 - 1

// Has reports whether a day is in the set.
func (w Weekdays) Has(day time.Weekday) bool { return w&(1<<day) != 0 }

// Schedule is a time of some days, by the clock of whoever made it.
type Schedule struct {
	Days Weekdays // on which it begins; none: there is no schedule
	// From and To are minutes of the day. It lasts into the next where To is not after
	// From.
	From, To int
}

// DoNotDisturb is when somebody is not to be disturbed.
type DoNotDisturb struct {
	Until Stamp // by hand; none
	Schedule
	Zone *time.Location // of the schedule; nil: UTC
}

// CheckSchedule is Invalid for times that no day has.
func CheckSchedule(s Schedule) error {
	if s.Days > EveryDay || s.From < 0 || s.From >= MinutesPerDay || s.To < 0 || s.To >= MinutesPerDay {
		return Errorf(Invalid, "The times of a schedule are 00:00 to 23:59.")
	}
	return nil
}

// Pause is d with what was asked for by hand replaced: for some minutes from now,
// or with 0 no longer.
func (d DoNotDisturb) Pause(now time.Time, minutes int) DoNotDisturb {
	d.Until = 0
	if minutes > 0 {
		d.Until = StampOf(now).Add(time.Duration(minutes) * time.Minute)
	}
	return d
}

// longestSchedule is more than any schedule lasts that ends.
const longestSchedule = 8 * 24 * time.Hour

// Ends is whether it holds at now, and when it ends; none is never. Times that
// follow each other are one.
func (d DoNotDisturb) Ends(now time.Time) (end Stamp, holds bool) {
	at := now
	for at.Sub(now) < longestSchedule {
		next := at
		if until := d.Until.Time(); d.Until != 0 && until.After(next) {
			next = until
		}
		for days := -1; days <= 0; days++ {
			if from, to := d.period(at, days); !from.After(at) && to.After(next) {
				next = to
			}
		}
		if !next.After(at) {
			return stampAfter(at, now), at.After(now)
		}
		at = next
	}
	return 0, true
}

func stampAfter(at, now time.Time) Stamp {
	if !at.After(now) {
		return 0
	}
	return StampOf(at)
}

// Holds reports whether it holds at now.
func (d DoNotDisturb) Holds(now time.Time) bool {
	_, holds := d.Ends(now)
	return holds
}

// Changes is when it begins or ends next unless something is set; none is never.
func (d DoNotDisturb) Changes(now time.Time) Stamp {
	if end, holds := d.Ends(now); holds {
		return end
	}
	for days := range 8 {
		if from, to := d.period(now, days); from.After(now) && to.After(from) {
			return StampOf(from)
		}
	}
	return 0
}

// period is that of the schedule which begins so many days after a moment's, both
// zero where none does. By a clock that is put forward or back it is shorter or
// longer.
func (d DoNotDisturb) period(at time.Time, days int) (from, to time.Time) {
	if d.Days == 0 {
		return from, to
	}
	zone := d.Zone
	if zone == nil {
		zone = time.UTC
	}
	year, month, day := at.In(zone).Date()
	moment := func(days, minute int) time.Time { return time.Date(year, month, day+days, 0, minute, 0, 0, zone) }
	if !d.Days.Has(time.Date(year, month, day+days, 12, 0, 0, 0, time.UTC).Weekday()) {
		return time.Time{}, time.Time{}
	}
	after := days
	if d.To <= d.From {
		after++
	}
	return moment(days, d.From), moment(after, d.To)
}

// undisturbedMark follows a state where a mark on its dot says that the person is
// not to be disturbed.
const undisturbedMark = "-undisturbed"

// DotOf is how a person's dot is drawn: their state, and whether it has the mark.
// Who appears offline has none.
func DotOf(state State, undisturbed bool) string {
	if undisturbed && state != Offline && state != Bot {
		return string(state) + undisturbedMark
	}
	return string(state)
}

// ParseDot is what DotOf made of it.
func ParseDot(dot string) (state State, undisturbed bool) {
	name, undisturbed := strings.CutSuffix(dot, undisturbedMark)
	return State(name), undisturbed
}
