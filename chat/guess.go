package chat

import (
	"crypto/sha256"
	"time"
)

// GuessKey tells accounts, addresses and devices apart without saying which they are.
type GuessKey [sha256.Size]byte

// GuessBucket is what tries at a password are taken out of: so many at once, one of which
// comes back in each Refill.
type GuessBucket struct {
	Key    GuessKey
	Burst  int
	Refill time.Duration
}
