package live_test

import (
	"sync"
	"testing"

	"minimost/chat"
	"minimost/live"
)

func TestATopicChangesForThoseWhoAskedBefore(t *testing.T) {
	h := live.NewHub()
	before := h.Seq()
	if h.Changed(before, chat.TopicPresence, chat.TopicTyping("general")) {
		t.Fatal("something changed before anything was announced")
	}
	h.Announce(chat.TopicTyping("general"))
	if !h.Changed(before, chat.TopicPresence, chat.TopicTyping("general")) {
		t.Error("the change is not seen by those who asked before")
	}
	if h.Changed(h.Seq(), chat.TopicTyping("general")) {
		t.Error("the change is seen by those who asked after")
	}
}

func TestAChangeByAnotherProgramConcernsEveryTopic(t *testing.T) {
	h := live.NewHub()
	before := h.Seq()
	h.Announce(chat.TopicAnything)
	if !h.Changed(before, chat.TopicReceipts("random")) {
		t.Error("a page would not look after another program wrote")
	}
}

func TestNoChangeIsMissedWhileManyAnnounce(t *testing.T) {
	h := live.NewHub()
	topics := []chat.Topic{chat.TopicMessages("a"), chat.TopicMessages("b"), chat.TopicMessages("c")}
	var wg sync.WaitGroup
	for _, topic := range topics {
		for range 4 {
			wg.Go(func() {
				for range 2000 {
					before := h.Seq()
					h.Announce(topic)
					if !h.Changed(before, topic) {
						t.Errorf("%s was announced after %d and not seen", topic, before)
						return
					}
				}
			})
		}
	}
	wg.Wait()
	if h.Changed(h.Seq(), topics...) {
		t.Error("a change has a number higher than the newest")
	}
}
