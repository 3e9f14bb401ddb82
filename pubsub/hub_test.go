package pubsub_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"minimost/chat"
	"minimost/pubsub"
)

func TestChangedSeesATopicPublishedAfterTheOffset(t *testing.T) {
	h := pubsub.NewHub()
	before := h.Offset()
	if h.Changed(before, chat.TopicPresence, chat.TopicTyping("general")) {
		t.Fatal("something changed before anything was published")
	}
	h.Publish(chat.TopicTyping("general"))
	if !h.Changed(before, chat.TopicPresence, chat.TopicTyping("general")) {
		t.Error("the change is not seen after the offset before it")
	}
	if h.Changed(h.Offset(), chat.TopicTyping("general")) {
		t.Error("the change counts for those who have seen it")
	}
}

func TestAnythingChangesEveryTopic(t *testing.T) {
	h := pubsub.NewHub()
	before := h.Offset()
	h.Publish(chat.TopicAnything)
	if !h.Changed(before, chat.TopicReceipts("random")) {
		t.Error("a page would not read again after an external writer's commit")
	}
}

func TestConcurrentPublishersMissNoChange(t *testing.T) {
	h := pubsub.NewHub()
	topics := []chat.Topic{chat.TopicMessages("a"), chat.TopicMessages("b"), chat.TopicMessages("c")}
	var wg sync.WaitGroup
	for _, topic := range topics {
		for range 4 {
			wg.Go(func() {
				for range 2000 {
					before := h.Offset()
					h.Publish(topic)
					if !h.Changed(before, topic) {
						t.Errorf("%s was published after %d and not seen", topic, before)
						return
					}
				}
			})
		}
	}
	wg.Wait()
	if h.Changed(h.Offset(), topics...) {
		t.Error("a change has a higher offset than the newest")
	}
}

// TestOffsetIsVisibleOnlyWithItsTopics: a page takes the newest offset and decides
// by the topics what to read. With an offset whose topics follow later it would
// continue from there and never read that change.
func TestOffsetIsVisibleOnlyWithItsTopics(t *testing.T) {
	h := pubsub.NewHub()
	first := h.Offset() + 1
	topics := make([]chat.Topic, 1000)
	for i := range topics {
		topics[i] = chat.TopicTyping(fmt.Sprint("channel", i))
	}
	var done atomic.Bool
	go func() {
		defer done.Store(true)
		for i := range 1_000_000 {
			h.Publish(topics[i%len(topics)])
		}
	}()
	for !done.Load() {
		offset := h.Offset()
		if offset >= first && !h.Changed(offset-1, topics[(offset-first)%uint64(len(topics))]) {
			t.Fatalf("offset %d is the newest, and its topic has not changed since %d", offset, offset-1)
		}
	}
}

// TestWhatGoesOnElsewhereSeldomChangesATopic: in a busy chat some hundred topics change
// all the time. What depends on another must not seem to have changed with them: with one
// counter a topic, one in a hundred would.
func TestWhatGoesOnElsewhereSeldomChangesATopic(t *testing.T) {
	h := pubsub.NewHub()
	before := h.Offset()
	for i := range 300 {
		h.Publish(chat.TopicMessages(fmt.Sprint("channel", i)))
	}
	changed, woken := 0, 0
	for i := range 10_000 {
		topic := chat.TopicPerson(fmt.Sprint("user", i))
		h.Subscribe(func(uint64) { woken++ }, topic)
		if h.Changed(before, topic) {
			changed++
		}
	}
	for i := range 300 {
		h.Publish(chat.TopicMessages(fmt.Sprint("channel", i)))
	}
	if changed > 20 || woken > 20 {
		t.Errorf("of 10,000 topics %d seem to have changed, and %d subscribers were told", changed, woken)
	}
}

// TestBroadcastTopicsShareNoSlot: two topics may share a slot, but with many people
// some person's topic would share that of a broadcast topic, and every page would
// read everything again whenever that person does something.
func TestBroadcastTopicsShareNoSlot(t *testing.T) {
	h := pubsub.NewHub()
	for _, all := range chat.BroadcastTopics {
		before := h.Offset()
		for i := range 100_000 {
			h.Publish(chat.TopicPerson(fmt.Sprint("user", i)))
		}
		if h.Changed(before, all) {
			t.Errorf("%q was published by somebody's own topic", all)
		}
	}
}
