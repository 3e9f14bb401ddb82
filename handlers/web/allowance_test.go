package web

import (
	"strconv"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"minimost/ratelimit"
)

func TestWaitingAsLongAsSaidIsEnough(t *testing.T) {
	t.Parallel()
	began := time.Now()
	for kind := Reading; kind < LimitCount; kind++ {
		left := newLimits().Of(kind, "x")
		left.AllowN(began, Allowances[kind].Burst)
		wait := ratelimit.Take(left, began)
		if wait <= 0 || wait > Allowances[kind].Refill {
			t.Errorf("%s: wait %v", Allowances[kind].What, wait)
		}
		if again := ratelimit.Take(left, began.Add(wait+time.Microsecond)); again != 0 {
			t.Errorf("%s: then wait %v", Allowances[kind].What, again)
		}
	}
	if wait := ratelimit.Take(nil, began); wait != 0 {
		t.Errorf("without a limit wait %v", wait)
	}
}

func TestWhatIsRememberedOfLimitsIsBounded(t *testing.T) {
	t.Parallel()
	l := newLimits()
	for i := range rememberedAccounts + 1 {
		l.Of(Typing, strconv.Itoa(i))
	}
	if n := l[Typing].Len(); n != rememberedAccounts {
		t.Errorf("%d are remembered", n)
	}
}

func BenchmarkTakeOneOfAnAccount(b *testing.B) {
	s := &Server{Limits: newLimits()}
	r := &Request{viewer: viewer{Now: time.Now()}}
	r.User.Username = "alice"
	for b.Loop() {
		r.Now = r.Now.Add(Allowances[Typing].Refill)
		if s.admit(r, Typing) > 0 {
			b.Fatal("refused")
		}
	}
}

func BenchmarkTakeOneOfAReader(b *testing.B) {
	s := &Server{Limits: newLimits()}
	r := &Request{viewer: viewer{Now: time.Now()}, reading: rate.NewLimiter(rate.Every(time.Nanosecond), 10)}
	r.User.Username = "alice"
	for b.Loop() {
		r.Now = r.Now.Add(time.Microsecond)
		if s.admit(r, Reading) > 0 {
			b.Fatal("refused")
		}
	}
}

func BenchmarkTakeNothingWithLimitsOff(b *testing.B) {
	s, r := &Server{}, &Request{}
	for b.Loop() {
		if s.admit(r, Typing) > 0 {
			b.Fatal("refused")
		}
	}
}
