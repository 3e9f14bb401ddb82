package demo

import (
	"cmp"
	"slices"
	"time"

	"minimost/chat"
)

const (
	typingFrom  = 2 * time.Second
	typingTo    = chat.TypingWindow // one keystroke shows for so long
	answerFrom  = 500 * time.Millisecond
	answerTo    = 1500 * time.Millisecond
	attendEvery = 500 * time.Millisecond
	readChance  = 60 // in per cent, each time
	recent      = 8  // messages of a channel that someone looks at
	maxEmoji    = 5  // different ones that the played people put under one message
)

// room is a channel in which the played people talk.
type room struct {
	channel string
	members []*person
	chatter [][]string
}

// talk lets someone say the next line in a channel: one who has a hand free if possible, and not twice the same.
// When all has been said it comes again in another order.
func (s *Simulation) talk(r room) {
	lines := s.lines[r.channel]
	if len(lines) == 0 {
		for _, i := range s.random.Perm(len(r.chatter)) {
			lines = append(lines, r.chatter[i]...)
		}
	}
	best := filter(r.members, func(p *person) bool { return s.free(p) && p.name != s.spoke[r.channel] })
	if p := cmp.Or(one(s, best), one(s, filter(r.members, (*person).present))); p != nil {
		s.say(p, r.channel, lines[0])
		s.lines[r.channel], s.spoke[r.channel] = lines[1:], p.name
	}
}

// say lets someone type for a while and then send the text, or think better of it when there is none.
func (s *Simulation) say(p *person, channel, text string) {
	takes := s.between(typingFrom, typingTo)
	p.busy = s.now.Add(takes)
	s.wake(p)
	s.try(s.store.StartTyping(s.ctx, p.name, channel, s.now))
	s.later(takes, func() {
		if text == "" {
			s.try(s.store.StopTyping(s.ctx, p.name, channel))
			return
		}
		s.wake(p)
		_, err := s.store.Send(s.ctx, p.name, channel, text, 0, s.now)
		s.try(err)
	})
}

// react lets someone react to a message of a channel.
func (s *Simulation) react(r room) {
	for _, i := range s.random.Perm(len(r.members)) {
		if p := r.members[i]; p.present() && s.reactTo(p, s.recent(p, r.channel)...) {
			return
		}
	}
}

func (s *Simulation) recent(p *person, channel string) []chat.Message {
	messages, err := s.store.MessagesAfter(s.ctx, p.name, channel, 0, recent)
	s.try(err)
	return messages
}

// reactTo adds a reaction of p's to the newest message of others that has none.
func (s *Simulation) reactTo(p *person, messages ...chat.Message) (done bool) {
	for _, m := range slices.Backward(messages) {
		mine := slices.ContainsFunc(m.Reactions, func(r chat.Reaction) bool { return slices.Contains(r.Reactors, p.name) })
		if mine || m.Sender == p.name || m.Deleted || m.ContentType == chat.ContentSystem {
			continue
		}
		emoji := one(s, s.script.Emoji)
		if len(m.Reactions) >= maxEmoji || len(m.Reactions) > 0 && s.chance(40) {
			emoji = one(s, m.Reactions).Emoji
		}
		_, err := s.store.React(s.ctx, p.name, m.ID, emoji, s.now)
		s.try(err)
		return err == nil
	}
	return false
}

// attend lets everyone who is active read what is new, sooner or later. A direct message fetches those who are
// not. Nobody reads when nobody watches.
func (s *Simulation) attend() {
	s.later(attendEvery, s.attend)
	if len(s.audience) == 0 {
		return
	}
	for _, p := range s.people {
		channels, err := s.store.Sidebar(s.ctx, p.name)
		s.try(err)
		for _, c := range channels {
			if c.Unread > 0 && (p.state == chat.Active || c.Kind == chat.Direct) && s.chance(readChance) {
				s.read(p, c.Channel)
			}
		}
	}
}

// read marks a channel as read. The first to read what someone real has said there since the start answers it,
// and often reacts to it too; whoever appears away answers direct messages alone.
func (s *Simulation) read(p *person, channel chat.Channel) {
	s.wake(p)
	s.try(s.store.MarkRead(s.ctx, p.name, channel.ID, 0, s.now))
	messages := filter(s.recent(p, channel.ID), func(m chat.Message) bool {
		return !slices.Contains(played, m.Sender) && m.ContentType == chat.ContentText && !m.Deleted && m.TS > s.began && m.ID > s.answered[channel.ID]
	})
	if len(messages) == 0 || p.name == away && channel.Kind != chat.Direct {
		return
	}
	newest := messages[len(messages)-1]
	s.answered[channel.ID] = newest.ID
	p.busy = s.now.Add(answerTo)
	if s.chance(70) {
		s.later(s.between(answerFrom, answerTo), func() {
			s.reactTo(p, filter(s.recent(p, channel.ID), func(m chat.Message) bool { return m.ID == newest.ID })...)
		})
	}
	s.later(s.between(answerFrom, answerTo), func() { s.say(p, channel.ID, one(s, s.script.Answers)) })
}
