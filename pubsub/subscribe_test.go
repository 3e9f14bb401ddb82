package pubsub_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"minimost/chat"
	"minimost/pubsub"
)

func TestSubscribersAreNotifiedUntilTheyCancel(t *testing.T) {
	h := pubsub.NewHub()
	var told []uint64
	cancel := h.Subscribe(func(offset uint64) { told = append(told, offset) }, chat.TopicTyping("general"), chat.TopicPerson("bob"))
	h.Publish(chat.TopicTyping("general"))
	h.Publish(chat.TopicTyping("random"))
	h.Publish(chat.TopicPresence, chat.TopicPerson("bob"))
	cancel()
	h.Publish(chat.TopicTyping("general"))
	if len(told) != 2 || told[0] >= told[1] || told[1] > h.Offset() {
		t.Errorf("told of %v", told)
	}
}

// A change is readable, and its offset visible, before anybody is notified of it.
func TestSubscriberFindsTheChangeItIsNotifiedOf(t *testing.T) {
	h := pubsub.NewHub()
	topics := []chat.Topic{chat.TopicMessages("general"), chat.TopicLists, chat.TopicTyping("general")}
	told := 0
	defer h.Subscribe(func(offset uint64) {
		told++
		for _, topic := range topics {
			if !h.Changed(offset-1, topic) {
				t.Errorf("%s is not changed yet", topic)
			}
		}
	}, topics...)()
	h.Publish(topics...)
	if told == 0 {
		t.Error("nobody is told")
	}
}

func TestConcurrentSubscribersMissNoChange(t *testing.T) {
	h := pubsub.NewHub()
	var wg sync.WaitGroup
	var missed atomic.Int64
	for _, topic := range []chat.Topic{chat.TopicMessages("a"), chat.TopicMessages("b")} {
		for range 4 {
			wg.Go(func() {
				for range 500 {
					h.Publish(topic, chat.TopicLists)
				}
			})
			wg.Go(func() {
				for range 500 {
					var before atomic.Uint64
					var found atomic.Bool
					before.Store(1 << 62)
					cancel := h.Subscribe(func(offset uint64) {
						if offset > before.Load() {
							found.Store(true)
						}
					}, topic, chat.TopicPresence)
					before.Store(h.Offset())
					h.Publish(topic)
					if !found.Load() {
						missed.Add(1)
					}
					cancel()
				}
			})
		}
	}
	wg.Wait()
	if n := missed.Load(); n > 0 {
		t.Errorf("%d changes told nobody", n)
	}
}

func BenchmarkPublishToNobody(b *testing.B) {
	h := pubsub.NewHub()
	defer h.Subscribe(func(uint64) {}, chat.TopicPerson("bob"))()
	b.ReportAllocs()
	for b.Loop() {
		h.Publish(chat.TopicMessages("general"), chat.TopicLists, chat.TopicTyping("general"))
	}
}
