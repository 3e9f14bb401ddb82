package chat

import (
	"slices"
	"time"
)

// Thresholds of presence.
const (
	// Lease is how long a report stands without another one. It is three
	// heartbeats of 30 s, their 10 % of jitter and 11 s for a slow network.
	Lease = 110 * time.Second
	// OnlineWindow is how long ago a listed person reported last.
	OnlineWindow = time.Hour
	// ClockSetBack is how far ahead of the clock a report may lie and still
	// count: the clock was set back. One further ahead is nonsense.
	ClockSetBack = 24 * time.Hour

	MaxOverrideMinutes = 10_080
)

// Presence is all that is known of one person's presence: their row, and the
// tabs it is merged from.
//
// TabsState and TabsSeen are what the last merge wrote to State and LastSeen.
// Where they differ, something else wrote the row since (another program, or
// the setting of an override, which leaves −LastSeen in TabsSeen), and the row
// itself stands for one Lease.
type Presence struct {
	User          string
	State         State
	LastSeen      Stamp
	Override      Override
	OverrideUntil Stamp // none: until changed
	TabsState     State
	TabsSeen      Stamp
	Tabs          []Tab
	// DoNotDisturb is theirs; a mark on the dot shows others that it holds.
	DoNotDisturb DoNotDisturb
	Status       Status
	// ShownStatus is the one that others see while the person appears offline.
	ShownStatus Status
}

// ShowsDoNotDisturb reports whether others see that the person is not to be
// disturbed: not while they appear offline.
func (p Presence) ShowsDoNotDisturb(now time.Time) bool {
	return p.Seen(now) != Offline && p.DoNotDisturb.Holds(now)
}

// Seen is how others see the person at now.
func (p Presence) Seen(now time.Time) State {
	merged, leased := p.merge(now)
	switch o := p.OverrideAt(now); {
	case o == OverrideOffline || !leased:
		return Offline
	case o != Automatic:
		return State(o)
	}
	return merged
}

// Merged is the state that the person's own tabs add up to at now, whatever
// they chose to show.
func (p Presence) Merged(now time.Time) State {
	state, _ := p.merge(now)
	return state
}

// OverrideAt is the override in force at now.
func (p Presence) OverrideAt(now time.Time) Override {
	if p.OverrideUntil != 0 && StampOf(now) > p.OverrideUntil {
		return Automatic
	}
	o, _ := ParseOverride(string(p.Override))
	return o
}

// Invisible reports whether the person chose to appear offline: then nothing
// they do (typing, reading, being seen) shows.
func (p Presence) Invisible(now time.Time) bool {
	return p.OverrideAt(now) == OverrideOffline
}

// Listed reports whether the person reported within the last OnlineWindow, as
// far as others may know: while they are invisible only what was known before
// counts.
func (p Presence) Listed(now time.Time) bool {
	recent := func(s Stamp) bool {
		age := StampOf(now).Sub(s)
		return -ClockSetBack <= age && age <= OnlineWindow
	}
	return recent(p.LastSeen) ||
		!p.Invisible(now) && slices.ContainsFunc(p.Tabs, func(t Tab) bool { return recent(t.LastSeen) })
}

// Report is Say for a tab that does not count its words.
func (p Presence) Report(now time.Time, tab, session string, state State) Presence {
	return p.Say(now, Said{Tab: tab, Session: session, State: state})
}

// heard notes that the person was heard of, as far as others may know.
func (p Presence) heard(now time.Time) Presence {
	if !p.Invisible(now) {
		p.LastSeen = StampOf(now)
	}
	return p
}

// Choose returns the presence after the person chose an override, for a number
// of minutes or, with 0, until changed. The row stands for one Lease from now.
func (p Presence) Choose(now time.Time, override Override, minutes int) Presence {
	// Who stays invisible gives no sign of being there.
	if !p.Invisible(now) || override != OverrideOffline {
		p.State = p.Merged(now)
		p.LastSeen = StampOf(now)
		p.TabsSeen = -p.LastSeen
	}
	if !p.Invisible(now) {
		p.ShownStatus = Status{}
		if override == OverrideOffline {
			p.ShownStatus = p.Status.At(now)
		}
	}
	p.Override = override
	p.OverrideUntil = 0
	if override != Automatic && minutes > 0 {
		p.OverrideUntil = StampOf(now).Add(time.Duration(minutes) * time.Minute)
	}
	return p
}

// EndSession returns the presence after one of the person's sessions ended:
// its tabs are gone, the override is cleared, and what the tabs of other
// sessions add up to is left.
func (p Presence) EndSession(now time.Time, session string) Presence {
	p.Tabs = slices.DeleteFunc(settleTabs(p.Tabs, now), func(t Tab) bool { return t.Session == session })
	p = p.heard(now)
	p.Override, p.OverrideUntil = Automatic, 0
	return p.settle(now)
}

// Sweep returns the presence without the tabs that no longer count, so that
// the stored row says what is so. A row that stands by itself is left alone until
// a tab ends.
func (p Presence) Sweep(now time.Time) Presence {
	p = p.tidy(now)
	p.Tabs = heardOf(p.Tabs, now)
	return p
}

// tidy is Sweep that leaves the pages that are watched, though they are silent.
func (p Presence) tidy(now time.Time) Presence {
	stands := p.stands(now)
	p.Tabs = settleTabs(p.Tabs, now)
	if stands {
		return p.forgetPast(now)
	}
	return p.settle(now)
}

// settle writes the merged state of the tabs to the row and forgets an
// override and a status that are past.
func (p Presence) settle(now time.Time) Presence {
	p = p.forgetPast(now)
	p.State = mergeTabs(p.Tabs, now)
	p.TabsState, p.TabsSeen = p.State, p.LastSeen
	return p
}

func (p Presence) forgetPast(now time.Time) Presence {
	if p.OverrideAt(now) == Automatic {
		p.Override, p.OverrideUntil = Automatic, 0
	}
	p.Status, p.ShownStatus = p.Status.At(now), p.ShownStatus.At(now)
	return p
}

// merge is the state at now, and whether any lease lives.
func (p Presence) merge(now time.Time) (State, bool) {
	if p.stands(now) {
		return p.State, true
	}
	return mergeTabs(p.Tabs, now), slices.ContainsFunc(p.Tabs, func(t Tab) bool { return t.live(now) })
}

// stands reports whether the row was written by something other than a merge
// of tabs less than a Lease ago. One with a made-up state does not, and what
// Choose wrote does not for longer than the tabs of then are there.
func (p Presence) stands(now time.Time) bool {
	own := p.State == p.TabsState && p.LastSeen == p.TabsSeen
	_, known := ParseState(string(p.State))
	if own || !known || !leased(p.LastSeen, now) {
		return false
	}
	chosen := p.TabsSeen == -p.LastSeen
	return !chosen || !slices.ContainsFunc(p.Tabs, func(t Tab) bool { return t.live(p.LastSeen.Time()) && !t.live(now) })
}

func leased(lastSeen Stamp, now time.Time) bool {
	age := StampOf(now).Sub(lastSeen)
	return -ClockSetBack <= age && age <= Lease
}

// TopicAppearance is how one person appears to others.
func TopicAppearance(user string) Topic { return Topic("appearance " + user) }
