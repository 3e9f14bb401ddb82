package chat

import (
	"context"
	"time"
)

const (
	// KeyLifetime is how long a key stands for what was done under it.
	KeyLifetime = 24 * time.Hour
	// MaxKeyBytes is the length of a key.
	MaxKeyBytes = 200
	// MaxKeys is how many keys are kept of all accounts together; the oldest give
	// way. An account that does all that its limits allow has a million a day.
	MaxKeys = 500_000
)

// ErrKeyReused is the answer to a key under which something else was done.
var ErrKeyReused = Errorf(Reused, "This key was used for something else. Nothing was done.")

// ErrShownOnce is the answer to a key under which something was made before that is shown
// once and then kept nowhere.
var ErrShownOnce = Errorf(Conflict, "This was made already, and it is shown only once. Make another one.")

var errBadKey = Errorf(Invalid, "A key has 1 to %d letters, digits and signs of ASCII without blanks.", MaxKeyBytes)

// Once is a key under which an account asks for a change: however often it asks,
// the change is made once.
type Once struct {
	Account, Method, Route, Key string
	// Asked is a hash of all that the account asks for.
	Asked [32]byte
}

// CheckKey is Invalid for what is no key.
func CheckKey(key string) error {
	if key == "" || len(key) > MaxKeyBytes {
		return errBadKey
	}
	for i := range len(key) {
		if key[i] <= ' ' || key[i] > '~' {
			return errBadKey
		}
	}
	return nil
}

type onceKey struct{}

// WithOnce is a context in which a store makes a change once.
func WithOnce(ctx context.Context, once Once) context.Context {
	return context.WithValue(ctx, onceKey{}, once)
}

// OnceOf is the key that a context was given, if any.
func OnceOf(ctx context.Context) (once Once, given bool) {
	once, given = ctx.Value(onceKey{}).(Once)
	return once, given
}
