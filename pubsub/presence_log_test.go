package pubsub_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"minimost/chat"
	"minimost/pubsub"
)

func TestPresenceLogListsEachUserOnce(t *testing.T) {
	h := pubsub.NewHub()
	before := h.Offset()
	for range 3 {
		h.Publish(chat.TopicPresence, chat.TopicAppearance("bob"), chat.TopicAppearance("carol"))
	}
	h.Publish(chat.TopicTyping("general"))
	users, upTo, complete := h.PresenceLog(before)
	slices.Sort(users)
	if !slices.Equal(users, []string{"bob", "carol"}) || upTo != h.Offset() || !complete {
		t.Errorf("got %v up to %d of %d, complete %v", users, upTo, h.Offset(), complete)
	}
	if users, _, complete := h.PresenceLog(upTo); len(users) != 0 || !complete {
		t.Errorf("afterwards: %v, complete %v", users, complete)
	}
}

func TestPresenceLogSaysWhenItIsIncomplete(t *testing.T) {
	h := pubsub.NewHub()
	before := h.Offset()
	for i := range 5_000 {
		h.Publish(chat.TopicAppearance(fmt.Sprint("user", i)))
	}
	if users, _, complete := h.PresenceLog(before); complete {
		t.Errorf("%d of 5,000 are said to be all", len(users))
	}
	if users, _, complete := h.PresenceLog(h.Offset() - 10); !complete || len(users) != 10 {
		t.Errorf("the last ten: %v, complete %v", users, complete)
	}
}

func TestConcurrentPublishersMissNoPresenceChange(t *testing.T) {
	h := pubsub.NewHub()
	var wg sync.WaitGroup
	const each = 200
	for i := range 8 {
		wg.Go(func() {
			for n := range each {
				h.Publish(chat.TopicAppearance(fmt.Sprint(i, "-", n)))
				h.Publish(chat.TopicPresence)
			}
		})
	}
	heard := map[string]bool{}
	var offset uint64
	read := func() {
		users, upTo, complete := h.PresenceLog(offset)
		if !complete {
			t.Error("not complete")
		}
		for _, user := range users {
			heard[user] = true
		}
		offset = upTo
	}
	done := make(chan struct{})
	go func() { wg.Wait(); close(done) }()
	for running := true; running; read() {
		select {
		case <-done:
			running = false
		default:
		}
	}
	if len(heard) != 8*each {
		t.Errorf("heard of %d of %d", len(heard), 8*each)
	}
}
