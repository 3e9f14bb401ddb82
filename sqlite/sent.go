package sqlite

import (
	"strings"
	"sync"

	"minimost/chat"
)

const (
	// keptSent is how many of a channel's newest messages are remembered as they were sent,
	// and keptChannels of how many channels.
	keptSent     = 16
	keptChannels = 1 << 10
)

// sentMessages are the newest messages of channels as this program has just sent them:
// every open page asks for them at once. They are remembered in the order of the commits,
// before these are published, and until anything else is published of their channel.
type sentMessages struct {
	mu sync.Mutex
	of map[string][]sentMessage // by channel, each without anything between it and the one before
	// forgotten counts what others have committed, and begun is what it was when the
	// transaction began: a commit that follows it may be told of before it is settled.
	forgotten, begun uint64
}

type sentMessage struct {
	chat.Message
	before chat.Stamp // the channel's newest stamp before it was sent
}

// begin is called once nobody else can commit until the transaction ends.
func (s *sentMessages) begin() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.begun = s.forgotten
}

// settle takes note of changes that are committed.
func (s *sentMessages) settle(changes []*write) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, wr := range changes {
		if wr.err != nil {
			continue
		}
		remembers := wr.sent != nil && s.begun == s.forgotten
		for _, topic := range wr.topics {
			if !remembers || topic != chat.TopicMessages(wr.sent.Channel) {
				s.forgetTopic(topic)
			}
		}
		if remembers {
			s.add(*wr.sent)
		}
	}
}

func (s *sentMessages) add(m sentMessage) {
	run := s.of[m.Channel]
	if len(run) > 0 && run[len(run)-1].TS != m.before {
		run = nil
	}
	if len(run) == keptSent {
		run = append(run[:0], run[1:]...)
	}
	if s.of == nil || len(s.of) >= keptChannels {
		s.of = make(map[string][]sentMessage)
	}
	s.of[m.Channel] = append(run, m)
}

// forget is told what others have committed, before that is published.
func (s *sentMessages) forget(topics ...chat.Topic) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, topic := range topics {
		if s.forgetTopic(topic) {
			s.forgotten++
		}
	}
}

// forgetTopic reports whether the topic is of messages.
func (s *sentMessages) forgetTopic(topic chat.Topic) bool {
	if topic == chat.TopicAnything {
		clear(s.of)
		return true
	}
	for _, of := range [...]string{messagesOf, revisionsOf} {
		if channel, ok := strings.CutPrefix(string(topic), of); ok {
			delete(s.of, channel)
			return true
		}
	}
	return false
}

var revisionsOf = string(chat.TopicRevisions(""))

// since are the messages of a channel after a stamp, oldest first, where it is known that
// there are no others.
func (s *sentMessages) since(channel string, after chat.Stamp, limit int) (messages []chat.Message, known bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	run := s.of[channel]
	for i := range run {
		if run[i].TS <= after {
			continue
		}
		if run[i].before > after {
			return nil, false
		}
		for _, m := range run[i:min(len(run), i+limit)] {
			messages = append(messages, m.Message)
		}
		return messages, true
	}
	return nil, len(run) > 0 && run[len(run)-1].TS == after
}
