package sqlite

import (
	"testing"

	"minimost/chat"
)

// A channel's newest messages are remembered as long as it is known that there are no others.
func TestSentMessagesAreRememberedUntilAnythingElseChanges(t *testing.T) {
	s := &sentMessages{}
	commit := func(ts, before chat.Stamp, topics ...chat.Topic) {
		s.begin()
		m := &sentMessage{chat.Message{Channel: "general", TS: ts}, before}
		s.settle([]*write{{sent: m, topics: append(topics, chat.TopicMessages("general"))}})
	}
	knows := func(what string, after chat.Stamp, want int, wantKnown bool) {
		t.Helper()
		if sent, known := s.since("general", after, 50); len(sent) != want || known != wantKnown {
			t.Errorf("%s: %d messages, known %v, want %d, %v", what, len(sent), known, want, wantKnown)
		}
	}
	knows("nothing sent", 0, 0, false)
	commit(1, 0)
	commit(2, 1)
	knows("from the beginning", 0, 2, true)
	knows("after the newest", 2, 0, true)
	knows("after what nobody has sent", 3, 0, false)
	commit(5, 4) // 4 was sent elsewhere
	knows("behind a gap", 2, 0, false)
	knows("from the gap on", 4, 1, true)
	commit(6, 5, chat.TopicRevisions("general"))
	knows("before a revision", 4, 0, false)
	knows("after a revision", 5, 1, true)
	s.settle([]*write{{topics: []chat.Topic{chat.TopicMessages("general")}}})
	knows("after something that is not remembered", 5, 0, false)
	commit(7, 6)
	s.forget(chat.TopicMessages("random"), chat.TopicTyping("general"))
	knows("after changes elsewhere", 6, 1, true)
	s.forget(chat.TopicAnything)
	knows("after anything may have changed", 6, 0, false)
	s.begin()
	s.forget(chat.TopicMessages("general")) // what came next is told of first
	s.settle([]*write{{sent: &sentMessage{chat.Message{Channel: "general", TS: 8}, 7}, topics: []chat.Topic{chat.TopicMessages("general")}}})
	knows("where others were told of meanwhile", 7, 0, false)
	for i := range 2 * keptSent {
		commit(chat.Stamp(10+i), chat.Stamp(9+i))
	}
	knows("the last few", 9+keptSent, keptSent, true)
	knows("those before", 8+keptSent, 0, false)
}
