package chat_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"minimost/chat"
)

// event is one thing that happened to bob's presence.
type event struct {
	at       time.Time
	kind     string // report, choose, row, logout, sweep
	tab      string
	session  string
	state    chat.State
	override chat.Override
	minutes  int
}

func (e event) String() string {
	return fmt.Sprintf("%9.6fs %s tab=%q session=%q state=%q override=%q %d min",
		e.at.Sub(t0).Seconds(), e.kind, e.tab, e.session, e.state, e.override, e.minutes)
}

// history is a naive model: it keeps every event and works out from them what
// is so, newest first, instead of keeping a state.
type history []event

// overrideAt is the last choice, unless it is past or a logout followed.
func (h history) overrideAt(now time.Time) chat.Override {
	for i := len(h) - 1; i >= 0; i-- {
		switch e := h[i]; e.kind {
		case "logout":
			return chat.Automatic
		case "choose":
			if e.minutes > 0 && now.After(e.at.Add(time.Duration(e.minutes)*time.Minute)) {
				return chat.Automatic
			}
			return e.override
		}
	}
	return chat.Automatic
}

// rowAt is the state of a row that stands by itself.
func (h history) rowAt(now time.Time) (chat.State, bool) {
	for i := len(h) - 1; i >= 0; i-- {
		switch e := h[i]; e.kind {
		case "report", "logout":
			return "", false
		case "choose":
			if e.override == chat.OverrideOffline && h[:i].overrideAt(e.at) == chat.OverrideOffline {
				continue // invisible before and after: no sign
			}
			if now.Sub(e.at) > 110*time.Second {
				return "", false
			}
			for _, tab := range modelTabs {
				_, before := h[:i].tabAt(e.at, tab)
				if _, still := h.tabAt(now, tab); before && !still {
					return "", false
				}
			}
			state, _ := h[:i].mergedAt(e.at)
			return state, true
		case "row":
			return e.state, now.Sub(e.at) <= 110*time.Second
		}
	}
	return "", false
}

// tabAt is what one tab counts as.
func (h history) tabAt(now time.Time, tab string) (chat.State, bool) {
	ended := map[string]bool{}
	var left time.Time // the first of its goodbyes since it last spoke
	for i := len(h) - 1; i >= 0; i-- {
		switch e := h[i]; {
		case e.kind == "logout":
			ended[e.session] = true
		case e.kind != "report" || e.tab != tab:
		case e.state == chat.Offline && tab == "":
			return "", false
		case e.state == chat.Offline:
			if _, alive := h[:i].tabAt(e.at, tab); alive {
				left = e.at
			}
		case ended[e.session]:
			return "", false
		case left.IsZero():
			return e.state, now.Sub(e.at) <= 110*time.Second
		default:
			return e.state, now.Sub(left) < 1800*time.Millisecond
		}
	}
	return "", false
}

func (h history) mergedAt(now time.Time) (state chat.State, leased bool) {
	if state, stands := h.rowAt(now); stands {
		return state, true
	}
	found := map[chat.State]bool{}
	for _, tab := range modelTabs {
		if state, alive := h.tabAt(now, tab); alive {
			found[state] = true
		}
	}
	for _, state := range onlineStates() {
		if found[state] {
			return state, true
		}
	}
	return chat.Offline, false
}

func (h history) seenAt(now time.Time) chat.State {
	merged, leased := h.mergedAt(now)
	override := h.overrideAt(now)
	if !leased || override == chat.OverrideOffline {
		return chat.Offline
	}
	if override != chat.Automatic {
		return chat.State(override)
	}
	return merged
}

// heard reports whether anything no longer ago than span matches.
func (h history) heard(now time.Time, span time.Duration, matches func(event) bool) bool {
	for _, e := range h {
		if now.Sub(e.at) <= span && matches(e) {
			return true
		}
	}
	return false
}

var (
	modelTabs   = []string{"", "one", "two", "three"}
	modelStates = append(onlineStates(), chat.Offline)
	modelSteps  = []time.Duration{
		tick, tick, time.Second, 1800*time.Millisecond - tick, 1800 * time.Millisecond, 3 * time.Second, 10 * time.Second, 30 * time.Second,
		time.Minute, 100 * time.Second, 110 * time.Second, 110*time.Second + tick, 5 * time.Minute,
	}
)

func pick[T any](random *rand.Rand, from []T) T { return from[random.IntN(len(from))] }

func randomEvent(random *rand.Rand, at time.Time) event {
	e := event{at: at, kind: "report", tab: pick(random, modelTabs), session: pick(random, []string{"s1", "s2"}),
		state: pick(random, modelStates)}
	switch random.IntN(12) {
	case 0, 1:
		return event{at: at, kind: "choose", override: pick(random, append(overrides, chat.Automatic)),
			minutes: pick(random, []int{0, 0, 1, 2, 5})}
	case 2:
		return event{at: at, kind: "row", state: e.state}
	case 3:
		return event{at: at, kind: "logout", session: e.session}
	case 4:
		return event{at: at, kind: "sweep"}
	}
	return e
}

func apply(p chat.Presence, e event) chat.Presence {
	switch e.kind {
	case "report":
		return p.Report(e.at, e.tab, e.session, e.state)
	case "choose":
		return p.Choose(e.at, e.override, e.minutes)
	case "row":
		p.State, p.LastSeen = e.state, chat.StampOf(e.at)
		return p
	case "logout":
		return p.EndSession(e.at, e.session)
	}
	return p.Sweep(e.at)
}

func TestPresenceAgreesWithANaiveModelWhateverHappens(t *testing.T) {
	for seed := range uint64(400) {
		random := rand.New(rand.NewPCG(seed, 99))
		p, h, now := bob(), history{}, t0
		for range 60 {
			e := randomEvent(random, now)
			p, h = apply(p, e), append(h, e)
			checkAgainstModel(t, seed, p, h, now)
			for _, later := range modelSteps {
				checkAgainstModel(t, seed, p, h, now.Add(later))
			}
			now = now.Add(pick(random, modelSteps))
		}
	}
}

func checkAgainstModel(t *testing.T, seed uint64, p chat.Presence, h history, now time.Time) {
	t.Helper()
	seen := p.Seen(now)
	fail := func(what string) {
		t.Helper()
		t.Fatalf("seed %d, at %v: %s; seen %s\nhistory %v\n%+v", seed, now.Sub(t0), what, seen, h, p)
	}
	const lease, grace = 110 * time.Second, 1800 * time.Millisecond
	report := func(e event) bool { return e.kind == "report" }
	wrote := func(e event) bool { return e.kind == "row" || e.kind == "choose" }
	active := func(e event) bool { return e.state == chat.Active }
	switch override := p.OverrideAt(now); {
	case seen != h.seenAt(now):
		fail("the model sees " + string(h.seenAt(now)))
	case override != h.overrideAt(now):
		fail("the model's override is " + string(h.overrideAt(now)))
	case seen != chat.Offline && !h.heard(now, lease, report) && !h.heard(now, lease, wrote):
		fail("not offline though nobody reported for a lease")
	case p.Invisible(now) && seen != chat.Offline:
		fail("invisible and seen")
	case seen == chat.Active && override != chat.OverrideActive && !h.heard(now, lease+grace, active) && !h.heard(now, lease, wrote):
		fail("active though no tab was")
	case len(p.LiveTabs(now)) > len(modelTabs):
		fail("more tabs than there are")
	case p.Sweep(now).Seen(now) != seen:
		fail("sweeping changes what is seen")
	case seen != chat.Offline && !p.Listed(now):
		fail("seen and not listed")
	}
}
