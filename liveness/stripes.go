package liveness

import (
	"hash/maphash"
	"sync"
)

// stripes are locks of tabs. Some tabs share one.
type stripes struct{ locks [64]sync.Mutex }

var seed = maphash.MakeSeed()

// lock locks that of a tab, and returns what unlocks it.
func (s *stripes) lock(k key) (unlock func()) {
	lock := &s.locks[maphash.Comparable(seed, k)%uint64(len(s.locks))]
	lock.Lock()
	return lock.Unlock
}
