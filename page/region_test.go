package page

import (
	"slices"
	"testing"
	"time"

	"minimost/chat"
	"minimost/pubsub"
)

// TestEveryTopicOfARegionMakesAPollLookAgain: a topic that the page does not know
// of would be answered from memory, and the region never drawn again.
func TestEveryTopicOfARegionMakesAPollLookAgain(t *testing.T) {
	changes := pubsub.NewHub()
	pages := New(nil, nil, changes, nil)
	for i := range regions {
		r := &regions[i]
		topics := append(r.topicsAtOnce("alice", "general"), r.ofEveryone...)
		if len(topics) == 0 {
			t.Errorf("%s depends on nothing", r.name)
		}
		for _, topic := range topics {
			at := Position{pages.scopeToken("alice", "general"), changes.Offset()}
			if !pages.Fresh("alice", "general", at, time.Now()) {
				t.Fatal("a page on which nothing changed is not fresh")
			}
			changes.Publish(topic)
			if pages.Fresh("alice", "general", at, time.Now()) {
				t.Errorf("%s: after a change of %q the page is fresh", r.name, topic)
			}
		}
	}
}

// TestEveryTopicOfARegionIsSubscribedToOrLookedFor: each is one of those that
// streams subscribe to, as its row says, or look for.
func TestEveryTopicOfARegionIsSubscribedToOrLookedFor(t *testing.T) {
	membership, others := ChannelTopics("general")
	atOnce := slices.Concat(membership, others, ReaderTopics("alice"))
	for i := range regions {
		r := &regions[i]
		for _, topic := range r.topicsAtOnce("alice", "general") {
			if !slices.Contains(atOnce, topic) {
				t.Errorf("%s: nobody subscribes to %q", r.name, topic)
			}
		}
		for _, topic := range r.ofEveryone {
			if !slices.Contains(TickTopics(), topic) {
				t.Errorf("%s: nobody looks for %q", r.name, topic)
			}
			if slices.Contains(atOnce, topic) {
				t.Errorf("%s: %q wakes every stream there is", r.name, topic)
			}
		}
		if r.watch != nil && !slices.Contains(membership, chat.TopicMessages("general")) {
			t.Errorf("%s: a message does not change who is watched", r.name)
		}
	}
}
