package demo

import (
	"context"
	"time"

	"minimost/chat"
)

const (
	// welcomeLasts is how long the scene takes that whoever opens a page sees:
	// someone comes, types, writes, reacts and reads, in every channel.
	welcomeLasts = 8 * time.Second
	// livelyFor is how long more than usual goes on after a page was opened.
	livelyFor = time.Minute
	// absence is how long someone is gone at least: a page asks once a second.
	absence = 2 * time.Second
	// stay is how long someone stays at least.
	stay = 4 * time.Second
)

// welcome plays the scene, once more after the one that is on.
func (s *Simulation) welcome(now time.Time) {
	s.openedAt = now
	if s.welcoming {
		s.welcomeAgain = true
		return
	}
	s.welcoming, s.welcomeAgain = true, false
	s.later(now, 500*time.Millisecond, s.comeIn)
	s.later(now, time.Second, s.talkEverywhere)
	s.later(now, 6*time.Second, s.makeRoom)
	s.later(now, welcomeLasts, func(_ context.Context, now time.Time) error {
		s.welcoming = false
		if s.welcomeAgain {
			s.welcome(now)
		}
		return nil
	})
}

// comeIn lets someone come who is not there; if all are, one goes first. Who
// has only just gone waits: nobody would see them go and come.
func (s *Simulation) comeIn(ctx context.Context, now time.Time) error {
	gone := s.pick(func(p *person) bool { return !p.online() && now.Sub(p.left) >= absence })
	if gone != nil {
		return s.wake(ctx, gone, now)
	}
	s.later(now, StepEvery, s.comeIn)
	if s.count(func(p *person) bool { return !p.online() }) > 0 {
		return nil
	}
	p := s.pick(func(p *person) bool { return p.canLeave(now) })
	if p == nil {
		p = s.pick(func(p *person) bool { return !p.away })
	}
	return s.leave(ctx, p, now)
}

// makeRoom lets someone go, so that there is somebody who can come.
func (s *Simulation) makeRoom(ctx context.Context, now time.Time) error {
	if s.count(func(p *person) bool { return !p.online() }) > 0 {
		return nil
	}
	p := s.pick(func(p *person) bool { return p.canLeave(now) })
	if p == nil {
		s.later(now, time.Second, s.makeRoom)
		return nil
	}
	return s.leave(ctx, p, now)
}

// talkEverywhere lets people talk and react in every channel that someone real
// can see.
func (s *Simulation) talkEverywhere(ctx context.Context, now time.Time) error {
	channels, err := s.stages(ctx)
	for i, channel := range channels {
		offset := time.Duration(i) * 700 * time.Millisecond
		s.later(now, offset, func(ctx context.Context, now time.Time) error { return s.talk(ctx, channel, now) })
		s.later(now, offset+1500*time.Millisecond, func(ctx context.Context, now time.Time) error { return s.gesture(ctx, channel, now) })
	}
	return err
}

// stages are the public channels, and the private ones of the played people
// that the audience belongs to.
func (s *Simulation) stages(ctx context.Context) ([]string, error) {
	channels := s.store.PublicChannels()
	private, err := s.store.PrivateChannels(ctx, privateOwner)
	for _, c := range private {
		if s.audience.anyOf(c.Members) {
			channels = append(channels, chat.PrivateChannelID(c.ID))
		}
	}
	return channels, err
}

// goOn does one thing after the other as long as someone watches.
func (s *Simulation) goOn(ctx context.Context, now time.Time) error {
	pause := s.between(10*time.Second, 25*time.Second)
	if now.Sub(s.openedAt) < livelyFor {
		pause = s.between(2*time.Second, 4*time.Second)
	}
	s.later(now, pause, s.goOn)
	channels, err := s.stages(ctx)
	if err != nil {
		return err
	}
	channel := channels[s.random.IntN(len(channels))]
	switch {
	case s.chance(45):
		return s.talk(ctx, channel, now)
	case s.chance(45):
		return s.gesture(ctx, channel, now)
	case s.chance(30):
		return s.hesitate(ctx, channel, now)
	}
	return s.drift(ctx, now)
}

// drift lets someone come, go, fall idle or return. Somebody is always left to
// come.
func (s *Simulation) drift(ctx context.Context, now time.Time) error {
	idle := func(p *person) bool { return p.talks(now) && p.state == chat.Idle }
	active := func(p *person) bool { return p.talks(now) && p.state == chat.Active }
	free := func(p *person) bool { return p.canLeave(now) }
	offline := func(p *person) bool { return !p.online() }
	switch {
	case s.count(offline) == 0:
		return s.makeRoom(ctx, now)
	case s.count(offline) > 1:
		return s.wake(ctx, s.pick(offline), now)
	case s.count(idle) > 0 && s.chance(60):
		return s.wake(ctx, s.pick(idle), now)
	case s.count(active) > 2 && s.count(free) > 0 && s.chance(50):
		return s.leave(ctx, s.pick(free), now)
	case s.count(active) > 1:
		return s.report(ctx, s.pick(active), chat.Idle, now)
	}
	return nil
}
