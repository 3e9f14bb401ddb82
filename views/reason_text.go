package views

import (
	"fmt"
	"strings"
	"time"

	"minimost/chat"
)

// ReasonText is how others see someone at now and why, as in "Away: you chose Away until 15:00". Times are in now's zone.
func ReasonText(r chat.Reason, now time.Time) string {
	words := stateWord(r.State) + ": " + becauseText(r, now)
	if r.Undisturbed {
		words += ". " + DoNotDisturbText(r.UndisturbedUntil, now)
	}
	return words
}

// DoNotDisturbText says until when, as in "Do not disturb until 15:00".
func DoNotDisturbText(until chat.Stamp, now time.Time) string {
	return "Do not disturb " + UntilText(until, now)
}

func becauseText(r chat.Reason, now time.Time) string {
	switch {
	case r.Cause == chat.CauseOverride:
		return "you chose " + stateWord(chat.State(r.Override)) + " " + UntilText(r.Until, now)
	case r.Cause == chat.CauseNoTab && r.Override != chat.Automatic:
		return "you chose " + stateWord(chat.State(r.Override)) + ", but no tab is open"
	case r.Cause == chat.CauseNoTab:
		return "no tab is open"
	case r.Cause == chat.CauseReport:
		return "reported at " + clockText(r.Reported, now)
	case r.Lost != 0:
		return fmt.Sprintf("connection lost %d s ago", int(chat.StampOf(now).Sub(r.Lost).Seconds()))
	}
	info, _ := r.State.Info()
	return info.BecauseOf(r.Tabs)
}

// ChosenText is a chosen status in short, as in "Away until 15:00", and that nobody is to disturb; none chosen yields "".
func ChosenText(r chat.Reason, now time.Time) string {
	var words []string
	if r.Override != chat.Automatic {
		words = append(words, stateWord(chat.State(r.Override))+" "+UntilText(r.Until, now))
	}
	if r.Undisturbed {
		words = append(words, DoNotDisturbText(r.UndisturbedUntil, now))
	}
	return strings.Join(words, ", ")
}

func stateWord(s chat.State) string {
	return PresenceDotProps{State: string(s)}.label()
}

// UntilText is when something ends, as in "until 15:00"; with none it is "until changed".
func UntilText(until chat.Stamp, now time.Time) string {
	if until == 0 {
		return "until changed"
	}
	return "until " + clockText(until, now)
}

// clockText is a time of today, or one of another day with its date.
func clockText(s chat.Stamp, now time.Time) string {
	at := s.Time().In(now.Location())
	if sameDay(at, now) {
		return formatTime(at, "15:04")
	}
	return formatTime(at, "2 January, 15:04")
}
