package auth

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"golang.org/x/time/rate"

	"minimost/chat"
	"minimost/ratelimit"
)

// Failed logins are slowed down once a bucket is empty. Each failure takes one
// try out of the account's bucket and of the address's.
var (
	AccountTries = ratelimit.Allowance{Burst: 10, Refill: 30 * time.Second}
	AddressTries = ratelimit.Allowance{Burst: 100, Refill: 3 * time.Second} // an office on a Monday
	// DeviceTries are for a device that the account is known to use, in place of both.
	DeviceTries = ratelimit.Allowance{Burst: 10, Refill: 30 * time.Second}
)

// rememberedTries bounds what is kept of accounts and addresses, 13 MB each.
const rememberedTries = 1 << 16

// Throttle slows down the guessing of passwords. The owner of an account is not
// locked out by others who guess: from an address that the account has logged
// in from before, its bucket does not count, and a device that the account is known
// to use has a bucket of its own.
type Throttle struct {
	mu        sync.Mutex
	accounts  *ratelimit.Keyed
	addresses *ratelimit.Keyed
	devices   *ratelimit.Keyed
	known     *simplelru.LRU[knownLogin, struct{}]
	shared    SharedTries // nil: this process remembers by itself
}

type knownLogin struct{ account, address string }

// NewThrottle returns a Throttle with full buckets. A nil one slows nothing down.
func NewThrottle() *Throttle {
	known, err := simplelru.NewLRU[knownLogin, struct{}](rememberedTries, nil)
	if err != nil {
		panic(err) // only for a size below 1
	}
	return &Throttle{
		accounts:  ratelimit.NewKeyed(AccountTries, rememberedTries), // names that others make up
		addresses: ratelimit.NewKeyed(AddressTries, rememberedTries),
		devices:   ratelimit.NewKeyed(DeviceTries, rememberedTries),
		known:     known,
	}
}

// Try is one login that was let through.
type Try struct {
	throttle *Throttle
	login    knownLogin
	at       time.Time
	taken    []*rate.Reservation
	buckets  []chat.GuessBucket // that are shared
}

// Admit takes a try out of the buckets before the password is looked at, so
// that many tries at once are no way around them. device is the hash of one that
// the account is known to use, else nil. With an empty bucket it returns how long to
// wait instead.
func (t *Throttle) Admit(ctx context.Context, account, address string, device []byte, now time.Time) (*Try, time.Duration, error) {
	a := &Try{throttle: t, login: knownLogin{strings.ToLower(account), address}, at: now}
	if t == nil {
		return a, 0, nil
	}
	if t.shared != nil {
		return t.admitShared(ctx, a, device)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	wait := t.take(a, device)
	if wait > 0 {
		a.GiveBack()
		return nil, wait, nil
	}
	return a, 0, nil
}

func (t *Throttle) take(a *Try, device []byte) time.Duration {
	if device != nil {
		return a.take(t.devices.Limiter(a.login.account + " " + string(device)))
	}
	wait := a.take(t.addresses.Limiter(a.login.address))
	if wait == 0 && !t.known.Contains(a.login) {
		wait = a.take(t.accounts.Limiter(a.login.account))
	}
	return wait
}

func (a *Try) take(limiter *rate.Limiter) time.Duration {
	taken := limiter.ReserveN(a.at, 1)
	a.taken = append(a.taken, taken)
	return taken.DelayFrom(a.at)
}

// GiveBack undoes what the try took: it was not a failure. A reservation counts
// as unused only up to the moment it was made for.
func (a *Try) GiveBack() {
	if len(a.buckets) > 0 {
		a.throttle.giveBackShared(a.buckets)
	}
	for _, taken := range a.taken {
		taken.CancelAt(a.at)
	}
}

// Succeed gives the try back and remembers the address for the account.
func (a *Try) Succeed() {
	a.GiveBack()
	a.throttle.Remember(a.login.account, a.login.address, a.at)
}

// Remember lets an account in from an address whatever others guess.
func (t *Throttle) Remember(account, address string, now time.Time) {
	if t == nil {
		return
	}
	if t.shared != nil {
		t.rememberShared(knownLogin{strings.ToLower(account), address}, now)
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.known.Add(knownLogin{strings.ToLower(account), address}, struct{}{})
}
