package cache

import (
	"math"
	"sync"
	"time"
)

// Map is a bounded collection of values by key. Those that were not asked for
// the longest make room. It is safe for many goroutines.
type Map[K comparable, T any] struct {
	mu      sync.Mutex
	most    int
	entries map[K]*entry[K, T]
	// latest and oldest are the ends of a list of the entries, by when they were asked for.
	latest, oldest *entry[K, T]
	// reading are values that are read for the first time: a key for which there is
	// nothing to read takes no place.
	reading map[K]*entry[K, T]
	// maxBytes bounds the sum of what size says of each; without size nothing does.
	maxBytes, bytes int
	size            func(K, Read[T]) int
}

// entry links the list itself: there are several for each person who is there.
type entry[K comparable, T any] struct {
	value Value[T]
	// Guarded by Map.mu.
	key            K
	earlier, later *entry[K, T]
	bytes          int
}

// NewMap returns a map of at most so many values.
func NewMap[K comparable, T any](most int) *Map[K, T] {
	return &Map[K, T]{most: most, entries: make(map[K]*entry[K, T]), reading: make(map[K]*entry[K, T])}
}

// NewSizedMap returns a map of as many values as take at most so many bytes, by
// what size says of each.
func NewSizedMap[K comparable, T any](maxBytes int, size func(K, Read[T]) int) *Map[K, T] {
	m := NewMap[K, T](math.MaxInt)
	m.maxBytes, m.size = maxBytes, size
	return m
}

// Get is Value.Get of the value with that key.
func (m *Map[K, T]) Get(changes Changes, now time.Time, key K, read func() (Read[T], error)) (T, error) {
	value, _, err := m.Versioned(changes, now, key, read)
	return value, err
}

// Versioned is Value.Versioned of the value with that key.
func (m *Map[K, T]) Versioned(changes Changes, now time.Time, key K, read func() (Read[T], error)) (T, uint64, error) {
	return m.Renewed(changes, now, key, func(T, uint64) (Read[T], error) { return read() })
}

// Renewed is Value.Renewed of the value with that key.
func (m *Map[K, T]) Renewed(changes Changes, now time.Time, key K, read func(before T, offset uint64) (Read[T], error)) (T, uint64, error) {
	return m.entry(key).renewed(m, changes, now, key, read)
}

// RenewedIn is Renewed of the value that is held, that with the key.
func (m *Map[K, T]) RenewedIn(held *Held[K, T], changes Changes, now time.Time, key K, read func(before T, offset uint64) (Read[T], error)) (T, uint64, error) {
	return held.in(m, key).renewed(m, changes, now, key, read)
}

func (e *entry[K, T]) renewed(m *Map[K, T], changes Changes, now time.Time, key K, read func(before T, offset uint64) (Read[T], error)) (T, uint64, error) {
	return e.value.Renewed(changes, now, func(before T, offset uint64) (Read[T], error) {
		latest, err := read(before, offset)
		if err == nil {
			m.keep(key, e, latest)
		} else {
			m.drop(key, e)
		}
		return latest, err
	})
}

// SkipIfFresh calls do unless it has been called with that key and what it
// depends on has not changed since.
func (m *Map[K, T]) SkipIfFresh(changes Changes, now time.Time, key K, do func() (Read[T], error)) error {
	_, err := m.Get(changes, now, key, do)
	return err
}

// Remove forgets a value. One that is being read meanwhile is not kept.
func (m *Map[K, T]) Remove(key K) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e, ok := m.entries[key]; ok {
		m.remove(e)
	}
	delete(m.reading, key)
}

// Len is how many values are kept.
func (m *Map[K, T]) Len() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.entries)
}

func (m *Map[K, T]) entry(key K) *entry[K, T] {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e, ok := m.entries[key]; ok {
		if e != m.latest {
			m.unlink(e)
			m.link(e)
		}
		return e
	}
	e, ok := m.reading[key]
	if !ok {
		e = &entry[K, T]{key: key}
		m.reading[key] = e
	}
	return e
}

// keep gives an entry its place and takes the size of what was read into account.
func (m *Map[K, T]) keep(key K, e *entry[K, T], latest Read[T]) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.reading[key] == e {
		delete(m.reading, key)
		m.add(e)
	} else if m.entries[key] != e {
		return // it was removed meanwhile
	}
	if m.size == nil {
		return
	}
	bytes := m.size(key, latest)
	m.bytes += bytes - e.bytes
	e.bytes = bytes
	for m.bytes > m.maxBytes {
		m.remove(m.oldest)
	}
}

// drop ends a first reading that failed.
func (m *Map[K, T]) drop(key K, e *entry[K, T]) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.reading[key] == e {
		delete(m.reading, key)
	}
}

func (m *Map[K, T]) add(e *entry[K, T]) {
	m.entries[e.key] = e
	if m.link(e); len(m.entries) > m.most {
		m.remove(m.oldest)
	}
}

func (m *Map[K, T]) remove(e *entry[K, T]) {
	delete(m.entries, e.key)
	m.unlink(e)
	m.bytes -= e.bytes
}

// link makes an entry the latest.
func (m *Map[K, T]) link(e *entry[K, T]) {
	if e.earlier = m.latest; e.earlier == nil {
		m.oldest = e
	} else {
		e.earlier.later = e
	}
	m.latest = e
}

func (m *Map[K, T]) unlink(e *entry[K, T]) {
	if e.earlier == nil {
		m.oldest = e.later
	} else {
		e.earlier.later = e.later
	}
	if e.later == nil {
		m.latest = e.earlier
	} else {
		e.later.earlier = e.earlier
	}
	e.earlier, e.later = nil, nil
}
