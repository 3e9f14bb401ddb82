package chat_test

import (
	"fmt"
	"testing"
	"time"

	"minimost/chat"
)

// words are what one page of bob's says, each with its number.
func words(tab string, from int64, states ...chat.State) (said []chat.Said) {
	for i, state := range states {
		said = append(said, chat.Said{Tab: tab, Session: "s", State: state, Word: from + int64(i), Opens: i == 0 && from == 1})
	}
	return said
}

func sayAll(p chat.Presence, at time.Duration, said ...chat.Said) chat.Presence {
	for _, word := range said {
		p = p.Say(after(at), word)
	}
	return p
}

// opened is bob with a page whose connection a server watches.
func opened(tab string) chat.Presence { return sayAll(bob(), 0, words(tab, 1, chat.Active)...) }

func TestWordsOfATabInAnyOrderSayTheSame(t *testing.T) {
	said := words("one", 1, chat.Active, chat.Hidden, chat.Offline)
	orders := [][]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}
	for _, order := range orders {
		p := bob()
		for _, i := range order {
			p = sayAll(p, 0, said[i], said[i]) // a frame and a beacon
		}
		wantSeen(t, p, look{chat.LeftGrace, chat.Offline}, look{time.Minute, chat.Offline})
		if got := p.Tabs[0]; len(p.Tabs) != 1 || got.Word != 3 {
			t.Errorf("order %v: tabs %+v", order, p.Tabs)
		}
	}
}

func TestEachEndingLastsItsGraceToTheMicrosecond(t *testing.T) {
	for name, c := range map[string]struct {
		end  func(chat.Presence) chat.Presence
		span time.Duration
	}{
		"left": {func(p chat.Presence) chat.Presence { return sayAll(p, 0, words("one", 2, chat.Offline)...) }, chat.LeftGrace},
		"going": {func(p chat.Presence) chat.Presence {
			return p.Say(after(0), chat.Said{Tab: "one", Session: "s", State: chat.Offline, Going: true, Word: 2})
		}, chat.GoingGrace},
		"lost": {func(p chat.Presence) chat.Presence { return p.Lose(after(0), "one") }, chat.LostGrace},
	} {
		t.Run(name, func(t *testing.T) {
			p := c.end(opened("one"))
			wantSeen(t, p, look{0, chat.Active}, look{c.span - tick, chat.Active}, look{c.span, chat.Offline})
			if p.Tabs[0].EndsTS() != stampAt(c.span) {
				t.Errorf("it ends at %v", p.Tabs[0].EndsTS().Time())
			}
		})
	}
}

func TestLostTabThatIsBackInTimeWasNeverAway(t *testing.T) {
	p := opened("one").Lose(after(0), "one")
	p = p.Say(after(chat.LostGrace-tick), chat.Said{Tab: "one", Session: "s", State: chat.Active, Word: 2, Opens: true})
	wantNeverOffline(t, p, chat.LostGrace-tick, time.Minute)
}

func TestWhatATabSaysAfterItsConnectionWasLost(t *testing.T) {
	left := opened("one").Lose(after(0), "one")
	left = sayAll(left, 100*time.Millisecond, words("one", 2, chat.Offline)...)
	wantSeen(t, left, look{100*time.Millisecond + chat.LeftGrace, chat.Offline})

	late := sayAll(opened("one").Lose(after(0), "one"), 2900*time.Millisecond, words("one", 2, chat.Offline)...)
	wantSeen(t, late, look{chat.LostGrace - tick, chat.Active}, look{chat.LostGrace, chat.Offline})

	going := opened("one").Lose(after(0), "one").
		Say(after(time.Second), chat.Said{Tab: "one", State: chat.Offline, Going: true, Word: 2})
	wantSeen(t, going, look{time.Second + chat.GoingGrace - tick, chat.Active}, look{time.Second + chat.GoingGrace, chat.Offline})
}

func TestLosingAConnectionDoesNotProlongWhatWasSaid(t *testing.T) {
	p := sayAll(opened("one"), 0, words("one", 2, chat.Offline)...).Lose(after(time.Second), "one")
	wantSeen(t, p, look{chat.LeftGrace, chat.Offline})
	if p = bob().Lose(after(0), "unknown"); len(p.Tabs) != 0 || p.LastSeen != 0 {
		t.Errorf("a tab that nobody knows: %+v", p)
	}
}

func TestTabThatIsGoneComesBackByOpeningAlone(t *testing.T) {
	gone := sayAll(opened("one"), 0, words("one", 4, chat.Offline)...).Sweep(after(chat.LeftGrace))
	for name, c := range map[string]struct {
		said chat.Said
		want chat.State
	}{
		"late":       {chat.Said{Tab: "one", State: chat.Active, Word: 3, Opens: true}, chat.Offline},
		"a word":     {chat.Said{Tab: "one", State: chat.Active, Word: 5}, chat.Offline},
		"an opening": {chat.Said{Tab: "one", State: chat.Active, Word: 5, Opens: true}, chat.Active},
		"a program":  {chat.Said{Tab: "one", State: chat.Active}, chat.Active},
	} {
		if got := gone.Say(after(5*time.Second), c.said).Seen(after(5 * time.Second)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	over := chat.LeftGrace + chat.Remembered
	if kept := gone.Sweep(after(over - tick)); len(kept.Tabs) != 1 {
		t.Error("it is forgotten too early")
	}
	if kept := gone.Sweep(after(over)); len(kept.Tabs) != 0 {
		t.Errorf("it is remembered for ever: %+v", kept.Tabs)
	}
}

func TestNextPageTakesThePlaceOfTheOneBefore(t *testing.T) {
	next := chat.Said{Tab: "two", Session: "s", State: chat.Hidden, Word: 1, Opens: true, Follows: "one"}
	going := chat.Said{Tab: "one", Session: "s", State: chat.Offline, Going: true, Word: 2}
	for name, said := range map[string][]chat.Said{"in order": {going, next}, "the next one first": {next, going}} {
		p := sayAll(opened("one"), time.Second, said...)
		wantSeen(t, p, look{time.Second, chat.Hidden}, look{time.Minute, chat.Hidden})
		p = sayAll(p, 2*time.Second, words("two", 2, chat.Offline)...)
		if got := p.Seen(after(2*time.Second + chat.LeftGrace)); got != chat.Offline {
			t.Errorf("%s: the page before still stands: %s", name, got)
		}
	}
}

func TestPageThatGoesBeforeItWasHeardOfEndsTheOneBefore(t *testing.T) {
	p := opened("one").Say(after(0), chat.Said{Tab: "one", Session: "s", State: chat.Offline, Going: true, Word: 2})
	p = p.Say(after(time.Second), chat.Said{Tab: "two", Session: "s", State: chat.Offline, Word: 1, Follows: "one"})
	over := time.Second + chat.LeftGrace
	wantSeen(t, p, look{over - tick, chat.Active}, look{over, chat.Offline})
}

func TestPageThatIsBackIsNotEndedByTheOneBetween(t *testing.T) {
	p := opened("one").Say(after(0), chat.Said{Tab: "one", Session: "s", State: chat.Offline, Going: true, Word: 2})
	back := chat.Said{Tab: "one", Session: "s", State: chat.Active, Word: 4, Opens: true, Follows: "two"}
	for name, late := range map[string]chat.Said{
		"leaving": {Tab: "two", Session: "s", State: chat.Offline, Word: 3, Follows: "one"},
		"opening": {Tab: "two", Session: "s", State: chat.Hidden, Word: 2, Opens: true, Follows: "one"},
	} {
		p := p.Say(after(time.Second), back).Say(after(1100*time.Millisecond), late)
		wantNeverOffline(t, p, time.Second, time.Minute)
		if got := p.Seen(after(time.Minute)); got != chat.Active {
			t.Errorf("%s: %s", name, got)
		}
	}
	forth := p.Say(after(time.Second), back).
		Say(after(2*time.Second), chat.Said{Tab: "one", Session: "s", State: chat.Offline, Word: 5}).
		Say(after(3*time.Second), chat.Said{Tab: "two", Session: "s", State: chat.Idle, Word: 6, Opens: true, Follows: "one"})
	wantSeen(t, forth, look{3 * time.Second, chat.Idle}, look{time.Minute, chat.Idle})
}

func TestPageTwoBeforeDoesNotOutliveTheNext(t *testing.T) {
	p := opened("one").Say(after(0), chat.Said{Tab: "one", Session: "s", State: chat.Offline, Going: true, Word: 2})
	p = p.Say(after(time.Second), chat.Said{Tab: "two", Session: "s", State: chat.Offline, Going: true, Word: 3, Follows: "one"})
	wantSeen(t, p, look{9*time.Second - tick, chat.Active}, look{9 * time.Second, chat.Offline})
	back := p.Say(after(2*time.Second), chat.Said{Tab: "one", Session: "s", State: chat.Offline, Going: true, Word: 4, Follows: "two"})
	wantSeen(t, back, look{10*time.Second - tick, chat.Active}, look{10 * time.Second, chat.Offline})
	back = back.Say(after(3*time.Second), chat.Said{Tab: "three", Session: "s", State: chat.Hidden, Word: 5, Opens: true, Follows: "one"})
	wantSeen(t, back, look{3 * time.Second, chat.Hidden})
	p = p.Say(after(2*time.Second), chat.Said{Tab: "three", Session: "s", State: chat.Hidden, Word: 4, Opens: true, Follows: "two"})
	wantSeen(t, p, look{2 * time.Second, chat.Hidden})
	p = p.Say(after(3*time.Second), chat.Said{Tab: "three", Session: "s", State: chat.Offline, Word: 5})
	wantSeen(t, p, look{3*time.Second + chat.LeftGrace, chat.Offline})
}

func TestAskingForAPageSettlesWhatWasNotSaid(t *testing.T) {
	lost := opened("one").Lose(after(0), "one")
	left := sayAll(opened("one"), 0, words("one", 2, chat.Offline)...)
	for name, p := range map[string]chat.Presence{"lost": lost, "left": left} {
		if !p.Ends(after(time.Second), "s") || p.Ends(after(time.Second), "other") || p.Ends(after(time.Minute), "s") {
			t.Errorf("%s: Ends is wrong", name)
		}
		wantSeen(t, p.Navigate(after(time.Second), "s"), look{time.Second + chat.GoingGrace - tick, chat.Active},
			look{time.Second + chat.GoingGrace, chat.Offline})
		wantSeen(t, p.Navigate(after(time.Second), "other"), look{4 * time.Second, chat.Offline})
		wantSeen(t, p.Navigate(after(4*time.Second), "s"), look{4 * time.Second, chat.Offline})
	}
	wantNeverOffline(t, opened("one").Navigate(after(time.Second), "s"), time.Second, time.Minute)
}

func TestRenewedTabLivesAndOneThatEndsEnds(t *testing.T) {
	p := opened("one")
	for at := chat.RenewEvery; at <= 10*time.Minute; at += chat.RenewEvery {
		p = p.Renew(after(at), []string{"one", "unknown"})
	}
	wantNeverOffline(t, p, 10*time.Minute, 10*time.Minute+chat.Lease)
	if p.LastSeen != stampAt(10*time.Minute) || len(p.Tabs) != 1 {
		t.Errorf("%+v", p)
	}
	p = p.Lose(after(10*time.Minute), "one").Renew(after(10*time.Minute+time.Second), []string{"one"})
	wantSeen(t, p, look{10*time.Minute + chat.LostGrace, chat.Offline})
}

func TestTimeInWhichNobodyCouldBeHeardEndsNothing(t *testing.T) {
	slept := 3 * time.Hour
	set := func(p chat.Presence, last time.Duration) chat.Presence { return p.SetClock(slept-last, after(slept)) }
	stood := func(p chat.Presence, last time.Duration) chat.Presence {
		return p.StandStill(after(last), after(slept))
	}
	for name, moved := range map[string]func(chat.Presence, time.Duration) chat.Presence{"set": set, "stood still": stood} {
		t.Run(name, func(t *testing.T) {
			there := moved(opened("one"), time.Minute)
			wantNeverOffline(t, there, slept, slept+chat.Lease-time.Minute)
			wantSeen(t, there, look{slept + chat.Lease - time.Minute + tick, chat.Offline})
			if there.State != chat.Active || there.LastSeen != stampAt(slept-time.Minute) {
				t.Errorf("%+v", there)
			}
			lost := moved(opened("one").Lose(after(0), "one"), time.Second)
			wantSeen(t, lost, look{slept + 2*time.Second - tick, chat.Active}, look{slept + 2*time.Second, chat.Offline})
			invisible := moved(opened("one").Choose(after(0), chat.OverrideOffline, 0), time.Second)
			if invisible.LastSeen != stampAt(0) {
				t.Error("the last sign of somebody invisible has moved")
			}
			if away := moved(bob(), 0); away.Listed(after(slept)) {
				t.Error("somebody who was away has come")
			}
		})
	}
	// What has been written since it went on is by then's clock.
	wantSeen(t, stood(opened("one").Choose(after(slept-tick), chat.Automatic, 0), time.Minute), look{slept, chat.Active})
}

// TestAClockSetBackMovesEverything: what was written a moment ago by the clock of before
// may bear any time of the new one.
func TestAClockSetBackMovesEverything(t *testing.T) {
	for _, by := range []time.Duration{-time.Second / 2, -2 * time.Second, -time.Hour, time.Second / 2} {
		now := time.Second + by
		lost := opened("one").Lose(after(time.Second/4), "one").SetClock(by, after(now))
		over := now + chat.LostGrace - time.Second*3/4
		wantSeen(t, lost, look{now, chat.Active}, look{over - tick, chat.Active}, look{over, chat.Offline})
	}
}

func TestTabsThatAreGoneMakeRoomFirst(t *testing.T) {
	many := opened("first")
	for i := range 3 * chat.MaxTabs {
		at := time.Duration(i) * 400 * time.Millisecond
		many = sayAll(many, at, words(fmt.Sprint("tab", i), 1, chat.Active, chat.Offline)...)
	}
	if len(many.Tabs) != chat.MaxTabs {
		t.Errorf("%d tabs", len(many.Tabs))
	}
	if many.Tabs[0].ID != "first" {
		t.Error("a page that is open was forgotten for those that are gone")
	}
}

func TestClockSet(t *testing.T) {
	for _, c := range []struct{ wall, elapsed, want time.Duration }{
		{100 * time.Millisecond, 100 * time.Millisecond, 0},
		{105 * time.Millisecond, 100 * time.Millisecond, 0},
		{time.Hour, 100 * time.Millisecond, time.Hour - 100*time.Millisecond},
		{-time.Hour, 100 * time.Millisecond, -time.Hour - 100*time.Millisecond},
		{time.Minute, time.Minute, 0},
		{time.Hour, time.Minute, time.Hour - time.Minute},
	} {
		if got := chat.ClockSet(c.wall, c.elapsed); got != c.want {
			t.Errorf("%v by the clock in %v: %v, want %v", c.wall, c.elapsed, got, c.want)
		}
	}
}

// TestTheGracesKeepWhatIsPromised holds the thresholds against the table of the
// contract: what others see within which time.
func TestTheGracesKeepWhatIsPromised(t *testing.T) {
	const slack = 200 * time.Millisecond // a sweep and the way to others
	for name, c := range map[string]struct{ takes, promised time.Duration }{
		"closed":                {chat.LeftGrace, 2 * time.Second},
		"crashed or killed":     {chat.LostGrace, 4 * time.Second},
		"network gone, visible": {chat.PingVisible + chat.PongVisible + chat.LostGrace, 15 * time.Second},
		"network gone, hidden":  {chat.PingHidden + chat.PongHidden + chat.LostGrace, 35 * time.Second},
		"polling, gone":         {chat.PollOverdue + chat.LostGrace, 8 * time.Second},
		"polling, hidden":       {chat.PollOverdueHidden + chat.LostGrace, chat.Lease},
	} {
		if c.takes+slack > c.promised {
			t.Errorf("%s: %v, promised are %v", name, c.takes, c.promised)
		}
	}
	if chat.GoingGrace < 8*time.Second {
		t.Error("a network that answers within 8 s shows a flicker")
	}
	if chat.RenewEvery+chat.StoodStill >= chat.Lease || chat.RenewEvery+chat.PollOverdueHidden > chat.Lease {
		t.Error("a page that lives loses its lease")
	}
}

// TestLeavingComesLateFromAPageThatWasGoneBackFrom: by then the page that was gone back to goes on, for longer than one
// that leaves stays.
func TestLeavingComesLateFromAPageThatWasGoneBackFrom(t *testing.T) {
	p := opened("one").Say(after(0), chat.Said{Tab: "two", Session: "s", State: chat.Active, Word: 2, Opens: true, Follows: "one"})
	p = p.Say(after(time.Second), chat.Said{Tab: "one", Session: "s", State: chat.Offline, Going: true, Word: 4, Follows: "two"})
	p = p.Say(after(time.Second), chat.Said{Tab: "two", Session: "s", State: chat.Offline, Word: 3, Follows: "one"})
	over := time.Second + chat.GoingGrace
	wantSeen(t, p, look{over - tick, chat.Active}, look{over, chat.Offline})
}
