package cache

import (
	"math"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// Map is a bounded collection of values by key. Those that were not asked for
// the longest make room. It is safe for many goroutines.
type Map[K comparable, T any] struct {
	mu      sync.Mutex
	entries *simplelru.LRU[K, *entry[T]]
	// reading are values that are read for the first time: a key for which there is
	// nothing to read takes no place.
	reading map[K]*entry[T]
	// maxBytes bounds the sum of what size says of each; without size nothing does.
	maxBytes, bytes int
	size            func(K, Read[T]) int
}

type entry[T any] struct {
	value Value[T]
	bytes int // guarded by Map.mu
}

// NewMap returns a map of at most so many values.
func NewMap[K comparable, T any](most int) *Map[K, T] {
	m := &Map[K, T]{reading: make(map[K]*entry[T])}
	entries, err := simplelru.NewLRU(most, func(_ K, evicted *entry[T]) { m.bytes -= evicted.bytes })
	if err != nil {
		panic(err) // the size is a positive constant
	}
	m.entries = entries
	return m
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
	e := m.entry(key)
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
	m.entries.Remove(key)
	delete(m.reading, key)
}

// Len is how many values are kept.
func (m *Map[K, T]) Len() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.entries.Len()
}

func (m *Map[K, T]) entry(key K) *entry[T] {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e, ok := m.entries.Get(key); ok {
		return e
	}
	e, ok := m.reading[key]
	if !ok {
		e = &entry[T]{}
		m.reading[key] = e
	}
	return e
}

// keep gives an entry its place and takes the size of what was read into account.
func (m *Map[K, T]) keep(key K, e *entry[T], latest Read[T]) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.reading[key] == e {
		delete(m.reading, key)
		m.entries.Add(key, e)
	} else if kept, ok := m.entries.Peek(key); !ok || kept != e {
		return // it was removed meanwhile
	}
	if m.size == nil {
		return
	}
	bytes := m.size(key, latest)
	m.bytes += bytes - e.bytes
	e.bytes = bytes
	for m.bytes > m.maxBytes {
		m.entries.RemoveOldest()
	}
}

// drop ends a first reading that failed.
func (m *Map[K, T]) drop(key K, e *entry[T]) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.reading[key] == e {
		delete(m.reading, key)
	}
}
