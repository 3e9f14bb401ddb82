package chat

import "time"

// MaxStatusTime is how far ahead a status can end.
const MaxStatusTime = 366 * 24 * time.Hour

// Status is what a person says of themselves beside their presence, such as "🍽 Lunch".
// The zero Status is none.
type Status struct {
	Emoji string // "" for none
	Text  string
	Until Stamp // none: until changed
}

// IsSet reports whether there is a status.
func (s Status) IsSet() bool { return s.Emoji != "" || s.Text != "" }

// At is the status at now: none once its time is over.
func (s Status) At(now time.Time) Status {
	if s.Until != 0 && StampOf(now) > s.Until {
		return Status{}
	}
	return s
}

// ParseStatus checks the text of a status. It is Invalid with a sentence that says
// what is wrong, also for an end that is past.
func ParseStatus(s Status, now time.Time) (Status, error) {
	var err error
	if s.Text, err = parseOptional(s.Text, "status", MaxStatusChars); err != nil {
		return s, err
	}
	if !s.IsSet() {
		return Status{}, nil
	}
	if s.Until != 0 && (s.Until <= StampOf(now) || s.Until > StampOf(now.Add(MaxStatusTime))) {
		return s, Errorf(Invalid, "A status ends at a time to come, within a year.")
	}
	return s, nil
}

// StatusDuration is for how long a status is offered to stand.
type StatusDuration struct {
	Name  string // in a form
	Label string
	ends  func(now time.Time) time.Time
}

// StatusDurations are those that are offered, in their order.
var StatusDurations = []StatusDuration{
	{"30", "30 minutes", func(now time.Time) time.Time { return now.Add(30 * time.Minute) }},
	{"60", "1 hour", func(now time.Time) time.Time { return now.Add(time.Hour) }},
	{"today", "Today", func(now time.Time) time.Time { return endOfDay(now, 0) }},
	{"week", "This week", func(now time.Time) time.Time { return endOfDay(now, (7-int(now.Weekday()))%7) }},
	{"", "Until changed", nil},
}

// StatusEnds is when a status of that duration ends, by a clock that shows now in
// the zone of the person; none is until changed.
func StatusEnds(duration string, now time.Time) (ends Stamp, known bool) {
	for _, d := range StatusDurations {
		if d.Name == duration && d.ends != nil {
			return StampOf(d.ends(now)), true
		}
		if d.Name == duration {
			return 0, true
		}
	}
	return 0, false
}

// endOfDay is the last second of a day so many days ahead.
func endOfDay(now time.Time, ahead int) time.Time {
	return time.Date(now.Year(), now.Month(), now.Day()+ahead, 23, 59, 59, 0, now.Location())
}

// StatusPresets are statuses that are offered ready-made.
var StatusPresets = []Status{
	{Emoji: "📅", Text: "In a meeting"},
	{Emoji: "🍽️", Text: "Lunch"},
	{Emoji: "🎧", Text: "Focusing"},
	{Emoji: "🏠", Text: "Working from home"},
	{Emoji: "🤒", Text: "Out sick"},
	{Emoji: "🌴", Text: "On holiday"},
}

// OwnStatus is the person's status at now as they see it themselves.
func (p Presence) OwnStatus(now time.Time) Status { return p.Status.At(now) }

// SeenStatus is the person's status at now as others see it: while they appear
// offline as it was when they began to.
func (p Presence) SeenStatus(now time.Time) Status {
	if p.Invisible(now) {
		return p.ShownStatus.At(now)
	}
	return p.Status.At(now)
}

// SetStatus returns the presence after the person set a status.
func (p Presence) SetStatus(now time.Time, s Status) Presence {
	p = p.forgetPast(now)
	if !p.Invisible(now) {
		p.ShownStatus = Status{}
	}
	p.Status = s
	return p
}
