package views

import (
	"testing"
	"time"

	"minimost/chat"
	"minimost/lang"
)

func TestReasonText(t *testing.T) {
	zone := time.FixedZone("", 2*60*60)
	now := time.Date(2026, time.March, 4, 14, 30, 0, 0, zone)
	at := func(d time.Duration) chat.Stamp { return chat.StampOf(now.Add(d)) }
	cases := []struct {
		reason        chat.Reason
		words, chosen string
	}{
		{chat.Reason{State: chat.Active, Cause: chat.CauseTabs, Tabs: 2}, "Online: connected in 2 tabs", ""},
		{chat.Reason{State: chat.Active, Cause: chat.CauseTabs, Tabs: 1}, "Online: connected in 1 tab", ""},
		{chat.Reason{State: chat.Active, Cause: chat.CauseTabs, Tabs: 1, Lost: chat.StampOf(now.Add(-2500 * time.Millisecond))}, "Online: connection lost 2 s ago", ""},
		{chat.Reason{State: chat.Active, Cause: chat.CauseTabs, Tabs: 1, Lost: chat.StampOf(now.Add(-999 * time.Millisecond))}, "Online: connection lost just now", ""},
		{chat.Reason{State: chat.Active, Cause: chat.CauseTabs, Tabs: 1, Lost: chat.StampOf(now.Add(-time.Second))}, "Online: connection lost 1 s ago", ""},
		{chat.Reason{State: chat.Idle, Cause: chat.CauseTabs, Tabs: 1}, "Away: idle in 1 tab", ""},
		{chat.Reason{State: chat.Hidden, Cause: chat.CauseTabs, Tabs: 3}, "Away: every tab is in the background", ""},
		{chat.Reason{State: chat.Offline, Cause: chat.CauseNoTab}, "Offline: no tab is open", ""},
		{
			chat.Reason{State: chat.Offline, Cause: chat.CauseNoTab, Override: chat.OverrideIdle, Until: at(time.Hour)},
			"Offline: you chose Away, but no tab is open", "Away until 15:30",
		},
		{
			chat.Reason{State: chat.Idle, Cause: chat.CauseOverride, Override: chat.OverrideIdle, Until: at(30 * time.Minute)},
			"Away: you chose Away until 15:00", "Away until 15:00",
		},
		{
			chat.Reason{State: chat.Active, Cause: chat.CauseOverride, Override: chat.OverrideActive, Until: at(24 * time.Hour)},
			"Online: you chose Online until 5 March, 14:30", "Online until 5 March, 14:30",
		},
		{
			chat.Reason{State: chat.Offline, Cause: chat.CauseOverride, Override: chat.OverrideOffline},
			"Offline: you chose Offline until changed", "Offline until changed",
		},
		{chat.Reason{State: chat.Idle, Cause: chat.CauseReport, Reported: at(-time.Minute)}, "Away: reported at 14:29", ""},
	}
	for _, c := range cases {
		if got := ReasonText(lang.English, c.reason, now); got != c.words {
			t.Errorf("got %q, want %q", got, c.words)
		}
		if got := ChosenText(lang.English, c.reason, now); got != c.chosen {
			t.Errorf("got %q, want %q", got, c.chosen)
		}
	}
}
