package cache

import "weak"

// Held is where a Map has the value of one key, for whoever asks for it again and again: it is looked up
// once, and again where the map has let go of it. The zero Held has not been looked up.
type Held[K comparable, T any] struct{ entry weak.Pointer[entry[K, T]] }

// in is the entry of the key that is held of the map.
func (h *Held[K, T]) in(m *Map[K, T], key K) *entry[K, T] {
	e := h.entry.Value()
	if e == nil {
		e = m.entry(key)
		h.entry = weak.Make(e)
	}
	return e
}
