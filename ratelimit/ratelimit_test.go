package ratelimit

import (
	"strconv"
	"testing"
	"time"
)

var slow = Allowance{Burst: 3, Refill: 10 * time.Second}

func TestABurstIsGrantedAndThenOneForEachRefill(t *testing.T) {
	limiter, now := NewKeyed(slow, 10).Limiter("a"), time.Now()
	for i := range slow.Burst {
		if wait := Take(limiter, now); wait != 0 {
			t.Fatalf("the %d. waits %v", i+1, wait)
		}
	}
	wait := Take(limiter, now)
	if wait <= 0 || wait > slow.Refill {
		t.Fatalf("then wait %v", wait)
	}
	if early := Take(limiter, now.Add(wait/2)); early <= 0 || early > wait/2+time.Millisecond {
		t.Errorf("half-way wait %v of %v", early, wait)
	}
	now = now.Add(wait + time.Microsecond)
	if again := Take(limiter, now); again != 0 {
		t.Errorf("after the wait, wait %v", again)
	}
	if again := Take(limiter, now); again <= 0 {
		t.Error("two are there after one refill")
	}
}

func TestKeysShareNothing(t *testing.T) {
	keyed, now := NewKeyed(slow, 10), time.Now()
	for range slow.Burst {
		Take(keyed.Limiter("a"), now)
	}
	if Take(keyed.Limiter("a"), now) == 0 {
		t.Error("a key asked for again is full")
	}
	if wait := Take(keyed.Limiter("b"), now); wait != 0 {
		t.Errorf("another key waits %v", wait)
	}
}

func TestTheKeyThatWasNotAskedForLongestIsForgotten(t *testing.T) {
	const size = 5
	keyed, now := NewKeyed(slow, size), time.Now()
	for i := range size {
		for range slow.Burst {
			Take(keyed.Limiter(strconv.Itoa(i)), now)
		}
	}
	keyed.Limiter("0")
	keyed.Limiter("one more")
	if n := keyed.Len(); n != size {
		t.Errorf("%d keys are kept", n)
	}
	if Take(keyed.Limiter("0"), now) == 0 {
		t.Error("the key of the latest request was forgotten")
	}
	if Take(keyed.Limiter("1"), now) != 0 {
		t.Error("the oldest key was kept")
	}
}

func TestNoLimiterLimitsNothing(t *testing.T) {
	var none *Keyed
	if wait := Take(none.Limiter("a"), time.Now()); wait != 0 {
		t.Errorf("wait %v", wait)
	}
}
