package page

// Of the 64-bit FNV-1a hash.
const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// hash is of what a region shows where the general fingerprint would take too long.
type hash uint64

func (h *hash) text(s string) {
	for i := range len(s) {
		*h = (*h ^ hash(s[i])) * fnvPrime
	}
	h.number(uint64(len(s)))
}

func (h *hash) number(n uint64) {
	*h = (*h ^ hash(n)) * fnvPrime
	*h ^= *h >> 32
}

func (h *hash) flag(is bool) {
	var n uint64
	if is {
		n = 1
	}
	h.number(n)
}
