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
	pages := New(nil, nil, changes, nil, "")
	for _, shown := range allShown {
		for _, r := range tableOf(shown) {
			topics := append(r.staleTopics("alice", shown), r.onlyIfStale...)
			if len(topics) == 0 {
				t.Errorf("%s depends on nothing", r.name)
			}
			for _, topic := range topics {
				at := Position{pages.scopeToken("alice", shown), changes.Offset()}
				if !pages.Fresh("alice", shown, at, time.Now()) {
					t.Fatal("a page on which nothing changed is not fresh")
				}
				changes.Publish(topic)
				if pages.Fresh("alice", shown, at, time.Now()) {
					t.Errorf("%s: after a change of %q the page is fresh", r.name, topic)
				}
			}
		}
	}
}

// allShown are a channel and what pages show that show none.
var allShown = []string{"general", SidebarAlone, NewestActivity, AllChannels, LastSaved}

// TestACursorHasRoomForEveryTable: a page without a channel has the cursor of one with.
func TestACursorHasRoomForEveryTable(t *testing.T) {
	for _, shown := range allShown {
		prints := 0
		for _, r := range tableOf(shown) {
			if r.fingerprinted() {
				prints++
			}
			if shown != "general" && len(r.ofChannel) > 0 {
				t.Errorf("%s: %s depends on a channel", shown, r.name)
			}
		}
		if prints > countFingerprints() {
			t.Errorf("%s has %d fingerprints, a cursor %d", shown, prints, countFingerprints())
		}
	}
}

// built says which regions an update builds after a change of the topic where their
// own stale says as given.
func built(t *testing.T, shown string, topic chat.Topic, stale bool) map[string]bool {
	t.Helper()
	changes, names := pubsub.NewHub(), make(map[string]bool)
	pages := New(nil, nil, changes, nil, "")
	open, err := pages.openPage("alice", shown, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	since := newCursor(open.token, changes.Offset(), nil)
	changes.Publish(topic)
	s := &screen{
		Pages: pages, table: slices.Clone(tableOf(shown)), since: since, next: since.clone(), delta: pages.deltaSince(since, true),
		staleSlots: open.staleSlots,
	}
	for i := range s.table {
		r := &s.table[i]
		if r.stale != nil {
			r.stale = func(*screen) (bool, error) { return stale, nil }
		}
		r.build = func(*screen) (any, error) { names[r.name] = true; return nil, nil }
	}
	if _, err := s.compare(WholePage); err != nil {
		t.Fatal(err)
	}
	return names
}

// TestEveryTopicOfARegionHasItBuiltAgain: what a row says of when it is stale only
// adds to its topics.
func TestEveryTopicOfARegionHasItBuiltAgain(t *testing.T) {
	for _, shown := range allShown {
		if names := built(t, shown, chat.TopicPerson("nobody"), false); len(names) > 0 {
			t.Fatalf("after a change of nothing on the page, %v are built", names)
		}
		for _, r := range tableOf(shown) {
			for _, topic := range r.staleTopics("alice", shown) {
				if !built(t, shown, topic, false)[r.name] {
					t.Errorf("%s is not built again after a change of %q", r.name, topic)
				}
			}
			for _, topic := range r.onlyIfStale {
				if !built(t, shown, topic, true)[r.name] {
					t.Errorf("%s does not say whether it is stale after a change of %q", r.name, topic)
				}
			}
		}
	}
}

// TestEveryTopicOfARegionIsSubscribedToOrLookedFor: each is one of those that
// streams subscribe to, as its row says, or look for.
func TestEveryTopicOfARegionIsSubscribedToOrLookedFor(t *testing.T) {
	for _, shown := range allShown {
		membership, others := ChannelTopics(shown)
		atOnce := slices.Concat(membership, others, ReaderTopics("alice", shown))
		for _, r := range tableOf(shown) {
			for _, topic := range r.topicsAtOnce("alice", shown) {
				if !slices.Contains(atOnce, topic) {
					t.Errorf("%s: nobody subscribes to %q", r.name, topic)
				}
			}
			for _, topic := range r.tickTopics() {
				if !slices.Contains(TickTopics(), topic) {
					t.Errorf("%s: nobody looks for %q", r.name, topic)
				}
				if slices.Contains(atOnce, topic) {
					t.Errorf("%s: %q wakes every stream there is", r.name, topic)
				}
			}
			if r.watch != nil && !slices.Contains(membership, chat.TopicMessages(shown)) {
				t.Errorf("%s: a message does not change who is watched", r.name)
			}
		}
	}
}
