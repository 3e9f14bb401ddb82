package views

import (
	"context"
	"time"
)

// What a divider calls the day of today and the one before; static/js/days.js keeps it right beyond midnight.
const (
	todayName     = "Today"
	yesterdayName = "Yesterday"
)

// dayName is what a divider calls a day instead of its date, "" for nothing. In a zone that is not the reader's nobody can tell
// which day is today.
func dayName(day, now time.Time) string {
	switch {
	case day.Location() == unknownZone:
	case sameDay(day, now):
		return todayName
	case sameDay(day, now.AddDate(0, 0, -1)):
		return yesterdayName
	}
	return ""
}

// dayText is what a row's divider says.
func (r MessageRow) dayText(ctx context.Context) string {
	if r.DayName != "" {
		return T(ctx, r.DayName)
	}
	return exactDay(ctx, r.Day)
}

func exactDay(ctx context.Context, day time.Time) string {
	return formatTime(ctx, day, "Monday, 2 January 2006")
}
