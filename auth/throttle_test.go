package auth

import (
	"strconv"
	"testing"
	"time"
)

func TestOwnerIsLetInFromAKnownAddressWhileOthersGuess(t *testing.T) {
	throttle, now := NewThrottle(), time.Now()
	try, _, _ := throttle.Admit(t.Context(), "alice", "home", nil, now)
	try.Succeed()
	for range AccountTries.Burst {
		if _, wait, _ := throttle.Admit(t.Context(), "alice", "elsewhere", nil, now); wait > 0 {
			t.Fatal("too early")
		}
	}
	if _, wait, _ := throttle.Admit(t.Context(), "alice", "third", nil, now); wait == 0 {
		t.Error("the account's bucket is not empty")
	}
	try, wait, _ := throttle.Admit(t.Context(), "Alice", "home", nil, now)
	if wait > 0 {
		t.Fatalf("the owner waits %v", wait)
	}
	try.Succeed()
	for range AddressTries.Burst {
		if _, wait, _ := throttle.Admit(t.Context(), "alice", "home", nil, now); wait > 0 {
			t.Fatal("too early")
		}
	}
	if _, wait, _ := throttle.Admit(t.Context(), "alice", "home", nil, now); wait == 0 {
		t.Error("a known address guesses without end")
	}
}

func TestGuessingManyAccountsFromOneAddressIsSlowedDown(t *testing.T) {
	throttle, now := NewThrottle(), time.Now()
	for i := range AddressTries.Burst {
		if _, wait, _ := throttle.Admit(t.Context(), "user"+strconv.Itoa(i), "a", nil, now); wait > 0 {
			t.Fatalf("waits after %d", i)
		}
	}
	if _, wait, _ := throttle.Admit(t.Context(), "another", "a", nil, now); wait <= 0 || wait > AddressTries.Refill {
		t.Errorf("waits %v", wait)
	}
	if _, wait, _ := throttle.Admit(t.Context(), "another", "b", nil, now); wait > 0 {
		t.Error("another address waits")
	}
	if _, wait, _ := throttle.Admit(t.Context(), "another", "a", nil, now.Add(AddressTries.Refill)); wait > 0 {
		t.Error("waits after the refill")
	}
}

func TestAKnownDeviceIsSlowedDownByItsOwnTriesAlone(t *testing.T) {
	throttle, now := NewThrottle(), time.Now()
	device := []byte("a device")
	for range AddressTries.Burst + AccountTries.Burst {
		_, _, _ = throttle.Admit(t.Context(), "alice", "office", nil, now)
	}
	if _, wait, _ := throttle.Admit(t.Context(), "alice", "office", nil, now); wait == 0 {
		t.Fatal("nothing is slowed down")
	}
	for i := range DeviceTries.Burst {
		if _, wait, _ := throttle.Admit(t.Context(), "Alice", "office", device, now); wait > 0 {
			t.Fatalf("the owner waits after %d", i)
		}
	}
	if _, wait, _ := throttle.Admit(t.Context(), "alice", "office", device, now); wait == 0 {
		t.Error("a known device guesses without end")
	}
	if _, wait, _ := throttle.Admit(t.Context(), "alice", "office", []byte("another"), now); wait > 0 {
		t.Error("another device waits")
	}
}
