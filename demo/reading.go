package demo

import (
	"context"
	"strings"
	"time"

	"minimost/chat"
)

const (
	attendEvery = 500 * time.Millisecond
	readFrom    = 600 * time.Millisecond
	readTo      = 1900 * time.Millisecond
	answerFrom  = 500 * time.Millisecond // after reading
	answerTo    = 1500 * time.Millisecond
)

// attend lets everyone who is active look at what they have not read. A direct
// message fetches those who are not.
func (s *Simulation) attend(ctx context.Context, now time.Time) error {
	s.later(now, attendEvery, s.attend)
	for _, p := range s.people {
		unread, err := s.unread(ctx, p)
		if err != nil {
			return err
		}
		for _, channel := range unread {
			key := p.name + " " + channel
			if s.reading[key] {
				continue
			}
			s.reading[key] = true
			s.later(now, s.between(readFrom, readTo), func(ctx context.Context, now time.Time) error {
				delete(s.reading, key)
				return s.read(ctx, p, channel, now)
			})
		}
	}
	return nil
}

// unread lists the channels in which p has something to read.
func (s *Simulation) unread(ctx context.Context, p *person) (channels []string, err error) {
	direct, err := s.store.DirectChannels(ctx, p.name)
	if err != nil {
		return nil, err
	}
	for _, c := range direct {
		if c.Unread > 0 {
			channels = append(channels, c.Channel)
		}
	}
	if p.state != chat.Active {
		return channels, nil
	}
	public, err := s.store.ChannelUnreads(ctx, p.name)
	if err != nil {
		return nil, err
	}
	for _, c := range public {
		if c.Unread > 0 {
			channels = append(channels, c.Channel)
		}
	}
	private, err := s.store.PrivateChannels(ctx, p.name)
	for _, c := range private {
		if c.Unread > 0 {
			channels = append(channels, chat.PrivateChannelID(c.ID))
		}
	}
	return channels, err
}

// read marks a channel as read and takes care of what someone real has said.
func (s *Simulation) read(ctx context.Context, p *person, channel string, now time.Time) error {
	if err := s.wake(ctx, p, now); err != nil {
		return err
	}
	if err := s.store.MarkRead(ctx, p.name, channel, 0, now); err != nil {
		return err
	}
	messages, err := s.store.MessagesAfter(ctx, p.name, channel, 0, recent)
	if err != nil {
		return err
	}
	i := len(messages) - 1
	for i >= 0 && !s.concerns(messages[i]) {
		i--
	}
	if i >= 0 {
		s.take(p, messages[i], now)
	}
	return nil
}

// concerns reports whether a real person has said this since the start.
func (s *Simulation) concerns(m chat.Message) bool {
	return !isPlayed(m.Sender) && m.ContentType == chat.ContentText && !m.Deleted && m.TS > s.began
}

// take lets p, the first to read a real person's message, answer it, and often
// react to it too. Whoever appears away answers direct messages alone.
func (s *Simulation) take(p *person, m chat.Message, now time.Time) {
	if m.ID <= s.answered[m.Channel] || p.away && !strings.HasPrefix(m.Channel, "dm:") {
		return
	}
	s.answered[m.Channel] = m.ID
	p.busy = now.Add(answerTo)
	if s.chance(70) {
		s.later(now, s.between(answerFrom, answerTo), func(ctx context.Context, now time.Time) error {
			m, err := s.store.Message(ctx, p.name, m.ID)
			if err == nil {
				_, err = s.reactTo(ctx, p, m, now)
			}
			return err
		})
	}
	s.later(now, s.between(answerFrom, answerTo), func(ctx context.Context, now time.Time) error {
		return s.say(ctx, p, m.Channel, answers[s.random.IntN(len(answers))], now)
	})
}
