package chat_test

import (
	"testing"
	"time"

	"minimost/chat"
)

func TestWhyOthersSeeSomeoneAsTheyDo(t *testing.T) {
	now := time.Date(2026, time.March, 4, 14, 30, 0, 0, time.UTC)
	until := chat.StampOf(now.Add(time.Hour))
	tab := func(id string, state chat.State) chat.Tab {
		return chat.Tab{ID: id, State: state, LastSeen: chat.StampOf(now)}
	}
	with := func(tabs ...chat.Tab) chat.Presence {
		var p chat.Presence
		for _, each := range tabs {
			p = p.Report(now, each.ID, "session", each.State)
		}
		return p
	}
	two := with(tab("a", chat.Active), tab("b", chat.Active), tab("c", chat.Hidden))

	cases := map[string]struct {
		presence chat.Presence
		want     chat.Reason
	}{
		"nothing known":       {chat.Presence{}, chat.Reason{State: chat.Offline, Cause: chat.CauseNoTab}},
		"active tabs":         {two, chat.Reason{State: chat.Active, Cause: chat.CauseTabs, Tabs: 2}},
		"an idle tab":         {with(tab("a", chat.Idle), tab("b", chat.Hidden)), chat.Reason{State: chat.Idle, Cause: chat.CauseTabs, Tabs: 1}},
		"hidden tabs":         {with(tab("a", chat.Hidden), tab("b", chat.Hidden)), chat.Reason{State: chat.Hidden, Cause: chat.CauseTabs, Tabs: 2}},
		"one is leaving":      {two.Report(now, "b", "session", chat.Offline), chat.Reason{State: chat.Active, Cause: chat.CauseTabs, Tabs: 1}},
		"its connection lost": {with(tab("a", chat.Active)).Lose(now, "a"), chat.Reason{State: chat.Active, Cause: chat.CauseTabs, Tabs: 1, Lost: chat.StampOf(now)}},
		"one of two lost":     {two.Lose(now, "a"), chat.Reason{State: chat.Active, Cause: chat.CauseTabs, Tabs: 1}},
		"lost and leaving":    {two.Lose(now, "a").Report(now, "b", "session", chat.Offline), chat.Reason{State: chat.Active, Cause: chat.CauseTabs, Tabs: 2}},
		"the last leaving":    {with(tab("a", chat.Active)).Report(now, "a", "session", chat.Offline), chat.Reason{State: chat.Active, Cause: chat.CauseTabs, Tabs: 1}},
		"every tab silent":    {late(two), chat.Reason{State: chat.Offline, Cause: chat.CauseNoTab}},
		"away for an hour":    {two.Choose(now, chat.OverrideIdle, 60), chat.Reason{State: chat.Idle, Cause: chat.CauseOverride, Override: chat.OverrideIdle, Until: until, Tabs: 2}},
		"online":              {two.Choose(now, chat.OverrideActive, 0), chat.Reason{State: chat.Active, Cause: chat.CauseOverride, Override: chat.OverrideActive, Tabs: 2}},
		"invisible":           {two.Choose(now, chat.OverrideOffline, 0), chat.Reason{State: chat.Offline, Cause: chat.CauseOverride, Override: chat.OverrideOffline, Tabs: 2}},
		"invisible, no tab":   {late(two.Choose(now, chat.OverrideOffline, 0)), chat.Reason{State: chat.Offline, Cause: chat.CauseOverride, Override: chat.OverrideOffline}},
		"online, no tab":      {late(two.Choose(now, chat.OverrideActive, 0)), chat.Reason{State: chat.Offline, Cause: chat.CauseNoTab, Override: chat.OverrideActive}},
		"automatic again":     {two.Choose(now, chat.Automatic, 0), chat.Reason{State: chat.Active, Cause: chat.CauseTabs, Tabs: 2}},
		"another program": {
			chat.Presence{State: chat.Idle, LastSeen: chat.StampOf(now)},
			chat.Reason{State: chat.Idle, Cause: chat.CauseReport, Reported: chat.StampOf(now)},
		},
		"another program ended it": {chat.Presence{State: chat.Offline, LastSeen: chat.StampOf(now), TabsState: chat.Active}, chat.Reason{State: chat.Offline, Cause: chat.CauseNoTab}},
	}
	for name, c := range cases {
		if got := c.presence.Why(now); got != c.want {
			t.Errorf("%s:\n got %+v\nwant %+v", name, got, c.want)
		}
		if seen := c.presence.Seen(now); seen != c.want.State {
			t.Errorf("%s: Seen is %s", name, seen)
		}
	}
}

// late is p long after everything in it was reported.
func late(p chat.Presence) chat.Presence {
	p.Tabs = nil
	p.LastSeen = chat.StampOf(p.LastSeen.Time().Add(-2 * chat.Lease))
	return p
}

func TestAnOverrideThatIsPastIsNoReason(t *testing.T) {
	now := time.Date(2026, time.March, 4, 14, 30, 0, 0, time.UTC)
	p := chat.Presence{}.Report(now, "a", "session", chat.Active).Choose(now, chat.OverrideOffline, 30)
	got := p.Report(now.Add(time.Hour), "a", "session", chat.Active).Why(now.Add(time.Hour))
	if want := (chat.Reason{State: chat.Active, Cause: chat.CauseTabs, Tabs: 1}); got != want {
		t.Errorf("got %+v", got)
	}
}
