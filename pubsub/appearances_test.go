package pubsub_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"minimost/chat"
	"minimost/pubsub"
)

func TestWhoAppearsDifferentlyIsListedOnce(t *testing.T) {
	h := pubsub.NewHub()
	before := h.Seq()
	for range 3 {
		h.Announce(chat.TopicPresence, chat.TopicAppearance("bob"), chat.TopicAppearance("carol"))
	}
	h.Announce(chat.TopicTyping("general"))
	users, upTo, complete := h.Appearances(before)
	slices.Sort(users)
	if !slices.Equal(users, []string{"bob", "carol"}) || upTo != h.Seq() || !complete {
		t.Errorf("got %v up to %d of %d, complete %v", users, upTo, h.Seq(), complete)
	}
	if users, _, complete := h.Appearances(upTo); len(users) != 0 || !complete {
		t.Errorf("afterwards: %v, complete %v", users, complete)
	}
}

func TestTooManyAppearancesAreNotPassedOffAsAll(t *testing.T) {
	h := pubsub.NewHub()
	before := h.Seq()
	for i := range 5_000 {
		h.Announce(chat.TopicAppearance(fmt.Sprint("user", i)))
	}
	if users, _, complete := h.Appearances(before); complete {
		t.Errorf("%d of 5,000 are said to be all", len(users))
	}
	if users, _, complete := h.Appearances(h.Seq() - 10); !complete || len(users) != 10 {
		t.Errorf("the last ten: %v, complete %v", users, complete)
	}
}

func TestNoAppearanceIsMissedWhileManyAnnounce(t *testing.T) {
	h := pubsub.NewHub()
	var wg sync.WaitGroup
	const each = 200
	for i := range 8 {
		wg.Go(func() {
			for n := range each {
				h.Announce(chat.TopicAppearance(fmt.Sprint(i, "-", n)))
				h.Announce(chat.TopicPresence)
			}
		})
	}
	heard := map[string]bool{}
	var seq uint64
	listen := func() {
		users, upTo, complete := h.Appearances(seq)
		if !complete {
			t.Error("not complete")
		}
		for _, user := range users {
			heard[user] = true
		}
		seq = upTo
	}
	done := make(chan struct{})
	go func() { wg.Wait(); close(done) }()
	for running := true; running; listen() {
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
