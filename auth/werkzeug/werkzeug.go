// Package werkzeug reads and compares the password hashes of Python's Werkzeug,
// which the original MiniMost kept.
package werkzeug

import (
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"strconv"
	"strings"

	"golang.org/x/crypto/scrypt"

	"minimost/chat"
)

// The two ways of hashing.
const (
	PBKDF2 = "pbkdf2:sha256"
	Scrypt = "scrypt"
)

// Bounds of what comparing one password may cost: a file from elsewhere says
// how much work its hashes are. Werkzeug's own are a million iterations, and
// scrypt with N 32768, r 8 and p 1, which takes 32 MiB.
const (
	MaxPBKDF2Iterations = 3_000_000
	MaxScryptMemory     = 64 << 20 // bytes, 128·N·r
	MaxScryptWork       = 1 << 20  // N·r·p
	maxScryptParameter  = 1 << 20
	maxSaltBytes        = 128
	pbkdf2KeyBytes      = 32
	scryptKeyBytes      = 64
)

// Hash is a password hash with its parameters.
type Hash struct {
	Method     string // PBKDF2 or Scrypt
	Iterations int    // of PBKDF2
	N, R, P    int    // of scrypt
	Salt       string // used as its bytes
	Key        []byte // what the password has to come out as
}

// IsHash reports whether the text claims to be a hash of Werkzeug's.
func IsHash(text string) bool {
	return strings.HasPrefix(text, "pbkdf2:") || strings.HasPrefix(text, "scrypt:")
}

var errNoHash = chat.Errorf(chat.Invalid, "The password hash is of an unknown kind, or asks for too much work.")

// Parse reads "pbkdf2:sha256:<iterations>$<salt>$<hex>" and
// "scrypt:<n>:<r>:<p>$<salt>$<hex>". It is Invalid for anything else and for
// parameters beyond the bounds.
func Parse(text string) (Hash, error) {
	parts := strings.Split(text, "$")
	if len(parts) != 3 || !isSalt(parts[1]) {
		return Hash{}, errNoHash
	}
	h := Hash{Salt: parts[1]}
	keyBytes, ok := h.parseMethod(parts[0])
	key, err := hex.DecodeString(parts[2])
	if !ok || err != nil || len(key) != keyBytes {
		return Hash{}, errNoHash
	}
	h.Key = key
	return h, nil
}

func isSalt(s string) bool {
	return s != "" && len(s) <= maxSaltBytes && !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' })
}

// parseMethod reads the parameters and returns the length of the key.
func (h *Hash) parseMethod(method string) (keyBytes int, ok bool) {
	if iterations, found := strings.CutPrefix(method, PBKDF2+":"); found {
		h.Method = PBKDF2
		h.Iterations, ok = parseParameter(iterations, MaxPBKDF2Iterations)
		return pbkdf2KeyBytes, ok
	}
	numbers := strings.Split(method, ":")
	if len(numbers) != 4 || numbers[0] != Scrypt {
		return 0, false
	}
	h.Method = Scrypt
	for i, into := range []*int{&h.N, &h.R, &h.P} {
		if *into, ok = parseParameter(numbers[i+1], maxScryptParameter); !ok {
			return 0, false
		}
	}
	powerOfTwo := h.N > 1 && h.N&(h.N-1) == 0
	memory, work := 128*int64(h.N)*int64(h.R), int64(h.N)*int64(h.R)
	return scryptKeyBytes, powerOfTwo && memory <= MaxScryptMemory && work <= MaxScryptWork/int64(h.P)
}

// parseParameter reads a number from 1 to most, in digits alone.
func parseParameter(s string, most int) (int, bool) {
	n, err := strconv.ParseUint(s, 10, 31)
	return int(n), err == nil && n >= 1 && n <= uint64(most) && s[0] != '0'
}

// Matches reports whether the hash is that of password. The error is that of
// parameters which Parse refuses.
func (h Hash) Matches(password string) (bool, error) {
	key, err := h.key(password)
	return err == nil && subtle.ConstantTimeCompare(key, h.Key) == 1, err
}

func (h Hash) key(password string) ([]byte, error) {
	if h.Method == Scrypt {
		return scrypt.Key([]byte(password), []byte(h.Salt), h.N, h.R, h.P, len(h.Key))
	}
	return pbkdf2.Key(sha256.New, password, []byte(h.Salt), h.Iterations, len(h.Key))
}
