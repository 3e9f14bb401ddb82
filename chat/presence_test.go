package chat_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"minimost/chat"
)

const tick = time.Microsecond

// bob is a person of whom nothing is known yet.
func bob() chat.Presence {
	return chat.Presence{User: "bob", State: chat.Offline, TabsState: chat.Offline}
}

// look is what others are to see at an instant after t0.
type look struct {
	at   time.Duration
	want chat.State
}

// wantSeen fails t where p is not seen as told at each instant.
func wantSeen(t *testing.T, p chat.Presence, looks ...look) {
	t.Helper()
	for _, l := range looks {
		if got := p.Seen(after(l.at)); got != l.want {
			t.Errorf("after %v: seen %s, want %s", l.at, got, l.want)
		}
	}
}

// wantNeverOffline fails t where p is offline at any tenth of a second of the
// span.
func wantNeverOffline(t *testing.T, p chat.Presence, from, to time.Duration) {
	t.Helper()
	for at := from; at <= to; at += 100 * time.Millisecond {
		if p.Seen(after(at)) == chat.Offline {
			t.Fatalf("after %v: offline", at)
		}
	}
}

func TestParseState(t *testing.T) {
	for _, s := range append(constantsOf(t, "state.go", "State"), "active", "idle", "hidden", "offline") {
		if got, ok := chat.ParseState(s); !ok || string(got) != s {
			t.Errorf("ParseState(%q) = %q, %v", s, got, ok)
		}
	}
	for _, s := range []string{"", "Active", "away", "online", "auto", " active", "null"} {
		if _, ok := chat.ParseState(s); ok {
			t.Errorf("ParseState(%q) is accepted", s)
		}
	}
}

func TestNobodyHeardOfIsOffline(t *testing.T) {
	for name, p := range map[string]chat.Presence{"a new account": bob(), "the zero presence": {}} {
		if p.Seen(t0) != chat.Offline || p.Merged(t0) != chat.Offline || p.Listed(t0) || len(p.LiveTabs(t0)) != 0 {
			t.Errorf("%s: %s, listed %v", name, p.Seen(t0), p.Listed(t0))
		}
	}
}

func TestTabsMergeToTheMostPresent(t *testing.T) {
	states := append(onlineStates(), chat.Offline) // most present first
	for i, first := range states {
		for j, second := range states {
			t.Run(fmt.Sprintf("%s and %s", first, second), func(t *testing.T) {
				p := bob().Report(t0, "one", "s", first).Report(t0, "two", "s", second)
				want := states[min(i, j)]
				if p.State != want || p.Merged(t0) != want || p.Seen(t0) != want {
					t.Errorf("row %s, merged %s, seen %s, want %s", p.State, p.Merged(t0), p.Seen(t0), want)
				}
			})
		}
	}
}

func TestLeaseToTheMicrosecond(t *testing.T) {
	for _, state := range onlineStates() {
		for _, tab := range []string{"one", ""} {
			p := bob().Report(t0, tab, "s", state)
			wantSeen(t, p, look{0, state}, look{30 * time.Second, state}, look{110*time.Second - tick, state},
				look{110 * time.Second, state}, look{110*time.Second + tick, chat.Offline}, look{time.Hour, chat.Offline})
		}
	}
}

func TestHeartbeatsWithTheirJitterKeepAnyoneHere(t *testing.T) {
	p := bob()
	for at := time.Duration(0); at < time.Hour; at += 33 * time.Second {
		p = p.Report(after(at), "one", "s", chat.Active)
		wantNeverOffline(t, p, at, at+2*33*time.Second) // one heartbeat was lost
	}
}

func TestTwoTabsOfDifferentStatesDoNotFlap(t *testing.T) {
	p := bob().Report(t0, "work", "s", chat.Active)
	for beat := range 20 {
		at := time.Duration(beat) * 15 * time.Second
		tab, state := "background", chat.Hidden
		if beat%2 == 0 {
			tab, state = "work", chat.Active
		}
		p = p.Report(after(at), tab, "s", state)
		wantSeen(t, p, look{at, chat.Active}, look{at + tick, chat.Active}, look{at + 14*time.Second, chat.Active})
		if p.State != chat.Active {
			t.Fatalf("the row says %s after %s reported", p.State, tab)
		}
	}
}

func TestCrashedTabLapsesWhileAnotherHeartbeats(t *testing.T) {
	p := bob().Report(t0, "crashed", "s", chat.Active)
	for at := 10 * time.Second; at <= 110*time.Second; at += 20 * time.Second {
		p = p.Report(after(at), "alive", "s", chat.Hidden)
	}
	wantSeen(t, p, look{110 * time.Second, chat.Active}, look{110*time.Second + tick, chat.Hidden},
		look{220 * time.Second, chat.Hidden}, look{220*time.Second + tick, chat.Offline})
	p = p.Report(after(111*time.Second), "alive", "s", chat.Hidden)
	if len(p.Tabs) != 1 || p.State != chat.Hidden {
		t.Errorf("the crashed tab is still there: %+v", p)
	}
}

func TestSilentTabThatComesBackCountsAgain(t *testing.T) {
	p := bob().Report(t0, "laptop", "s", chat.Active)
	wantSeen(t, p, look{8 * time.Hour, chat.Offline})
	p = p.Report(after(8*time.Hour), "laptop", "s", chat.Active)
	wantSeen(t, p, look{8 * time.Hour, chat.Active})
	if len(p.Tabs) != 1 {
		t.Errorf("%d tabs", len(p.Tabs))
	}
}

func TestReportsOfOneTabReplaceEachOther(t *testing.T) {
	p := bob()
	for i, state := range []chat.State{chat.Active, chat.Hidden, chat.Active, chat.Idle} {
		at := time.Duration(i) * time.Second
		p = p.Report(after(at), "one", "s", state)
		wantSeen(t, p, look{at, state})
	}
	want := []chat.Tab{{ID: "one", State: chat.Idle, LastSeen: stampAt(3 * time.Second), Session: "s"}}
	if !slices.Equal(p.Tabs, want) {
		t.Errorf("tabs %+v, want %+v", p.Tabs, want)
	}
}

func TestRequestsThatNameNoTabAreOneTab(t *testing.T) {
	p := bob().Report(t0, "", "s", chat.Idle).Report(t0, "page", "s", chat.Hidden).Report(t0, "", "t", chat.Active)
	wantSeen(t, p, look{0, chat.Active})
	if len(p.Tabs) != 2 {
		t.Errorf("tabs %+v", p.Tabs)
	}
}

func TestFiftyTabsEvictTheLongestSilent(t *testing.T) {
	p := bob()
	for i := range chat.MaxTabs {
		p = p.Report(after(time.Duration(i)*time.Second), fmt.Sprint(i), "s", chat.Hidden)
	}
	// The first speaks again, so the second is the longest silent one.
	p = p.Report(after(50*time.Second), "0", "s", chat.Active)
	if len(p.Tabs) != chat.MaxTabs {
		t.Fatalf("%d tabs before one too many", len(p.Tabs))
	}
	p = p.Report(after(51*time.Second), "new", "s", chat.Hidden)
	has := func(id string) bool {
		return slices.ContainsFunc(p.Tabs, func(t chat.Tab) bool { return t.ID == id })
	}
	if len(p.Tabs) != chat.MaxTabs || has("1") || !has("0") || !has("2") || !has("new") {
		t.Errorf("kept %+v", p.Tabs)
	}
	wantSeen(t, p, look{51 * time.Second, chat.Active})
}

func TestManyTabsAtOneInstantKeepTheNewOne(t *testing.T) {
	p := bob()
	for i := range 3 * chat.MaxTabs {
		p = p.Report(t0, fmt.Sprint(i), "s", chat.Active)
		if len(p.Tabs) > chat.MaxTabs || p.Tabs[len(p.Tabs)-1].ID != fmt.Sprint(i) {
			t.Fatalf("after %d: %d tabs", i, len(p.Tabs))
		}
	}
}

func TestSweepWritesWhatIsSo(t *testing.T) {
	p := bob().Report(t0, "crashed", "s", chat.Active).Report(after(time.Minute), "alive", "s", chat.Hidden)
	at := after(111 * time.Second)
	if p.State != chat.Active {
		t.Fatalf("the row says %s", p.State)
	}
	p = p.Sweep(at)
	if p.State != chat.Hidden || p.Seen(at) != chat.Hidden || len(p.Tabs) != 1 {
		t.Errorf("%+v", p)
	}
	if p.LastSeen != stampAt(time.Minute) {
		t.Errorf("sweeping moved last_seen to %v", p.LastSeen)
	}
	p = p.Sweep(after(time.Hour))
	if p.State != chat.Offline || len(p.Tabs) != 0 || p.LastSeen != stampAt(time.Minute) {
		t.Errorf("%+v", p)
	}
}

func TestSweepChangesNothingThatOthersSee(t *testing.T) {
	p := bob().Report(t0, "one", "s", chat.Active).Choose(after(time.Second), chat.OverrideIdle, 2).
		Report(after(2*time.Second), "one", "s", chat.Offline)
	for at := 2 * time.Second; at < 4*time.Minute; at += time.Second {
		for later := at; later < 4*time.Minute; later += 7 * time.Second {
			if got, want := p.Sweep(after(at)).Seen(after(later)), p.Seen(after(later)); got != want {
				t.Fatalf("swept after %v, seen after %v: %s, want %s", at, later, got, want)
			}
		}
	}
}

func TestNoRuleChangesTheTabsItWasGiven(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 12))
	rules := map[string]func(chat.Presence) chat.Presence{
		"speak again":    func(p chat.Presence) chat.Presence { return p.Report(after(100*time.Second), "2", "s", chat.Idle) },
		"a new tab":      func(p chat.Presence) chat.Presence { return p.Report(after(100*time.Second), "new", "s", chat.Idle) },
		"leave":          func(p chat.Presence) chat.Presence { return p.Report(after(100*time.Second), "2", "s", chat.Offline) },
		"leave, no tab":  func(p chat.Presence) chat.Presence { return p.Report(after(100*time.Second), "", "s", chat.Offline) },
		"set back":       func(p chat.Presence) chat.Presence { return p.Report(after(-time.Hour), "2", "s", chat.Offline) },
		"choose":         func(p chat.Presence) chat.Presence { return p.Choose(after(100*time.Second), chat.OverrideIdle, 5) },
		"end a session":  func(p chat.Presence) chat.Presence { return p.EndSession(after(100*time.Second), "s1") },
		"sweep":          func(p chat.Presence) chat.Presence { return p.Sweep(after(112 * time.Second)) },
		"sweep them all": func(p chat.Presence) chat.Presence { return p.Sweep(after(time.Hour)) },
		"live tabs": func(p chat.Presence) chat.Presence {
			p.Tabs = p.LiveTabs(after(112 * time.Second))
			return p
		},
	}
	for name, rule := range rules {
		t.Run(name, func(t *testing.T) {
			for _, tabs := range []int{0, 1, 5, chat.MaxTabs} {
				// Room behind the tabs would hide an append into the caller's array.
				given := make([]chat.Tab, 0, 2*chat.MaxTabs)
				given = append(given, chat.Tab{ID: "", State: chat.Hidden, LastSeen: stampAt(50 * time.Second), Session: "s0"})[:min(tabs, 1)]
				for i := 1; i < tabs; i++ {
					given = append(given, chat.Tab{ID: fmt.Sprint(i), State: chat.Active,
						LastSeen: stampAt(time.Duration(random.IntN(100)) * time.Second), Session: fmt.Sprint("s", i%3)})
				}
				whole := given[:cap(given)]
				before := slices.Clone(whole)
				p := bob()
				p.Tabs, p.State, p.LastSeen = given, chat.Active, stampAt(0)
				q := p

				got := rule(p)
				again := got.Report(after(101*time.Second), "another", "s", chat.Active).Sweep(after(102 * time.Second))

				if !slices.Equal(whole, before) {
					t.Fatalf("%d tabs: the array of the receiver's changed", tabs)
				}
				if !slices.Equal(p.Tabs, q.Tabs) || p.State != q.State || p.LastSeen != q.LastSeen {
					t.Fatalf("%d tabs: the receiver changed", tabs)
				}
				if len(again.Tabs) == 0 {
					t.Fatalf("%d tabs: a tab that spoke is gone", tabs)
				}
			}
		})
	}
}
