package pubsub_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"minimost/chat"
	"minimost/pubsub"
)

func TestATopicChangesForThoseWhoAskedBefore(t *testing.T) {
	h := pubsub.NewHub()
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
	h := pubsub.NewHub()
	before := h.Seq()
	h.Announce(chat.TopicAnything)
	if !h.Changed(before, chat.TopicReceipts("random")) {
		t.Error("a page would not look after another program wrote")
	}
}

func TestNoChangeIsMissedWhileManyAnnounce(t *testing.T) {
	h := pubsub.NewHub()
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

// TestANumberIsOutOnlyWithItsTopics: a page takes the newest number and decides
// by the topics what to read. With a number whose topics follow later it would
// go on from there and never read that change.
func TestANumberIsOutOnlyWithItsTopics(t *testing.T) {
	h := pubsub.NewHub()
	first := h.Seq() + 1
	topics := make([]chat.Topic, 1000)
	for i := range topics {
		topics[i] = chat.TopicTyping(fmt.Sprint("channel", i))
	}
	var done atomic.Bool
	go func() {
		defer done.Store(true)
		for i := range 1_000_000 {
			h.Announce(topics[i%len(topics)])
		}
	}()
	for !done.Load() {
		seq := h.Seq()
		if seq >= first && !h.Changed(seq-1, topics[(seq-first)%uint64(len(topics))]) {
			t.Fatalf("change %d is the newest, and what it is about has not changed since %d", seq, seq-1)
		}
	}
}

// TestNoTopicOfOnePersonIsTakenForOneOfAll: two topics may be taken for each
// other, but with many people some topic would be taken for one that concerns
// every page, and everything be read again whenever that person does something.
func TestNoTopicOfOnePersonIsTakenForOneOfAll(t *testing.T) {
	h := pubsub.NewHub()
	for _, all := range []chat.Topic{chat.TopicPresence, chat.TopicLists, chat.TopicAccounts, chat.TopicSharing, chat.TopicAnything} {
		before := h.Seq()
		for i := range 100_000 {
			h.Announce(chat.TopicPerson(fmt.Sprint("user", i)))
		}
		if h.Changed(before, all) {
			t.Errorf("%q was announced by somebody's own topic", all)
		}
	}
}
