package chat

import (
	"encoding/hex"
	"strconv"
	"strings"
)

// The two ways of the original's password hashes, which are Werkzeug's.
const (
	WerkzeugPBKDF2 = "pbkdf2:sha256"
	WerkzeugScrypt = "scrypt"
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

// WerkzeugHash is a password hash that Python's Werkzeug made.
type WerkzeugHash struct {
	Method     string // WerkzeugPBKDF2 or WerkzeugScrypt
	Iterations int    // of PBKDF2
	N, R, P    int    // of scrypt
	Salt       string // used as its bytes
	Key        []byte // what the password has to come out as
}

// IsWerkzeugHash reports whether the text claims to be a hash of Werkzeug's.
func IsWerkzeugHash(text string) bool {
	return strings.HasPrefix(text, "pbkdf2:") || strings.HasPrefix(text, "scrypt:")
}

var errNoWerkzeugHash = Errorf(Invalid, "The password hash is of an unknown kind, or asks for too much work.")

// ParseWerkzeugHash reads "pbkdf2:sha256:<iterations>$<salt>$<hex>" and
// "scrypt:<n>:<r>:<p>$<salt>$<hex>". It is Invalid for anything else and for
// parameters beyond the bounds.
func ParseWerkzeugHash(text string) (WerkzeugHash, error) {
	parts := strings.Split(text, "$")
	if len(parts) != 3 || !isSalt(parts[1]) {
		return WerkzeugHash{}, errNoWerkzeugHash
	}
	h := WerkzeugHash{Salt: parts[1]}
	keyBytes, ok := h.parseMethod(parts[0])
	key, err := hex.DecodeString(parts[2])
	if !ok || err != nil || len(key) != keyBytes {
		return WerkzeugHash{}, errNoWerkzeugHash
	}
	h.Key = key
	return h, nil
}

func isSalt(s string) bool {
	return s != "" && len(s) <= maxSaltBytes && !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' })
}

// parseMethod reads the parameters and returns the length of the key.
func (h *WerkzeugHash) parseMethod(method string) (keyBytes int, ok bool) {
	if iterations, found := strings.CutPrefix(method, WerkzeugPBKDF2+":"); found {
		h.Method = WerkzeugPBKDF2
		h.Iterations, ok = parseParameter(iterations, MaxPBKDF2Iterations)
		return pbkdf2KeyBytes, ok
	}
	numbers := strings.Split(method, ":")
	if len(numbers) != 4 || numbers[0] != WerkzeugScrypt {
		return 0, false
	}
	h.Method = WerkzeugScrypt
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
