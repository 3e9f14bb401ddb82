package chat

import (
	"slices"
	"time"
)

// What a server that watches the connections of pages does by the clock. The
// graces of tabs that end stand beside them.
const (
	// RenewEvery is how often the row of a page whose connection lives is renewed.
	RenewEvery = 30 * time.Second
	// PollOverdue is how long a visible page that polls may be silent until it is
	// lost: with LostGrace others see that within 8 s. PollOverdueHidden
	// is that of a hidden one, whose timers sleep for a minute.
	PollOverdue       = 4500 * time.Millisecond
	PollOverdueHidden = 80 * time.Second
	// RestartGrace and RestartGraceHidden are how long pages that were open while
	// the server was away show people as they were, visible and hidden ones, until
	// their own pages had time to come back.
	RestartGrace       = 3 * time.Second
	RestartGraceHidden = 65 * time.Second
	// StoodStill is after how long without the program running nobody could be heard
	// meanwhile: the process was stopped, or the machine has much else to do.
	StoodStill = time.Second
	// clockDrift is how far the clock gets from the time that has passed, within one
	// look, without having been set.
	clockDrift = 20 * time.Millisecond
)

// Said is what a tab says of itself.
type Said struct {
	Tab     string
	Session string // the hash of the session that it belongs to
	// State is Offline for a tab that goes, as Going says.
	State State
	// Going says that it goes on to another page of the chat.
	Going bool
	// Word numbers what the tab says, from 1 on: what comes late is known by it. 0
	// counts as the latest. A page counts on from the one that it follows.
	Word int64
	// Opens says that a connection was opened which a server watches.
	Opens bool
	// Again says that it repeats the latest word: the connection lives after all.
	Again bool
	// Follows is the tab of the page that this one has taken the place of, "" for
	// none.
	Follows string
}

// Say returns the presence after a tab said something. What comes late, and what
// comes from a tab that is gone, changes nothing. Of more than MaxTabs those that
// are gone are forgotten, then those that were silent for longest.
func (p Presence) Say(now time.Time, said Said) Presence {
	i := indexOfTab(p.Tabs, said.Tab)
	if i >= 0 && said.late(p.Tabs[i]) {
		return p.tidy(now)
	}
	p.Tabs = settleTabs(p.Tabs, now)
	p.Tabs = said.follow(p.Tabs, StampOf(now))
	if i = indexOfTab(p.Tabs, said.Tab); i < 0 {
		if said.Opens {
			p.Tabs = answerAsked(p.Tabs, now, said.Session)
		}
		p.Tabs = append(p.Tabs, Tab{ID: said.Tab, State: said.State, Session: said.Session})
		i = len(p.Tabs) - 1
	}
	if t := p.Tabs[i]; t.LastSeen != 0 && !leased(t.LastSeen, now) {
		p.Tabs[i] = t.end(StampOf(now), EndingGone)
	}
	var known bool
	if p.Tabs[i], known = said.change(p.Tabs[i], StampOf(now)); !known {
		p.Tabs = slices.Delete(p.Tabs, i, i+1)
	}
	for len(p.Tabs) > MaxTabs {
		p.Tabs = dropOne(p.Tabs)
	}
	return p.heard(now).settle(now)
}

// answerAsked has the tabs that stood for the page that a session asked for end as
// they would have, as it is there.
func answerAsked(tabs []Tab, now time.Time, session string) []Tab {
	for i, t := range tabs {
		if t.Session == session {
			tabs[i].AskedTS = 0
		}
	}
	return settleTabs(tabs, now)
}

// late reports whether the tab has said something since.
func (s Said) late(t Tab) bool {
	return s.Word != 0 && (s.Word < t.Word || s.Word == t.Word && !s.Again)
}

// change is the tab after it said that, and whether there is anything to know of it.
func (s Said) change(t Tab, now Stamp) (changed Tab, known bool) {
	fresh := t.LastSeen == 0
	gone := t.Ending == EndingGone
	t.Word = max(t.Word, s.Word)
	switch {
	case s.State == Offline && fresh:
		// Its words may still be on their way.
		t.State, t.LastSeen = Hidden, now
		return t.end(now, EndingGone), s.Word != 0
	case s.State == Offline && s.Tab == "":
		return t, false
	case gone && (s.State == Offline || s.Word != 0 && !s.Opens):
		return t, true
	case s.State == Offline && s.Going:
		t.LastSeen = now
		return t.end(now, EndingGoing), true
	case s.State == Offline && t.Ending == EndingLeft:
		return t, true
	case s.State == Offline:
		t.LastSeen = now
		if t.Ending == EndingLost { // a word late must not prolong it
			return t.end(min(now, t.EndsTS().Add(-LeftGrace)), EndingLeft), true
		}
		return t.end(now, EndingLeft), true
	}
	t.Connected = s.Opens || t.Connected && !gone
	t.State, t.LastSeen, t.Session = s.State, now, s.Session
	return t.end(0, Staying), true
}

// Lose returns the presence after the connection of a tab ended without a word.
func (p Presence) Lose(now time.Time, tab string) Presence {
	p = p.tidy(now)
	i := indexOfTab(p.Tabs, tab)
	if i < 0 || p.Tabs[i].Ending != Staying {
		return p
	}
	p.Tabs[i] = p.Tabs[i].end(StampOf(now), EndingLost)
	return p.settle(now)
}

// Renew returns the presence after the connections of tabs were seen to live.
func (p Presence) Renew(now time.Time, tabs []string) Presence {
	p = p.tidy(now)
	renewed := false
	for i, t := range p.Tabs {
		if t.Ending != EndingGone && slices.Contains(tabs, t.ID) {
			p.Tabs[i].LastSeen = StampOf(now)
			renewed = true
		}
	}
	if !renewed {
		return p
	}
	return p.heard(now).settle(now)
}

// Navigate returns the presence after a session asked for a page. If a tab of the
// session is ending, the page is taken for its next: of several for that of the
// one that began to end last.
func (p Presence) Navigate(now time.Time, session string) Presence {
	p = p.tidy(now)
	latest := -1
	for i, t := range p.Tabs {
		if t.ends(session) && (latest < 0 || t.LeftTS > p.Tabs[latest].LeftTS) {
			latest = i
		}
	}
	if latest < 0 {
		return p
	}
	p.Tabs[latest].AskedTS = StampOf(now)
	return p.settle(now)
}

// Ends reports whether Navigate would change anything.
func (p Presence) Ends(now time.Time, session string) bool {
	return slices.ContainsFunc(p.LiveTabs(now), func(t Tab) bool { return t.ends(session) })
}

func (t Tab) ends(session string) bool {
	return t.Session == session && t.Ending != Staying && t.Ending != EndingGone
}

// ClockSet is what the clock was set by between two looks at it, or for how long the
// machine slept, where it went on for wall while elapsed passed; 0: not at all.
func ClockSet(wall, elapsed time.Duration) (by time.Duration) {
	if set := wall - elapsed; set.Abs() > clockDrift {
		return set
	}
	return 0
}

// SetClock returns the presence after the clock was set, or the machine slept: what
// was written by the clock of before is as long ago as it was.
func (p Presence) SetClock(by time.Duration, now time.Time) Presence {
	return p.move(now.Add(-by), now, now, func(s Stamp) Stamp { return s.Add(by) })
}

// StandStill returns the presence after a time since last in which nobody could be
// heard: whoever was there at last stays for as long as they would have. What was
// written since it went on, a moment before now, is left as it is.
func (p Presence) StandStill(last, now time.Time) Presence {
	since := now.Add(-StoodStill)
	return p.move(last, since, now, func(s Stamp) Stamp {
		if s >= StampOf(since) {
			return s
		}
		return s.Add(now.Sub(last))
	})
}

// move has moments be others, of somebody who was as the rules say at last. What is of
// since or later has been written since.
func (p Presence) move(last, since, now time.Time, another func(Stamp) Stamp) Presence {
	moved := func(s Stamp) Stamp {
		if s == 0 {
			return s
		}
		return another(s)
	}
	own, chosen := p.State == p.TabsState && p.LastSeen == p.TabsSeen, p.TabsSeen == -p.LastSeen
	if _, leased := p.merge(last); leased && !p.Invisible(last) {
		p.LastSeen = moved(p.LastSeen)
	}
	if own {
		p.TabsSeen = p.LastSeen
	} else if chosen {
		p.TabsSeen = -p.LastSeen
	}
	for i, t := range p.Tabs {
		p.Tabs[i].LastSeen, p.Tabs[i].LeftTS = moved(t.LastSeen), moved(t.LeftTS)
		p.Tabs[i].AskedTS = moved(t.AskedTS)
	}
	if chosen && p.LastSeen >= StampOf(since) { // the tabs seemed to be silent for long as that was chosen
		p.State = mergeTabs(p.Tabs, now)
	}
	return p.tidy(now)
}
