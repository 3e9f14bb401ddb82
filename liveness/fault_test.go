package liveness_test

import (
	"context"
	"testing"
	"time"

	"minimost/chat"
)

// faulty is a store with a rule broken.
type faulty struct {
	backend
	say   func(backend, context.Context, string, chat.Said, time.Time) error
	lose  func(backend, context.Context, string, string, time.Time) error
	renew func(backend, context.Context, map[string][]string, time.Time) error
	set   func(backend, context.Context, time.Duration, time.Time) error
	stand func(backend, context.Context, time.Time, time.Time) error
	reset func(backend, context.Context) error
}

func (f faulty) Say(ctx context.Context, user string, said chat.Said, now time.Time) error {
	if f.say != nil {
		return f.say(f.backend, ctx, user, said, now)
	}
	return f.backend.Say(ctx, user, said, now)
}

func (f faulty) LoseTab(ctx context.Context, user, tab string, now time.Time) error {
	if f.lose != nil {
		return f.lose(f.backend, ctx, user, tab, now)
	}
	return f.backend.LoseTab(ctx, user, tab, now)
}

func (f faulty) RenewTabs(ctx context.Context, tabs map[string][]string, now time.Time) error {
	if f.renew != nil {
		return f.renew(f.backend, ctx, tabs, now)
	}
	return f.backend.RenewTabs(ctx, tabs, now)
}

func (f faulty) SetClock(ctx context.Context, by time.Duration, now time.Time) error {
	if f.set != nil {
		return f.set(f.backend, ctx, by, now)
	}
	return f.backend.SetClock(ctx, by, now)
}

func (f faulty) StandStill(ctx context.Context, last, now time.Time) error {
	if f.stand != nil {
		return f.stand(f.backend, ctx, last, now)
	}
	return f.backend.StandStill(ctx, last, now)
}

func (f faulty) ResetPresence(ctx context.Context) error {
	if f.reset != nil {
		return f.reset(f.backend, ctx)
	}
	return f.backend.ResetPresence(ctx)
}

// saying is a fault in what tabs say.
func saying(change func(*chat.Said)) faulty {
	return faulty{say: func(b backend, ctx context.Context, user string, said chat.Said, now time.Time) error {
		change(&said)
		return b.Say(ctx, user, said, now)
	}}
}

var faults = map[string]faulty{
	"going on is taken for leaving":   saying(func(s *chat.Said) { s.Going = false }),
	"leaving is taken for going on":   saying(func(s *chat.Said) { s.Going = s.State == chat.Offline }),
	"words are not put in order":      saying(func(s *chat.Said) { s.Word = 0 }),
	"nobody knows which page follows": saying(func(s *chat.Said) { s.Follows = "" }),
	"idle is taken for active": saying(func(s *chat.Said) {
		s.State = map[bool]chat.State{true: chat.Active, false: s.State}[s.State == chat.Idle]
	}),
	"a connection has a lease alone": {lose: func(backend, context.Context, string, string, time.Time) error { return nil }},
	"a lost connection has no grace": {lose: func(b backend, ctx context.Context, user, tab string, now time.Time) error {
		return b.LoseTab(ctx, user, tab, now.Add(-chat.LostGrace))
	}},
	"a lost connection has the long grace": {lose: func(b backend, ctx context.Context, user, tab string, now time.Time) error {
		return b.LoseTab(ctx, user, tab, now.Add(chat.GoingGrace))
	}},
	"rows are not renewed":            {renew: func(backend, context.Context, map[string][]string, time.Time) error { return nil }},
	"a set clock is not made up for":  {set: func(backend, context.Context, time.Duration, time.Time) error { return nil }},
	"a standstill is not made up for": {stand: func(backend, context.Context, time.Time, time.Time) error { return nil }},
	"a restart forgets nobody":        {reset: func(backend, context.Context) error { return nil }},
}

// TestTheSimulatorFindsFaults breaks a rule at a time: some history shows it.
func TestTheSimulatorFindsFaults(t *testing.T) {
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(6000) {
				fault.backend = memory{}
				if newHistory(seed).play(t.Context(), fault, "", nil) != "" {
					t.Logf("found by history %d", seed)
					return
				}
			}
			t.Error("nothing of it shows in 6000 histories")
		})
	}
}
