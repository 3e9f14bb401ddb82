package chat

import "time"

// Cause is what decides how others see someone.
type Cause string

// The causes.
const (
	// CauseNoTab is that no tab is open, nor anything else that stands for one.
	CauseNoTab Cause = "no tab"
	// CauseOverride is the person's own choice.
	CauseOverride Cause = "override"
	// CauseTabs is what the open tabs add up to.
	CauseTabs Cause = "tabs"
	// CauseReport is the row itself: another program wrote it, or the tab that
	// it was merged from is gone.
	CauseReport Cause = "report"
)

// Reason is how others see someone at a time, and why.
type Reason struct {
	State State
	Cause Cause
	// Override is the one in force. It decides nothing where the Cause is
	// CauseNoTab: then it waits for a tab.
	Override Override
	Until    Stamp // of the override; none: until changed
	Tabs     int   // CauseTabs: how many are in that state
	Reported Stamp // CauseReport: when
	Lost     Stamp // CauseTabs: since when the connection of all of them is lost; none while one's is not
	// Undisturbed tells that they are not to be disturbed, whatever the State, and
	// UndisturbedUntil the end of that; none: until changed.
	Undisturbed      bool
	UndisturbedUntil Stamp
}

// Why is how others see the person at now, with the reason. Its State is
// always that of Seen.
func (p Presence) Why(now time.Time) Reason {
	r := Reason{State: p.Seen(now), Cause: CauseTabs, Override: p.OverrideAt(now)}
	if r.Override != Automatic {
		r.Until = p.OverrideUntil
	}
	r.UndisturbedUntil, r.Undisturbed = p.DoNotDisturb.Ends(now)
	merged, leased := p.merge(now)
	r.Tabs, r.Lost = p.tabsIn(merged, now)
	switch {
	case r.Override == OverrideOffline || leased && r.Override != Automatic:
		r.Cause = CauseOverride
	case !leased || merged == Offline && len(p.LiveTabs(now)) == 0:
		r.Cause = CauseNoTab
	case r.Tabs == 0:
		r.Cause, r.Reported = CauseReport, p.LastSeen
	}
	return r
}

// tabsIn counts the tabs in that state. Those that are leaving stand for the
// page that is about to follow, as long as it has not: a reload makes no second
// tab. Where the connections of all are lost, it says since when.
func (p Presence) tabsIn(state State, now time.Time) (tabs int, lost Stamp) {
	staying, ending, anyLeaves := 0, 0, false
	for _, t := range p.LiveTabs(now) {
		switch {
		case t.State != state:
		case t.Ending == Staying:
			staying++
		default:
			ending++
			anyLeaves = anyLeaves || t.Ending != EndingLost
			lost = max(lost, t.LeftTS)
		}
	}
	if staying > 0 {
		return staying, 0
	}
	if anyLeaves {
		lost = 0
	}
	return ending, lost
}
