// Package testkit has what the tests of several packages say in the same way.
package testkit

import (
	"reflect"
	"sync"
	"testing"
	"time"

	"minimost/chat"
)

// Patience bounds every wait: much longer than what is waited for takes, even on a busy machine.
const Patience = 2 * time.Minute

// NoError ends the test where there is an error.
func NoError(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Got is a call's value where it came without an error: Got(call())(t).
func Got[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		NoError(t, err)
		return v
	}
}

// OnlyError is a call's error without its value.
func OnlyError[T any](_ T, err error) error { return err }

// Equal compares two values, and what they hold.
func Equal(t testing.TB, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %v\nwant %v", what, got, want)
	}
}

// Refused wants an error of a code.
func Refused(t testing.TB, what string, err error, code chat.Code) {
	t.Helper()
	if chat.CodeOf(err) != code {
		t.Errorf("%s: got error %v (%q), want code %q", what, err, chat.CodeOf(err), code)
	}
}

// Together runs f(0) … f(n-1) at once.
func Together(t testing.TB, n int, f func(i int) error) {
	t.Helper()
	var all sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		all.Go(func() {
			<-start
			if err := f(i); err != nil {
				t.Errorf("goroutine %d: %v", i, err)
			}
		})
	}
	close(start)
	all.Wait()
}

// Eventually waits until something holds.
func Eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	deadline := time.After(Patience)
	for !holds() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("not in %v: %s", Patience, what)
		}
	}
}
