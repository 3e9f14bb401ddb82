package liveness_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"minimost/chat"
)

// act is one thing that happens to people, their browsers or the server.
type act struct {
	after          time.Duration // the one before
	kind           string
	browser, place int // which, of those there are
	lasts          time.Duration
	state          chat.State
	override       chat.Override
}

func (a act) String() string {
	return fmt.Sprintf("+%-8v %-9s browser %d place %d, %v %s %s", a.after, a.kind, a.browser, a.place, a.lasts, a.state, a.override)
}

// kind is a kind of act, how often it happens and what it does. It does nothing
// where it makes no sense.
type kind struct {
	name    string
	weight  int
	longest time.Duration // that it lasts
	do      func(b *browser, p *place, a act)
}

var kinds = []kind{
	{"open", 10, 2 * time.Second, (*browser).openPage},
	{"close", 8, 0, (*browser).closePage},
	{"link", 14, 7 * time.Second, (*browser).link},
	{"reload", 8, time.Second, (*browser).reload},
	{"visit", 10, 0, (*browser).visit},
	{"download", 3, 0, (*browser).download},
	{"leave", 4, 0, (*browser).leave},
	{"return", 6, 0, (*browser).comeBack},
	{"back", 4, 0, (*browser).goBack},
	{"state", 16, 0, (*browser).report},
	{"crash", 5, 0, (*browser).crash},
	{"kill", 2, 0, (*browser).kill},
	{"break", 4, 0, (*browser).breakSocket},
	{"freeze", 3, 90 * time.Second, func(b *browser, _ *place, a act) { b.away(a.lasts, false, true) }},
	{"sleep", 3, 200 * time.Second, func(b *browser, _ *place, a act) { b.away(a.lasts, true, true) }},
	{"cut", 5, 60 * time.Second, func(b *browser, _ *place, a act) { b.away(a.lasts, true, false) }},
	{"override", 4, 0, (*browser).choose},
	{"logout", 2, 0, (*browser).logOut},
	{"restart", 2, 20 * time.Second, func(b *browser, _ *place, a act) { b.restart(a.lasts) }},
	{"stall", 2, 150 * time.Second, func(b *browser, _ *place, a act) { b.stall(a.lasts) }},
	{"clock", 3, 3 * time.Hour, func(b *browser, _ *place, a act) { b.setClock(a.lasts - 90*time.Minute) }},
}

// history is everything that happens, from a seed.
type history struct {
	seed uint64
	acts []act
}

func newHistory(seed uint64) history {
	random := rand.New(rand.NewPCG(seed, 1))
	total := 0
	for _, k := range kinds {
		total += k.weight
	}
	h := history{seed: seed}
	for range 3 + random.IntN(12) {
		a := randomAct(random, total)
		if n := len(h.acts); n > 0 && random.IntN(3) == 0 {
			a = a.atOnce(h.acts[n-1], random)
		}
		h.acts = append(h.acts, a)
	}
	return h
}

// atOnce is the act, or what somebody does who goes back a moment after they went:
// what was said of either is on its way together.
func (a act) atOnce(before act, random *rand.Rand) act {
	back := map[string]string{"leave": "return", "link": "back", "reload": "back", "back": "back"}[before.kind]
	if back == "" {
		return a
	}
	a.kind, a.browser, a.place = back, before.browser, before.place
	a.after = before.lasts + time.Duration(random.Int64N(int64(time.Second)))
	return a
}

func randomAct(random *rand.Rand, total int) act {
	pauses := []time.Duration{50 * time.Millisecond, time.Second, 5 * time.Second, 30 * time.Second, 150 * time.Second}
	a := act{
		after:    time.Duration(random.Int64N(int64(pauses[random.IntN(len(pauses))]))),
		browser:  random.IntN(8),
		place:    random.IntN(8),
		state:    []chat.State{chat.Active, chat.Idle, chat.Hidden}[random.IntN(3)],
		override: chat.Overrides[random.IntN(len(chat.Overrides))].Override,
	}
	n := random.IntN(total)
	for _, k := range kinds {
		if n -= k.weight; n < 0 {
			a.kind = k.name
			if k.longest > 0 {
				a.lasts = time.Duration(random.Int64N(int64(k.longest)))
			}
			if random.IntN(2) == 0 {
				a.lasts /= 10
			}
			return a
		}
	}
	return a
}

// settles is how long after the last act a history goes on, so that what is wrong
// shows.
const settles = 90 * time.Second

// play has a history happen and says what was wrong, "" for nothing.
func (h history) play(ctx context.Context, store backend, prefix string, trace func(string, ...any)) string {
	w := newWorld(ctx, store)
	if trace != nil {
		w.trace = trace
		w.store = traced{store, w}
		w.track()
	}
	w.populate(rand.New(rand.NewPCG(h.seed, 2)), prefix)
	w.run(w.now + 5*time.Second)
	for _, a := range h.acts {
		w.run(w.now + a.after)
		if w.failure != "" {
			break
		}
		b := w.browsers[a.browser%len(w.browsers)]
		p := b.places[a.place%len(b.places)]
		for _, k := range kinds {
			if k.name == a.kind {
				w.trace("%9.3fs %s %v", w.since().Seconds(), b.session, a)
				k.do(b, p, a)
			}
		}
	}
	w.run(max(w.now, w.stalled) + settles)
	if w.failure == "" {
		w.sweep()
	}
	for _, p := range w.people {
		if w.failure == "" {
			w.must(store.check(p.name, w.wall()))
		}
	}
	return w.failure
}

// populate makes two people, one with two browsers, each with a page open.
func (w *world) populate(random *rand.Rand, prefix string) {
	names := []string{"alice", "alice", "bob"}
	for i, name := range names {
		if i == 0 || name != names[i-1] {
			w.people = append(w.people, &person{name: prefix + name, shown: chat.Offline})
		}
		p := w.people[len(w.people)-1]
		b := &browser{
			world: w, person: p, session: fmt.Sprint(prefix, "session", i), engine: engine(random.IntN(3)), polls: random.IntN(5) == 0,
			latency: time.Duration(1+random.IntN(1+[]int{20, 200, 500}[random.IntN(3)])) * time.Millisecond,
			random:  rand.New(rand.NewPCG(random.Uint64(), 3)), online: true, running: true,
		}
		w.browsers = append(w.browsers, b)
		for range 2 {
			b.places = append(b.places, &place{browser: b, state: claim{is: offline}})
		}
		p.places = append(p.places, b.places...)
		if random.IntN(4) > 0 {
			b.places[0].show(b.places[0].newDoc(chat.Active, nil))
		}
	}
}

// shorten returns the shortest part of a failing history that fails yet.
func (h history) shorten(fails func(history) bool) history {
	for size := len(h.acts) / 2; size >= 1; {
		cut := false
		for from := 0; from+size <= len(h.acts); {
			shorter := history{h.seed, slices.Delete(slices.Clone(h.acts), from, from+size)}
			// What came after it happens when it did.
			if from < len(shorter.acts) {
				for _, gone := range h.acts[from : from+size] {
					shorter.acts[from].after += gone.after
				}
			}
			if fails(shorter) {
				h, cut = shorter, true
			} else {
				from++
			}
		}
		if !cut {
			size /= 2
		}
	}
	return h
}

func (h history) String() string {
	lines := make([]string, len(h.acts))
	for i, a := range h.acts {
		lines[i] = a.String()
	}
	return strings.Join(lines, "\n")
}
