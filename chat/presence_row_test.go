package chat_test

import (
	"math"
	"testing"
	"time"

	"minimost/chat"
)

// written is p after another program wrote its row at an instant after t0.
func written(p chat.Presence, state chat.State, at time.Duration) chat.Presence {
	p.State, p.LastSeen = state, stampAt(at)
	return p
}

func TestRowOfAnotherProgramStandsForOneLease(t *testing.T) {
	for _, state := range []chat.State{chat.Active, chat.Idle, chat.Hidden} {
		p := written(bob(), state, 0)
		wantSeen(t, p, look{0, state}, look{110 * time.Second, state}, look{110*time.Second + tick, chat.Offline})
		if swept := p.Sweep(after(time.Minute)); swept.State != state || swept.Seen(after(time.Minute)) != state {
			t.Errorf("sweeping takes it: %+v", swept)
		}
		if swept := p.Sweep(after(2 * time.Minute)); swept.State != chat.Offline {
			t.Errorf("after its lease the row still says %s", swept.State)
		}
	}
}

func TestRowInsertedByTheOriginalHasNoTabsOnRecord(t *testing.T) {
	p := chat.Presence{User: "bob", State: chat.Idle, LastSeen: stampAt(0)}
	wantSeen(t, p, look{time.Second, chat.Idle}, look{111 * time.Second, chat.Offline})
	if !p.Listed(after(time.Minute)) {
		t.Error("not listed")
	}
}

func TestRowOfAnotherProgramIsSupersededByTheNextReport(t *testing.T) {
	tests := map[string]struct {
		row   chat.State
		tab   string
		state chat.State
		want  chat.State
	}{
		"a lower state":           {chat.Active, "one", chat.Hidden, chat.Hidden},
		"a higher state":          {chat.Offline, "one", chat.Active, chat.Active},
		"goodbye without a tab":   {chat.Active, "", chat.Offline, chat.Offline},
		"goodbye of no known tab": {chat.Active, "one", chat.Offline, chat.Offline},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			p := written(bob(), tt.row, 0).Report(after(time.Second), tt.tab, "s", tt.state)
			wantSeen(t, p, look{time.Second, tt.want})
			if p.State != tt.want {
				t.Errorf("the row says %s", p.State)
			}
		})
	}
}

func TestRowOfAnotherProgramCoversTheTabsUntilOneReports(t *testing.T) {
	p := bob().Report(t0, "one", "s", chat.Active)
	p = written(p, chat.Offline, time.Second)
	wantSeen(t, p, look{time.Second, chat.Offline})
	p = p.Report(after(30*time.Second), "one", "s", chat.Active)
	wantSeen(t, p, look{30 * time.Second, chat.Active})
}

func TestRowOfAnotherProgramWhilePersonIsInvisible(t *testing.T) {
	p := bob().Report(t0, "one", "s", chat.Active).Choose(t0, chat.OverrideOffline, 0).
		Report(after(time.Second), "one", "s", chat.Active)
	p = written(p, chat.Active, 2*time.Second)
	wantSeen(t, p, look{2 * time.Second, chat.Offline})
}

func TestRowWithAStateWeDoNotKnowShowsTheTabs(t *testing.T) {
	p := written(bob(), "busy", 0)
	wantSeen(t, p, look{0, chat.Offline})
	p = written(bob().Report(t0, "one", "s", chat.Idle), "busy", time.Second)
	wantSeen(t, p, look{time.Second, chat.Idle})
	if got := p.Sweep(after(2 * time.Second)).State; got != chat.Idle {
		t.Errorf("swept: the row says %s", got)
	}
}

func TestRowOfNonsenseTimesIsNobody(t *testing.T) {
	for name, seen := range map[string]chat.Stamp{
		"none":          0,
		"before 1970":   -1e9,
		"milliseconds":  stampAt(0) * 1000,
		"two days on":   stampAt(48 * time.Hour),
		"infinity":      chat.Stamp(math.Inf(1)),
		"less than any": chat.Stamp(math.Inf(-1)),
	} {
		t.Run(name, func(t *testing.T) {
			p := chat.Presence{User: "bob", State: chat.Active, LastSeen: seen}
			if p.Seen(t0) != chat.Offline || p.Listed(t0) {
				t.Errorf("seen %s, listed %v", p.Seen(t0), p.Listed(t0))
			}
			p = p.Report(t0, "one", "s", chat.Active)
			if p.Seen(t0) != chat.Active || !p.Listed(t0) {
				t.Errorf("after a report: seen %s, listed %v", p.Seen(t0), p.Listed(t0))
			}
		})
	}
}

func TestClockSetBackHidesNobodyWhoIsHere(t *testing.T) {
	for _, back := range []time.Duration{time.Second, 2 * time.Minute, time.Hour, 24 * time.Hour} {
		for name, p := range map[string]chat.Presence{
			"a tab":    bob().Report(t0, "one", "s", chat.Active),
			"a row":    written(bob(), chat.Active, 0),
			"a choice": bob().Choose(t0, chat.OverrideActive, 0),
		} {
			wantSeen(t, p, look{-back, chat.Active})
			if !p.Listed(after(-back)) {
				t.Errorf("%s, set back %v: not listed", name, back)
			}
		}
	}
	p := bob().Report(t0, "one", "s", chat.Active)
	wantSeen(t, p, look{-24*time.Hour - tick, chat.Offline})
}

func TestClockSetBackLeavesNoGhostBehindTheOwnersNextReport(t *testing.T) {
	p := bob().Report(t0, "crashed", "s", chat.Active).Report(t0, "left", "s", chat.Active).
		Report(after(time.Second), "left", "s", chat.Offline).
		Report(after(time.Second), "mine", "s", chat.Hidden)
	back := -time.Hour
	p = p.Report(after(back), "mine", "s", chat.Hidden)

	p = p.Report(after(back+60*time.Second), "mine", "s", chat.Hidden)
	wantSeen(t, p, look{back + 110*time.Second, chat.Active}, look{back + 110*time.Second + tick, chat.Hidden},
		look{back + 171*time.Second, chat.Offline})
	if p.LastSeen != stampAt(back+60*time.Second) {
		t.Errorf("last seen is %v", p.LastSeen.Time())
	}
}

func TestClockSetBackKeepsTheGraceShort(t *testing.T) {
	p := bob().Report(t0, "left", "s", chat.Active).Report(after(time.Second), "left", "s", chat.Offline)
	back := -time.Hour
	p = p.Report(after(back), "mine", "s", chat.Hidden)
	wantSeen(t, p, look{back + chat.LeftGrace - tick, chat.Active}, look{back + chat.LeftGrace, chat.Hidden})
}

func TestClockSetBackWhileInvisibleShowsNothing(t *testing.T) {
	p := bob().Report(t0, "one", "s", chat.Active).Choose(t0, chat.OverrideOffline, 0)
	p = p.Report(after(-time.Hour), "one", "s", chat.Active)
	wantSeen(t, p, look{-time.Hour, chat.Offline})
	if p.LastSeen != stampAt(0) {
		t.Errorf("last seen moved to %v", p.LastSeen.Time())
	}
}

func TestClockSetForwardIsMadeGoodByTheNextHeartbeat(t *testing.T) {
	p := bob().Report(t0, "one", "s", chat.Active).Report(t0, "two", "s", chat.Hidden)
	wantSeen(t, p, look{time.Hour, chat.Offline})
	p = p.Report(after(time.Hour), "two", "s", chat.Hidden)
	wantSeen(t, p, look{time.Hour, chat.Hidden})
	p = p.Report(after(time.Hour+time.Second), "one", "s", chat.Active)
	wantSeen(t, p, look{time.Hour + time.Second, chat.Active})
	if len(p.Tabs) != 2 {
		t.Errorf("tabs %+v", p.Tabs)
	}
}
