package handlers

import (
	"context"
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"sync/atomic"
	"time"

	"github.com/alexedwards/argon2id"
	"golang.org/x/crypto/scrypt"

	"minimost/chat"
)

// maxEvenTime bounds how long a failed login is held back.
const maxEvenTime = time.Second

// compareHash compares a password with a hash of MiniMost's own, or with one of
// the original's that came in with an import. The parameters of such a one are
// never today's.
func compareHash(password, hash string) (bool, *argon2id.Params, error) {
	if !chat.IsWerkzeugHash(hash) {
		return compareArgon2id(password, hash)
	}
	h, err := chat.ParseWerkzeugHash(hash)
	if err != nil {
		return false, nil, err
	}
	key, err := werkzeugKey(password, h)
	if err != nil {
		return false, nil, err
	}
	return subtle.ConstantTimeCompare(key, h.Key) == 1, &argon2id.Params{}, nil
}

// Bounds of what comparing with one hash of our own kind may cost, and of what
// counts as one: another program can write into the file.
const (
	maxHashMemory = 128 * 1024  // KiB
	maxHashWork   = 1024 * 1024 // KiB, memory by iterations
	minHashKey    = 16          // bytes
)

var errHashParams = errors.New("the parameters are out of bounds")

// compareArgon2id is CheckHash for hashes whose parameters nobody vouches for:
// that panics for some, and an empty key is matched by any password.
func compareArgon2id(password, hash string) (bool, *argon2id.Params, error) {
	params, _, key, err := argon2id.DecodeHash(hash)
	if err != nil {
		return false, nil, err
	}
	work := uint64(params.Memory) * uint64(params.Iterations)
	if params.Iterations < 1 || params.Iterations > maxHashWork || params.Parallelism < 1 || len(key) < minHashKey ||
		params.Memory > maxHashMemory || work > maxHashWork {
		return false, nil, errHashParams
	}
	return argon2id.CheckHash(password, hash)
}

func werkzeugKey(password string, h chat.WerkzeugHash) ([]byte, error) {
	if h.Method == chat.WerkzeugScrypt {
		return scrypt.Key([]byte(password), []byte(h.Salt), h.N, h.R, h.P, len(h.Key))
	}
	return pbkdf2.Key(sha256.New, password, []byte(h.Salt), h.Iterations, len(h.Key))
}

// evenTime lets every failed login take as long as one against a hash of the
// original's, which costs several times what ours do: else the time would tell
// which accounts were moved in and never used since.
type evenTime struct{ longest atomic.Int64 } // ns

// note remembers how long a comparison with a hash of the original's took.
func (e *evenTime) note(took time.Duration) {
	took = min(took, maxEvenTime)
	for {
		longest := e.longest.Load()
		if int64(took) <= longest || e.longest.CompareAndSwap(longest, int64(took)) {
			return
		}
	}
}

// missing is what a comparison that took so long falls short of the longest.
func (e *evenTime) missing(took time.Duration) time.Duration {
	return max(0, time.Duration(e.longest.Load())-took)
}

// wait lets the missing time pass, or ctx end.
func (e *evenTime) wait(ctx context.Context, took time.Duration) {
	missing := e.missing(took)
	if missing == 0 {
		return
	}
	timer := time.NewTimer(missing)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
