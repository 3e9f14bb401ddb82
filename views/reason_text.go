package views

import (
	"strings"
	"time"

	"minimost/chat"
	"minimost/lang"
)

// ReasonText is how others see someone at now and why, as in "Away: you chose Away until 15:00". Times are in now's zone.
func ReasonText(l lang.Language, r chat.Reason, now time.Time) string {
	words := l.T("%s: %s", stateWord(l, r.State), becauseText(l, r, now))
	if r.Undisturbed {
		words += ". " + DoNotDisturbText(l, r.UndisturbedUntil, now)
	}
	return words
}

// DoNotDisturbText says until when, as in "Do not disturb until 15:00".
func DoNotDisturbText(l lang.Language, until chat.Stamp, now time.Time) string {
	return l.T("Do not disturb %s", UntilText(l, until, now))
}

func becauseText(l lang.Language, r chat.Reason, now time.Time) string {
	switch {
	case r.Cause == chat.CauseOverride:
		return l.T("you chose %s %s", stateWord(l, chat.State(r.Override)), UntilText(l, r.Until, now))
	case r.Cause == chat.CauseNoTab && r.Override != chat.Automatic:
		return l.T("you chose %s, but no tab is open", stateWord(l, chat.State(r.Override)))
	case r.Cause == chat.CauseNoTab:
		return l.T("no tab is open")
	case r.Cause == chat.CauseReport:
		return l.T("reported at %s", clockText(l, r.Reported, now))
	case r.Lost != 0:
		return lostText(l, chat.StampOf(now).Sub(r.Lost))
	}
	info, _ := r.State.Info()
	return strings.ReplaceAll(l.T(info.Because), "%s", l.N(r.Tabs, "%d tab", "%d tabs", r.Tabs))
}

// lostText says since when no tab is connected, which ends within seconds: one is back, or nobody counts it any more.
func lostText(l lang.Language, since time.Duration) string {
	if since < time.Second {
		return l.T("connection lost just now")
	}
	return l.T("connection lost %d s ago", int(since.Seconds()))
}

// ChosenText is a chosen status in short, as in "Away until 15:00", and that nobody is to disturb; none chosen yields "".
func ChosenText(l lang.Language, r chat.Reason, now time.Time) string {
	var words []string
	if r.Override != chat.Automatic {
		words = append(words, l.T("%s %s", stateWord(l, chat.State(r.Override)), UntilText(l, r.Until, now)))
	}
	if r.Undisturbed {
		words = append(words, DoNotDisturbText(l, r.UndisturbedUntil, now))
	}
	return strings.Join(words, ", ")
}

func stateWord(l lang.Language, s chat.State) string {
	return PresenceDotProps{State: string(s)}.word(l)
}

// UntilText is when something ends, as in "until 15:00"; with none it is "until changed".
func UntilText(l lang.Language, until chat.Stamp, now time.Time) string {
	if until == 0 {
		return l.T("until changed")
	}
	return l.T("until %s", clockText(l, until, now))
}

// clockText is a time of today, or one of another day with its date.
func clockText(l lang.Language, s chat.Stamp, now time.Time) string {
	at := s.Time().In(now.Location())
	if sameDay(at, now) {
		return timeText(l, at, "15:04")
	}
	return timeText(l, at, "2 January, 15:04")
}
