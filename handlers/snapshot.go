package handlers

import (
	"sync"
	"time"

	"minimost/cache"
	"minimost/chat"
)

// reading is something as it was read from the store, and what it depends on.
type reading[T any] struct {
	value  T
	until  chat.Stamp // when time alone may have changed it; none: never
	topics []chat.Topic
}

// snapshot is something many requests need that is the same for all: it is read
// once after each change, however many ask at once. What it holds is never
// changed, only replaced.
type snapshot[T any] struct {
	mu   sync.Mutex
	read bool
	seq  uint64
	at   chat.Stamp
	last reading[T]
}

// get returns what was read last, or reads it anew when something it depends on
// has changed since.
func (s *snapshot[T]) get(changes cache.Changes, now time.Time, read func() (reading[T], error)) (T, error) {
	value, _, err := s.numbered(changes, now, read)
	return value, err
}

// numbered is get with the number of the newest change when it was read: what it
// returned with a lower number, and only that, may have been different.
func (s *snapshot[T]) numbered(changes cache.Changes, now time.Time, read func() (reading[T], error)) (T, uint64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.read && lasts(now, s.at, s.last.until) && !changes.Changed(s.seq, s.last.topics...) {
		return s.last.value, s.seq, nil
	}
	seq := changes.Offset()
	last, err := read()
	if err != nil {
		return last.value, seq, err
	}
	s.read, s.seq, s.at, s.last = true, seq, chat.StampOf(now), last
	return last.value, seq, nil
}

// overtaken is by how much a request may have begun before one that was faster.
// Beyond, the clock was set back; that it was set back by less is announced.
const overtaken = requestTimeout

// lasts reports whether what was so at a moment, and until another unless that
// is none, is so at now. When the clock was set back nobody can tell.
func lasts(now time.Time, at, until chat.Stamp) bool {
	moment := chat.StampOf(now)
	return moment.Sub(at) >= -overtaken && (until == 0 || moment < until)
}
