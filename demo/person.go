package demo

import (
	"context"
	"errors"
	"slices"
	"time"

	"minimost/chat"
)

const (
	heartbeatFrom = 27 * time.Second // 30 s ± 10 %, as a page's
	heartbeatTo   = 33 * time.Second

	// Each has one page open, of a session that no browser has.
	tab     = "demo"
	session = "demo"
)

// person is someone who is played.
type person struct {
	name     string
	away     bool // chose to appear away: is there, but starts no talk
	state    chat.State
	nextBeat time.Time
	busy     time.Time // has something to do until then
	came     time.Time
	left     time.Time
}

func (p *person) online() bool { return p.state != chat.Offline }

// talks reports whether the person can begin something at now.
func (p *person) talks(now time.Time) bool { return p.online() && !p.away && !p.busy.After(now) }

// canLeave keeps those who have only just come: nobody would see them.
func (p *person) canLeave(now time.Time) bool { return p.talks(now) && now.Sub(p.came) >= stay }

// enter brings everyone in but one, who comes when there is someone to see it.
func (s *Simulation) enter(ctx context.Context, now time.Time) error {
	states := map[string]chat.State{"dmitri": chat.Idle, "femi": chat.Offline}
	for _, p := range s.people {
		state, special := states[p.name]
		if !special {
			state = chat.Active
		}
		if state == chat.Offline {
			continue
		}
		if err := s.report(ctx, p, state, now); err != nil {
			return err
		}
		if !p.away {
			continue
		}
		if err := s.store.ChooseOverride(ctx, p.name, chat.OverrideIdle, 0, now); err != nil {
			return err
		}
	}
	return nil
}

func (s *Simulation) report(ctx context.Context, p *person, state chat.State, now time.Time) error {
	if err := s.store.ReportPresence(ctx, p.name, session, tab, state, now); err != nil {
		return err
	}
	p.state, p.nextBeat = state, now.Add(s.between(heartbeatFrom, heartbeatTo))
	return nil
}

// beat keeps those who are there there.
func (s *Simulation) beat(ctx context.Context, now time.Time) error {
	var errs []error
	for _, p := range s.people {
		if p.online() && !p.nextBeat.After(now) {
			errs = append(errs, s.report(ctx, p, p.state, now))
		}
	}
	return errors.Join(errs...)
}

// wake makes sure that someone who does something is active.
func (s *Simulation) wake(ctx context.Context, p *person, now time.Time) error {
	if p.state == chat.Active {
		return nil
	}
	if !p.online() {
		p.came = now
	}
	return s.report(ctx, p, chat.Active, now)
}

// leave logs someone out, who is offline at once.
func (s *Simulation) leave(ctx context.Context, p *person, now time.Time) error {
	if err := s.store.EndSession(ctx, p.name, session, now); err != nil {
		return err
	}
	p.state, p.left = chat.Offline, now
	return nil
}

// pick is one of the people for whom want is true, nil when there is none.
func (s *Simulation) pick(want func(*person) bool) *person {
	fit := slices.DeleteFunc(slices.Clone(s.people), func(p *person) bool { return !want(p) })
	if len(fit) == 0 {
		return nil
	}
	return fit[s.random.IntN(len(fit))]
}

func (s *Simulation) count(want func(*person) bool) (n int) {
	for _, p := range s.people {
		if want(p) {
			n++
		}
	}
	return n
}
