package demo

import (
	"slices"
	"time"

	"minimost/chat"
)

// The login that the demo gives away.
const (
	Username = "alice"
	Password = "demo-bridge-42"
)

const (
	// passwordHash is Password's, Argon2id with 19 MiB. The password is on the login page, so nothing is lost by
	// writing its hash down; computing it would delay every first start. The others have none, which nothing
	// matches.
	passwordHash = "$argon2id$v=19$m=19456,t=2,p=1$UxkcWIXj1YN9Khg6ZYh1yA$otfg4x7JW1a1QfzT4uFW2jLaXNnV7MnkFc0I4MhGbXw"

	// away is who chose to appear away.
	away = "elena"

	// Each has one page open, of a session that no browser has.
	tab, session = "demo", "demo"

	// stay is how long someone is there or gone at least: nobody would see less.
	stay = 3 * time.Second
)

// played are the people whom the demo plays, away among them.
var played = []string{"bob", "carol", "dmitri", away, "femi"}

// begins says how those are there at first who are not active. One comes when there is someone to see it.
var begins = map[string]chat.State{"dmitri": chat.Idle, "femi": chat.Offline}

// person is someone who is played.
type person struct {
	name  string
	state chat.State
	since time.Time // is there, or gone
	busy  time.Time // has something to do until then
}

func (p *person) offline() bool { return p.state == chat.Offline }

// present leaves out who appears away: that one is there, but starts nothing.
func (p *person) present() bool { return !p.offline() && p.name != away }

// free reports whether the person can begin something.
func (s *Simulation) free(p *person) bool { return p.present() && !p.busy.After(s.now) }

func (s *Simulation) canLeave(p *person) bool { return s.free(p) && s.now.Sub(p.since) >= stay }

func filter[T any](items []T, want func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(items), func(item T) bool { return !want(item) })
}

func (s *Simulation) report(p *person, state chat.State) {
	s.try(s.store.ReportPresence(s.ctx, p.name, session, tab, state, s.now))
	p.state = state
}

// beat keeps those who are there there.
func (s *Simulation) beat() {
	s.later(chat.Heartbeat, s.beat)
	for _, p := range s.people {
		if !p.offline() {
			s.report(p, p.state)
		}
	}
}

// wake makes sure that someone who does something is active.
func (s *Simulation) wake(p *person) {
	if p.offline() {
		p.since = s.now
	}
	if p.state != chat.Active {
		s.report(p, chat.Active)
	}
}

// leave logs someone out, who is offline at once.
func (s *Simulation) leave(p *person) {
	s.try(s.store.EndSession(s.ctx, p.name, session, s.now))
	p.state, p.since = chat.Offline, s.now
}
