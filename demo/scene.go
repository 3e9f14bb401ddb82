package demo

import (
	"maps"
	"slices"
	"time"

	"minimost/chat"
)

const (
	// quietAfter is how long nobody real has been seen active until the played people fall silent: nobody would
	// see them, and the disk would fill.
	quietAfter = time.Minute
	// welcomeLasts is how long the scene takes that whoever opens a page sees: someone comes, types, writes,
	// reacts and reads, in every channel.
	welcomeLasts = 8 * time.Second
	// livelyFor is how long more than usual goes on after that.
	livelyFor = time.Minute
)

// look notes which pages are active, and reports whether one was opened, or returned to after a while.
func (s *Simulation) look() (opened bool) {
	people, err := s.store.Presences(s.ctx, s.now)
	s.try(err)
	maps.DeleteFunc(s.audience, func(_ [2]string, seen time.Time) bool { return s.now.Sub(seen) > quietAfter })
	for _, p := range people {
		for _, tab := range p.LiveTabs(s.now) {
			if tab.State == chat.Active && tab.Ending == chat.Staying && !slices.Contains(played, p.User) {
				_, known := s.audience[[2]string{p.User, tab.ID}]
				s.audience[[2]string{p.User, tab.ID}] = s.now
				opened = opened || !known
			}
		}
	}
	return opened
}

// welcome plays the scene, after the one that is on; one that is to follow does for everyone.
func (s *Simulation) welcome() {
	in := max(0, s.welcomed.Sub(s.now))
	if in > welcomeLasts {
		return
	}
	s.welcomed = s.now.Add(in + welcomeLasts)
	s.later(in+500*time.Millisecond, s.comeIn)
	s.later(in+time.Second, func() {
		for i, r := range s.stages() {
			offset := time.Duration(i) * 700 * time.Millisecond
			s.later(offset, func() { s.talk(r) })
			s.later(offset+1500*time.Millisecond, func() { s.react(r) })
		}
	})
}

// comeIn lets someone come who is not there; if all are, one goes first.
func (s *Simulation) comeIn() {
	if gone := one(s, filter(s.people, func(p *person) bool { return p.offline() && s.now.Sub(p.since) >= stay })); gone != nil {
		s.wake(gone)
		return
	}
	s.later(StepEvery, s.comeIn)
	if p := one(s, filter(s.people, s.canLeave)); p != nil && len(filter(s.people, (*person).offline)) == 0 {
		s.leave(p)
	}
}

// stages are the public channels, and the private ones of the played people that the audience belongs to.
func (s *Simulation) stages() (rooms []room) {
	for i, channel := range s.store.PublicChannels() {
		rooms = append(rooms, room{channel, s.people, s.script.Public[i%len(s.script.Public)].Chatter})
	}
	private, err := s.store.PrivateChannels(s.ctx, s.script.Private.Owner)
	s.try(err)
	for _, c := range private {
		belongs := func(user string) bool { _, member := c.Member(user); return member }
		if slices.ContainsFunc(slices.Collect(maps.Keys(s.audience)), func(p [2]string) bool { return belongs(p[0]) }) {
			members := filter(s.people, func(p *person) bool { return belongs(p.name) })
			rooms = append(rooms, room{chat.PrivateChannelID(c.ID), members, s.script.Private.Chatter})
		}
	}
	return rooms
}

// goOn does one thing after the other as long as someone watches.
func (s *Simulation) goOn() {
	pause := s.between(10*time.Second, 25*time.Second)
	if s.now.Sub(s.welcomed) < livelyFor {
		pause = s.between(2*time.Second, 4*time.Second)
	}
	s.later(pause, s.goOn)
	switch r := one(s, s.stages()); {
	case len(s.audience) == 0:
	case s.chance(45):
		s.talk(r)
	case s.chance(45):
		s.react(r)
	case s.chance(30):
		if p := one(s, filter(r.members, s.free)); p != nil {
			s.say(p, r.channel, "")
		}
	default:
		s.drift()
	}
}

// drift lets someone come, go, fall idle or return. One is left to come, and no more are gone for long.
func (s *Simulation) drift() {
	gone, p := filter(s.people, (*person).offline), one(s, filter(s.people, s.free))
	switch {
	case len(gone) > 1:
		s.wake(one(s, gone))
	case p == nil:
	case p.state == chat.Idle:
		s.wake(p)
	case len(gone) == 0 || s.chance(50):
		s.leave(p)
	default:
		s.report(p, chat.Idle)
	}
}
