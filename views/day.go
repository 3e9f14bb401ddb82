package views

import "time"

// What a divider calls the day of today and the one before; static/js/days.js keeps it right beyond midnight.
const (
	todayName     = "Today"
	yesterdayName = "Yesterday"
)

// dayName is what a divider says of a day. In a zone that is not the reader's nobody can tell which day is today.
func dayName(day, now time.Time) string {
	switch {
	case day.Location() == unknownZone:
	case sameDay(day, now):
		return todayName
	case sameDay(day, now.AddDate(0, 0, -1)):
		return yesterdayName
	}
	return exactDay(day)
}

func exactDay(day time.Time) string { return formatTime(day, "Monday, 2 January 2006") }
