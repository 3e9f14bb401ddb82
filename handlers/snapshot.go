package handlers

import (
	"sync"
	"time"

	"minimost/chat"
)

// snapshot is something many pages need that is the same for all: it is read
// once after each change, however many ask at once.
type snapshot[T any] struct {
	mu    sync.Mutex
	read  bool
	seq   uint64
	at    time.Time
	value T
}

// get returns what was read last, or reads it anew when one of the topics has
// changed since, or when it is more than lasting old: what depends on the clock
// changes without a write.
func (s *snapshot[T]) get(changes Changes, now time.Time, lasting time.Duration, read func() (T, error), topics ...chat.Topic) (T, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	age := now.Sub(s.at)
	if s.read && age >= 0 && age <= lasting && !changes.Changed(s.seq, topics...) {
		return s.value, nil
	}
	seq := changes.Seq()
	value, err := read()
	if err != nil {
		return value, err
	}
	s.read, s.seq, s.at, s.value = true, seq, now, value
	return value, nil
}
