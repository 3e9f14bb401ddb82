// Package ratelimit bounds how often something may be done, by token buckets
// that are kept for each of many keys.
package ratelimit

import (
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"golang.org/x/time/rate"
)

// Allowance is how many may be taken at once, and how long it takes until one
// more may.
type Allowance struct {
	Burst  int
	Refill time.Duration
}

// Keyed has a limiter of one allowance for each key, such as an account or an
// address. It forgets the key that was not asked for longest when there are too
// many, which gives that one its whole allowance back.
type Keyed struct {
	allowance Allowance
	mu        sync.Mutex
	limiters  *simplelru.LRU[string, *rate.Limiter]
}

// NewKeyed returns limiters for at most size keys, of about 200 bytes each.
func NewKeyed(allowance Allowance, size int) *Keyed {
	limiters, err := simplelru.NewLRU[string, *rate.Limiter](size, nil)
	if err != nil {
		panic(err) // only for a size below 1
	}
	return &Keyed{allowance: allowance, limiters: limiters}
}

// Limiter returns the limiter of a key. It is full for a key that is new, and
// nil, which limits nothing, for a nil Keyed.
func (k *Keyed) Limiter(key string) *rate.Limiter {
	if k == nil {
		return nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	limiter, ok := k.limiters.Get(key)
	if !ok {
		limiter = rate.NewLimiter(rate.Every(k.allowance.Refill), k.allowance.Burst)
		k.limiters.Add(key, limiter)
	}
	return limiter
}

// Len is how many keys have a limiter.
func (k *Keyed) Len() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.limiters.Len()
}

// Take takes one out of a limiter, or returns how long to wait until there is
// one. From a nil limiter one can always be taken.
func Take(limiter *rate.Limiter, now time.Time) time.Duration {
	if limiter == nil || limiter.AllowN(now, 1) {
		return 0
	}
	missing := (1 - limiter.TokensAt(now)) / float64(limiter.Limit())
	return max(1, time.Duration(missing*float64(time.Second)))
}
