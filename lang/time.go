package lang

import (
	"strings"
	"time"
)

// Time writes a moment as a layout of package time says. Layouts are texts with translations of their own.
func (l Language) Time(at time.Time, layout string) string {
	if l == English || l == "" {
		return at.Format(layout)
	}
	layout = l.T(layout)
	written := at.Format(layout)
	if strings.Contains(layout, "Monday") {
		written = strings.Replace(written, at.Weekday().String(), l.Weekday(at.Weekday()), 1)
	}
	month := at.Month().String()
	switch {
	case strings.Contains(layout, "January"):
		written = strings.Replace(written, month, l.T(month), 1)
	case strings.Contains(layout, "Jan"):
		written = strings.Replace(written, month[:3], l.T("short|"+month[:3]), 1)
	}
	return written
}

// Weekday is the name of a day.
func (l Language) Weekday(day time.Weekday) string { return l.T(day.String()) }
