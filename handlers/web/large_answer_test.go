package web

import (
	"context"
	"errors"
	"testing"
)

// TestAnAccountHasOneSlot has one account ask for more answers than there are
// slots while it has one: others get theirs at once.
func TestAnAccountHasOneSlot(t *testing.T) {
	t.Parallel()
	s := newSlots(2)
	over, cancel := context.WithCancel(t.Context())
	cancel() // who has to wait gives up at once
	release, err := s.Take(over, "mallory")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Take(over, "mallory"); !errors.Is(err, context.Canceled) {
		t.Errorf("a second slot for an account: %v", err)
	}
	other, err := s.Take(over, "alice")
	if err != nil {
		t.Fatalf("no slot for another account: %v", err)
	}
	if _, err := s.Take(over, "carol"); !errors.Is(err, context.Canceled) {
		t.Errorf("a slot more than there are: %v", err)
	}
	waiting := make(chan error)
	go func() {
		next, err := s.Take(t.Context(), "mallory")
		if err == nil {
			next()
		}
		waiting <- err
	}()
	release()
	if err := <-waiting; err != nil {
		t.Errorf("the account's next turn: %v", err)
	}
	other()
	if len(s.turns) != 0 || len(s.all) != 0 {
		t.Errorf("%d turns and %d slots are left", len(s.turns), len(s.all))
	}
}
