package webpush_test

import (
	"net/http"
	"testing"

	"minimost/chat"
	"minimost/webpush"
)

// TestWhatIsTriedAgainIsSentAsItIsByThen: edited, and not at all where it was deleted, or its channel closed to the reader.
func TestWhatIsTriedAgainIsSentAsItIsByThen(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	plans, err := w.store.CreatePrivateChannel(ctx, "alice", "plans", []string{"bob"}, w.clock())
	w.must(err)
	id := chat.PrivateChannelID(plans.ID)
	w.subscribe("bob", "/bob", true)
	for _, c := range []struct {
		channel string
		change  func(message int64) error
		then    string // what is sent once more
	}{
		{"dm:alice:bob", func(m int64) error { return w.store.EditMessage(ctx, "alice", m, "edited", w.clock()) }, "edited"},
		{"dm:alice:bob", func(m int64) error { return w.store.DeleteMessage(ctx, "alice", m, w.clock()) }, ""},
		{id, func(int64) error { return w.store.RemoveMember(ctx, "alice", plans.ID, "bob", w.clock()) }, ""},
		{"dm:alice:bob", func(int64) error { return nil }, "@bob"},
	} {
		w.mu.Lock()
		w.answers["/bob"], w.refusing = []int{http.StatusServiceUnavailable}, make(chan struct{})
		w.mu.Unlock()
		message := w.send("alice", c.channel, "@bob")
		if a := w.pushed(); a.said["body"] != "@bob" {
			t.Fatalf("%v was pushed", a.said)
		}
		w.must(c.change(message))
		close(w.refusing)
		if got := w.result(); got != webpush.Retried {
			t.Fatalf("it was %s", got)
		}
		if c.then == "" {
			continue // what comes next is the next message
		}
		if a := w.pushed(); a.said["body"] != c.then || a.said["id"] != float64(message) {
			t.Errorf("%v was pushed, want %s of %d", a.said, c.then, message)
		}
		if got := w.result(); got != webpush.Sent {
			t.Errorf("it was %s", got)
		}
	}
}

func TestAPushIsTriedAgainWhereItCannotBeReadWhatIsStillToBePushed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.subscribe("bob", "/bob", true)
	w.answers["/bob"] = []int{http.StatusServiceUnavailable}
	w.unread.Store(2)
	w.send("alice", "dm:alice:bob", "hello")
	w.pushed()
	for range 3 {
		if got := w.result(); got != webpush.Retried {
			t.Fatalf("it was %s", got)
		}
	}
	if a := w.pushed(); a.said["body"] != "hello" {
		t.Errorf("%v was pushed", a.said)
	}
	if got := w.result(); got != webpush.Sent {
		t.Errorf("it was %s", got)
	}
}
