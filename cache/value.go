package cache

import (
	"sync"
	"time"

	"minimost/chat"
)

// Read is a value as it was read, and what it depends on.
type Read[T any] struct {
	Value T
	// Topics are those of which a change may change the value; with none it stays.
	Topics []chat.Topic
	// Expires is when time alone may change the value; 0: never.
	Expires chat.Stamp
}

// Value is read once after each change of its topics, however many ask for it at
// once. What it holds is never changed, only replaced. The zero Value holds
// nothing yet; it is safe for many goroutines.
type Value[T any] struct {
	mu     sync.Mutex // held while the value is read
	cached versioned[T]
}

// versioned is what was read, with the offset before and the moment of reading.
type versioned[T any] struct {
	value   T
	slots   []chat.Slot // of its topics
	expires chat.Stamp
	known   bool
	offset  uint64
	readAt  chat.Stamp
}

// Get returns the cached value while it is fresh, else what read returns, which
// is then cached unless it comes with an error.
func (v *Value[T]) Get(changes Changes, now time.Time, read func() (Read[T], error)) (T, error) {
	value, _, err := v.Versioned(changes, now, read)
	return value, err
}

// Versioned is Get with the offset of the newest change when the value was read:
// what was read at a lower offset, and only that, may have been different.
func (v *Value[T]) Versioned(changes Changes, now time.Time, read func() (Read[T], error)) (T, uint64, error) {
	return v.Renewed(changes, now, func(T, uint64) (Read[T], error) { return read() })
}

// Renewed is Versioned where read may go on from the value before and the offset of
// the newest change in that, 0 where nothing is known.
func (v *Value[T]) Renewed(changes Changes, now time.Time, read func(before T, offset uint64) (Read[T], error)) (T, uint64, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.cached.fresh(changes, now) {
		return v.cached.value, v.cached.offset, nil
	}
	var known uint64
	if v.cached.known && fresh(now, v.cached.readAt, 0) {
		known = v.cached.offset
	}
	// Before anything is read: a change meanwhile makes it stale again.
	offset := changes.Offset()
	latest, err := read(v.cached.value, known)
	if err == nil {
		v.cached = versioned[T]{latest.Value, changes.Slots(latest.Topics...), latest.Expires, true, offset, chat.StampOf(now)}
	}
	return latest.Value, offset, err
}

func (c *versioned[T]) fresh(changes Changes, now time.Time) bool {
	return c.known && fresh(now, c.readAt, c.expires) && (len(c.slots) == 0 || !changes.ChangedIn(c.offset, c.slots...))
}

// overtaken is by how much a request may have begun before one that was faster:
// as long as a request may take. Beyond, the clock was set back; that it was set
// back by less is published.
const overtaken = 5 * time.Second

// fresh reports whether what was so when it was read, and until it expires unless
// it never does, is so at now. When the clock was set back nobody can tell.
func fresh(now time.Time, readAt, expires chat.Stamp) bool {
	moment := chat.StampOf(now)
	return moment.Sub(readAt) >= -overtaken && (expires == 0 || moment < expires)
}
