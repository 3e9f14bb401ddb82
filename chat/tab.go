package chat

import (
	"slices"
	"time"
)

// What is kept of tabs at most.
const (
	MaxTabs     = 50 // a user
	MaxTabBytes = 64 // a tab id
)

// Ending is how a tab is about to end, or that it has.
type Ending string

// The endings. Each but Gone lasts its grace, and the tab counts as before until
// that is over.
const (
	Staying Ending = ""
	// EndingLeft is a tab that said that it leaves.
	EndingLeft Ending = "left"
	// EndingGoing is one that said that it goes on to another page of the chat.
	EndingGoing Ending = "going"
	// EndingLost is one whose connection ended without a word.
	EndingLost Ending = "lost"
	// EndingGone is one that counts no more. It is remembered, so that nothing that
	// comes late brings it back.
	EndingGone Ending = "gone"
)

// How long a tab still counts, by its ending, and how long one that is gone is
// remembered.
const (
	// LeftGrace is a little less than the 2 s within which others see that a page
	// was closed: a page that is loaded again says the same, and its next document
	// has so long to say that it is there.
	LeftGrace = 1800 * time.Millisecond
	// GoingGrace is how long the next page of the chat may take.
	GoingGrace = 8 * time.Second
	// LostGrace is how long a page has to be back after its connection ended.
	LostGrace = 3 * time.Second
	// Remembered is longer than anything that a page sent is on its way.
	Remembered = time.Minute
)

// span is how long the ending lasts.
func (e Ending) span() time.Duration {
	switch e {
	case EndingLeft:
		return LeftGrace
	case EndingGoing:
		return GoingGrace
	case EndingLost:
		return LostGrace
	}
	return Remembered
}

// Tab is one page someone has open, or had until a moment ago: what it said last
// and how it ends.
type Tab struct {
	ID       string
	State    State
	LastSeen Stamp
	Session  string // the hash of the session that reported
	// Word is the number of the latest thing it said, 0 for a tab that does not
	// count.
	Word int64
	// Connected says that a server watches its connection, and tells when it ends.
	Connected bool
	Ending    Ending
	LeftTS    Stamp // since when it is ending, or gone; none while it stays
	// AskedTS is when its session asked for a page while it was ending: that is taken
	// for its next, until it is there. None: it did not.
	AskedTS Stamp
}

// EndsTS is when its ending, or the memory of it, is over; none for one that stays.
func (t Tab) EndsTS() Stamp {
	if t.Ending == Staying {
		return 0
	}
	ends := t.LeftTS.Add(t.Ending.span())
	if t.AskedTS != 0 {
		ends = max(ends, t.AskedTS.Add(GoingGrace))
	}
	return ends
}

func (t Tab) live(now time.Time) bool {
	return t.Ending != EndingGone && !t.over(now) && leased(t.LastSeen, now)
}

// over reports whether its ending, or the memory of it, is over.
func (t Tab) over(now time.Time) bool {
	return t.Ending != Staying && StampOf(now).Sub(t.EndsTS()) >= 0
}

func (t Tab) end(now Stamp, how Ending) Tab {
	t.Ending, t.LeftTS, t.AskedTS = how, now, 0
	return t
}

// LiveTabs returns the tabs that count at now.
func (p Presence) LiveTabs(now time.Time) []Tab {
	return slices.DeleteFunc(slices.Clone(p.Tabs), func(t Tab) bool { return !t.live(now) })
}

// settleTabs returns the tabs as they are at now: without those that have ended
// and of which nothing is to be remembered, and none ahead of a clock that was set
// back. A page that is watched and silent stays, as it may be the clock that was
// set.
func settleTabs(tabs []Tab, now time.Time) []Tab {
	var settled []Tab
	for _, t := range tabs {
		t.LastSeen, t.LeftTS = min(t.LastSeen, StampOf(now)), min(t.LeftTS, StampOf(now))
		t.AskedTS = min(t.AskedTS, StampOf(now))
		switch {
		case !t.over(now) && (t.Connected || t.Ending == EndingGone || leased(t.LastSeen, now)):
		case t.Word == 0 || t.Ending == Staying || t.Ending == EndingGone:
			continue
		default:
			t = t.end(StampOf(now), EndingGone)
		}
		settled = append(settled, t)
	}
	return settled
}

// heardOf returns the tabs without those that were silent for a Lease.
func heardOf(tabs []Tab, now time.Time) []Tab {
	return slices.DeleteFunc(tabs, func(t Tab) bool { return t.Ending != EndingGone && !leased(t.LastSeen, now) })
}

// indexOfTab is where the tab is, -1 for nowhere.
func indexOfTab(tabs []Tab, id string) int {
	return slices.IndexFunc(tabs, func(t Tab) bool { return t.ID == id })
}

func mergeTabs(tabs []Tab, now time.Time) State {
	merged := Offline
	for _, t := range tabs {
		if t.live(now) && t.State.morePresent(merged) {
			merged = t.State
		}
	}
	return merged
}

// dropOne forgets a tab that is gone, or else the one that was silent longest.
func dropOne(tabs []Tab) []Tab {
	least := 0
	for i, t := range tabs {
		if gone, leastGone := t.Ending == EndingGone, tabs[least].Ending == EndingGone; gone != leastGone {
			if gone {
				least = i
			}
		} else if t.LastSeen < tabs[least].LastSeen {
			least = i
		}
	}
	return slices.Delete(tabs, least, least+1)
}
