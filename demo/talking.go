package demo

import (
	"context"
	"slices"
	"time"

	"minimost/chat"
)

const (
	typingFrom = 2 * time.Second
	typingTo   = 5 * time.Second
	// keystrokeEvery is how often a page says that its user types.
	keystrokeEvery = 2 * time.Second
	// maxGestures is how many different emoji the played people put under one
	// message.
	maxGestures = 5
	// recent is how many messages of a channel they look at.
	recent = 8
)

// talk lets someone say the next line in a channel.
func (s *Simulation) talk(ctx context.Context, channel string, now time.Time) error {
	r := s.rooms[channel]
	if r == nil {
		r = newRoom(privateChatter)
		s.rooms[channel] = r
	}
	members, err := s.members(ctx, channel)
	if err != nil {
		return err
	}
	// Someone who has a hand free if possible, and not twice the same.
	p := s.pick(func(p *person) bool { return p.talks(now) && members(p) && p.name != r.spoke })
	if p == nil {
		p = s.pick(func(p *person) bool { return p.online() && !p.away && members(p) })
	}
	if p == nil {
		return nil
	}
	r.spoke = p.name
	return s.say(ctx, p, channel, r.next(s.random), now)
}

// members says which of the played people belong to a channel.
func (s *Simulation) members(ctx context.Context, channel string) (func(*person) bool, error) {
	parsed, err := chat.ParseChannel(channel)
	if err != nil || parsed.Kind == chat.Public {
		return func(*person) bool { return true }, err
	}
	if parsed.Kind == chat.Direct {
		return func(p *person) bool { return parsed.Includes(p.name) }, nil
	}
	c, err := s.store.PrivateChannel(ctx, privateOwner, parsed.PrivateID)
	return func(p *person) bool { _, ok := c.Member(p.name); return ok }, err
}

// say lets someone type for a while and then send the text.
func (s *Simulation) say(ctx context.Context, p *person, channel, text string, now time.Time) error {
	takes := s.between(typingFrom, typingTo)
	s.later(now, takes, func(ctx context.Context, now time.Time) error {
		if err := s.wake(ctx, p, now); err != nil {
			return err
		}
		_, err := s.store.Send(ctx, p.name, channel, text, 0, now)
		return err
	})
	return s.typeFor(ctx, p, channel, takes, now)
}

// hesitate lets someone type and think better of it.
func (s *Simulation) hesitate(ctx context.Context, channel string, now time.Time) error {
	members, err := s.members(ctx, channel)
	if err != nil {
		return err
	}
	p := s.pick(func(p *person) bool { return p.talks(now) && members(p) })
	if p == nil {
		return nil
	}
	takes := s.between(typingFrom, typingTo)
	s.later(now, takes, func(ctx context.Context, _ time.Time) error { return s.store.StopTyping(ctx, p.name, channel) })
	return s.typeFor(ctx, p, channel, takes, now)
}

// typeFor lets someone type from now on, as their page would report it.
func (s *Simulation) typeFor(ctx context.Context, p *person, channel string, takes time.Duration, now time.Time) error {
	p.busy = now.Add(takes)
	for in := keystrokeEvery; in < takes; in += keystrokeEvery {
		s.later(now, in, func(ctx context.Context, now time.Time) error {
			if !p.online() {
				return nil
			}
			return s.store.StartTyping(ctx, p.name, channel, now)
		})
	}
	if err := s.wake(ctx, p, now); err != nil {
		return err
	}
	return s.store.StartTyping(ctx, p.name, channel, now)
}

// gesture lets someone react to a recent message of a channel.
func (s *Simulation) gesture(ctx context.Context, channel string, now time.Time) error {
	members, err := s.members(ctx, channel)
	if err != nil {
		return err
	}
	for _, i := range s.random.Perm(len(s.people)) {
		p := s.people[i]
		if !p.online() || p.away || !members(p) {
			continue
		}
		if done, err := s.reactToRecent(ctx, p, channel, now); done || err != nil {
			return err
		}
	}
	return nil
}

// reactToRecent lets p react to the newest message that p can still react to.
func (s *Simulation) reactToRecent(ctx context.Context, p *person, channel string, now time.Time) (done bool, err error) {
	messages, err := s.store.MessagesAfter(ctx, p.name, channel, 0, recent)
	if err != nil {
		return false, err
	}
	for _, m := range slices.Backward(messages) {
		if done, err := s.reactTo(ctx, p, m, now); done || err != nil {
			return done, err
		}
	}
	return false, nil
}

// reactTo adds a reaction of p's to someone else's message, unless it has enough.
func (s *Simulation) reactTo(ctx context.Context, p *person, m chat.Message, now time.Time) (done bool, err error) {
	mine := slices.ContainsFunc(m.Reactions, func(r chat.Reaction) bool { return slices.Contains(r.Reactors, p.name) })
	if m.Sender == p.name || m.Deleted || m.ContentType == chat.ContentSystem || mine {
		return false, nil
	}
	emoji := gestures[s.random.IntN(len(gestures))]
	if len(m.Reactions) >= maxGestures || len(m.Reactions) > 0 && s.chance(40) {
		emoji = m.Reactions[s.random.IntN(len(m.Reactions))].Emoji
	}
	_, err = s.store.React(ctx, p.name, m.ID, emoji, now)
	return err == nil, err
}
