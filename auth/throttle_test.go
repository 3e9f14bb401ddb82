package auth

import (
	"strconv"
	"testing"
	"time"
)

func TestOwnerIsLetInFromAKnownAddressWhileOthersGuess(t *testing.T) {
	throttle, now := NewThrottle(), time.Now()
	try, _ := throttle.Admit("alice", "home", now)
	try.Succeed()
	for range AccountTries.Burst {
		if _, wait := throttle.Admit("alice", "elsewhere", now); wait > 0 {
			t.Fatal("too early")
		}
	}
	if _, wait := throttle.Admit("alice", "third", now); wait == 0 {
		t.Error("the account's bucket is not empty")
	}
	try, wait := throttle.Admit("Alice", "home", now)
	if wait > 0 {
		t.Fatalf("the owner waits %v", wait)
	}
	try.Succeed()
	for range AddressTries.Burst {
		if _, wait := throttle.Admit("alice", "home", now); wait > 0 {
			t.Fatal("too early")
		}
	}
	if _, wait := throttle.Admit("alice", "home", now); wait == 0 {
		t.Error("a known address guesses without end")
	}
}

func TestGuessingManyAccountsFromOneAddressIsSlowedDown(t *testing.T) {
	throttle, now := NewThrottle(), time.Now()
	for i := range AddressTries.Burst {
		if _, wait := throttle.Admit("user"+strconv.Itoa(i), "a", now); wait > 0 {
			t.Fatalf("waits after %d", i)
		}
	}
	if _, wait := throttle.Admit("another", "a", now); wait <= 0 || wait > AddressTries.Refill {
		t.Errorf("waits %v", wait)
	}
	if _, wait := throttle.Admit("another", "b", now); wait > 0 {
		t.Error("another address waits")
	}
	if _, wait := throttle.Admit("another", "a", now.Add(AddressTries.Refill)); wait > 0 {
		t.Error("waits after the refill")
	}
}
