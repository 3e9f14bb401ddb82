package chat_test

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"minimost/chat"
)

// TestNothingChangesByTimeAloneBeforeItIsSaid lets random presences and typing
// rows grow old, and looks at every moment around which they could change.
func TestNothingChangesByTimeAloneBeforeItIsSaid(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		p := randomPresence(random)
		checkUntil(t, p, p.Until, func(now time.Time) any {
			return []any{p.Seen(now), p.Listed(now), p.Why(now).State, p.Why(now).Cause, p.Why(now).Override, p.Why(now).Tabs, p.Invisible(now)}
		}, moments(p))
		var rows []chat.Typing
		for i := range random.IntN(4) {
			rows = append(rows, chat.Typing{User: string(rune('a' + i)), TS: randomStamp(random, 20*time.Second)})
		}
		var at []chat.Stamp
		for _, row := range rows {
			at = append(at, row.TS.Add(chat.TypingWindow), row.TS.Add(-chat.TypingAhead))
		}
		checkUntil(t, rows, func(now time.Time) chat.Stamp { return chat.TypingUntil(rows, now) },
			func(now time.Time) any { return chat.Typists(rows, "", now) }, at)
	}
}

func checkUntil(t *testing.T, what any, until func(time.Time) chat.Stamp, look func(time.Time) any, changes []chat.Stamp) {
	t.Helper()
	var around []time.Time
	for _, c := range append(changes, chat.StampOf(t0)) {
		for d := -3; d <= 3; d++ {
			around = append(around, c.Time().Add(time.Duration(d)*time.Microsecond))
		}
	}
	slices.SortFunc(around, time.Time.Compare)
	for i, from := range around {
		end := until(from)
		seen := look(from)
		for _, later := range around[i:] {
			if end != 0 && chat.StampOf(later) >= end {
				break
			}
			if now := look(later); !reflect.DeepEqual(seen, now) {
				t.Fatalf("%+v:\nat %v it is %v, until %v\nat %v it is %v", what, from, seen, end, later, now)
			}
		}
	}
}

func randomStamp(random *rand.Rand, spread time.Duration) chat.Stamp {
	return chat.StampOf(t0.Add(time.Duration(random.Int64N(int64(2 * spread)))).Add(-spread))
}

func randomPresence(random *rand.Rand) chat.Presence {
	spread := []time.Duration{time.Minute, 2 * time.Hour, 30 * time.Hour}[random.IntN(3)]
	p := chat.Presence{
		User: "alice", State: pick(random, modelStates), LastSeen: randomStamp(random, spread),
		Override: pick(random, append(overrides, chat.Automatic)), TabsState: pick(random, modelStates),
	}
	if random.IntN(2) == 0 {
		p.TabsState, p.TabsSeen = p.State, p.LastSeen
	}
	if p.Override != chat.Automatic && random.IntN(2) == 0 {
		p.OverrideUntil = randomStamp(random, spread)
	}
	for i := range random.IntN(3) {
		tab := chat.Tab{ID: string(rune('a' + i)), State: pick(random, onlineStates()), LastSeen: randomStamp(random, spread)}
		if random.IntN(3) == 0 {
			tab.LeftTS, tab.Ending = tab.LastSeen, pick(random, []chat.Ending{chat.EndingLeft, chat.EndingGoing, chat.EndingLost, chat.EndingGone})
		}
		p.Tabs = append(p.Tabs, tab)
	}
	return p
}

// moments are when a presence could look different.
func moments(p chat.Presence) (at []chat.Stamp) {
	heard := func(s chat.Stamp) {
		at = append(at, s.Add(chat.Lease), s.Add(chat.OnlineWindow), s.Add(-chat.ClockSetBack))
	}
	heard(p.LastSeen)
	for _, tab := range p.Tabs {
		heard(tab.LastSeen)
		if tab.Ending != chat.Staying {
			at = append(at, tab.EndsTS())
		}
	}
	if p.OverrideUntil != 0 {
		at = append(at, p.OverrideUntil)
	}
	return at
}
