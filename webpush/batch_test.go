package webpush_test

import (
	"net/http"
	"testing"
	"time"

	"minimost/webpush"
)

// TestWhatIsNotSentYetIsNotSaidToBe: another server sends it when this one dies.
func TestWhatIsNotSentYetIsNotSaidToBe(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.subscribe("bob", "/bob", false)
	w.subscribe("carol", "/carol", false)
	w.answers["/bob"] = []int{http.StatusServiceUnavailable}
	w.held = make(chan struct{})
	first := w.send("alice", "dm:alice:bob", "psst")
	if a := w.pushed(); a.path != "/bob" || w.result() != webpush.Retried {
		t.Fatalf("pushed was %v", a)
	}
	w.pushed() // once more, and is held
	second := w.send("alice", "dm:alice:carol", "psst")
	w.pushed()
	w.send("alice", "general", "to nobody")
	if n := len(w.sent); n > 0 {
		t.Errorf("%d is said to be sent", <-w.sent)
	}
	close(w.held)
	for last := int64(0); last < second; {
		select {
		case last = <-w.sent:
			if last < first {
				t.Errorf("everything up to %d is said to be sent", last)
			}
		case <-time.After(patience):
			t.Fatalf("everything up to %d is said to be sent, and nothing more", last)
		}
	}
}
