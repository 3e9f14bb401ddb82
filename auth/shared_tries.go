package auth

import (
	"context"
	"crypto/sha256"
	"time"

	"minimost/chat"
	"minimost/ratelimit"
)

// SharedTries keeps the buckets of a Throttle where several servers share them.
type SharedTries interface {
	// TakeTries takes one out of each bucket, or none of any and returns how long to wait.
	TakeTries(ctx context.Context, buckets []chat.GuessBucket, now time.Time) (wait time.Duration, err error)
	// GiveBackTries undoes that.
	GiveBackTries(ctx context.Context, buckets []chat.GuessBucket) error
	// Remember keeps a key until a time, and Remembers reports whether it is kept.
	Remember(ctx context.Context, key chat.GuessKey, until time.Time) error
	Remembers(ctx context.Context, key chat.GuessKey, now time.Time) (bool, error)
}

const (
	// knownFor is how long an address from which an account has logged in is remembered.
	knownFor = 30 * 24 * time.Hour
	// sharedPatience bounds what is done when nobody waits for it.
	sharedPatience = 4 * time.Second
)

// ShareTries has the throttle keep its buckets where other servers find them.
func (t *Throttle) ShareTries(shared SharedTries) *Throttle {
	t.shared = shared
	return t
}

func tryKey(kind, account, rest string) chat.GuessKey {
	return sha256.Sum256([]byte(kind + "\x00" + account + "\x00" + rest))
}

func bucket(a ratelimit.Allowance, kind, account, rest string) chat.GuessBucket {
	return chat.GuessBucket{Key: tryKey(kind, account, rest), Burst: a.Burst, Refill: a.Refill}
}

func (l knownLogin) key() chat.GuessKey { return tryKey("known", l.account, l.address) }

func (t *Throttle) admitShared(ctx context.Context, a *Try, device []byte) (*Try, time.Duration, error) {
	buckets, err := t.bucketsOf(ctx, a, device)
	if err != nil {
		return nil, 0, err
	}
	wait, err := t.shared.TakeTries(ctx, buckets, a.at)
	if wait > 0 || err != nil {
		return nil, wait, err
	}
	a.buckets = buckets
	return a, 0, nil
}

// bucketsOf are the buckets that a try is taken out of.
func (t *Throttle) bucketsOf(ctx context.Context, a *Try, device []byte) ([]chat.GuessBucket, error) {
	if device != nil {
		return []chat.GuessBucket{bucket(DeviceTries, "device", a.login.account, string(device))}, nil
	}
	buckets := []chat.GuessBucket{bucket(AddressTries, "address", "", a.login.address)}
	known, err := t.shared.Remembers(ctx, a.login.key(), a.at)
	if err == nil && !known {
		buckets = append(buckets, bucket(AccountTries, "account", a.login.account, ""))
	}
	return buckets, err
}

// giveBackShared gives back, where that is possible: buckets fill up by themselves.
func (t *Throttle) giveBackShared(buckets []chat.GuessBucket) {
	ctx, cancel := context.WithTimeout(context.Background(), sharedPatience)
	defer cancel()
	_ = t.shared.GiveBackTries(ctx, buckets)
}

// rememberShared remembers an address, where that is possible.
func (t *Throttle) rememberShared(l knownLogin, now time.Time) {
	ctx, cancel := context.WithTimeout(context.Background(), sharedPatience)
	defer cancel()
	_ = t.shared.Remember(ctx, l.key(), now.Add(knownFor))
}
