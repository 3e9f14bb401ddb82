package auth

import (
	"errors"

	"github.com/alexedwards/argon2id"

	"minimost/auth/werkzeug"
)

// compareHash compares a password with a hash of MiniMost's own, or with one of
// the original's that came in with an import. The parameters of such a one are
// never today's.
func compareHash(password, hash string) (bool, *argon2id.Params, error) {
	if !werkzeug.IsHash(hash) {
		return compareArgon2id(password, hash)
	}
	h, err := werkzeug.Parse(hash)
	if err != nil {
		return false, nil, err
	}
	ok, err := h.Matches(password)
	if err != nil {
		return false, nil, err
	}
	return ok, &argon2id.Params{}, nil
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
