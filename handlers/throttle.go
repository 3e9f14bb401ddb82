package handlers

import (
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"golang.org/x/time/rate"

	"minimost/ratelimit"
)

// Failed logins are slowed down once a bucket is empty. Each failure takes one
// try out of the account's bucket and of the address's.
var (
	accountTries = ratelimit.Allowance{Burst: 10, Refill: 30 * time.Second}
	addressTries = ratelimit.Allowance{Burst: 100, Refill: 3 * time.Second} // an office on a Monday
)

// throttle slows down the guessing of passwords. The owner of an account is not
// locked out by others who guess: from an address that the account has logged
// in from before, its bucket does not count.
type throttle struct {
	mu        sync.Mutex
	accounts  *ratelimit.Keyed
	addresses *ratelimit.Keyed
	known     *simplelru.LRU[knownLogin, struct{}]
}

type knownLogin struct{ account, address string }

func newThrottle() *throttle {
	known, err := simplelru.NewLRU[knownLogin, struct{}](rememberedAddresses, nil)
	if err != nil {
		panic(err) // only for a size below 1
	}
	return &throttle{
		accounts:  ratelimit.NewKeyed(accountTries, rememberedAddresses), // names that others make up
		addresses: ratelimit.NewKeyed(addressTries, rememberedAddresses),
		known:     known,
	}
}

// try is one login that was let through.
type try struct {
	throttle *throttle
	login    knownLogin
	at       time.Time
	taken    []*rate.Reservation
}

// admit takes a try out of the buckets before the password is looked at, so
// that many tries at once are no way around them. With an empty bucket it
// returns how long to wait instead.
func (t *throttle) admit(account, address string, now time.Time) (*try, time.Duration) {
	a := &try{throttle: t, login: knownLogin{strings.ToLower(account), address}, at: now}
	if t == nil {
		return a, 0
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	wait := a.take(t.addresses.Limiter(address))
	if wait == 0 && !t.known.Contains(a.login) {
		wait = a.take(t.accounts.Limiter(a.login.account))
	}
	if wait > 0 {
		a.giveBack()
		return nil, wait
	}
	return a, 0
}

func (a *try) take(limiter *rate.Limiter) time.Duration {
	taken := limiter.ReserveN(a.at, 1)
	a.taken = append(a.taken, taken)
	return taken.DelayFrom(a.at)
}

// giveBack undoes what the try took: it was not a failure. A reservation counts
// as unused only up to the moment it was made for.
func (a *try) giveBack() {
	for _, taken := range a.taken {
		taken.CancelAt(a.at)
	}
}

// succeed gives the try back and remembers the address for the account.
func (a *try) succeed() {
	a.giveBack()
	a.throttle.remember(a.login.account, a.login.address)
}

// remember lets an account in from an address whatever others guess.
func (t *throttle) remember(account, address string) {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.known.Add(knownLogin{strings.ToLower(account), address}, struct{}{})
}
