package search

import (
	"encoding/binary"
	"math/bits"
)

// BlockSize is how many numbers of messages in a row are indexed together.
const BlockSize = 2048

// Bits are messages of a block, by their places in it.
type Bits [BlockSize / 64]uint64

// denseBytes is what Bits take at most.
const denseBytes = BlockSize / 8

// AllBits are every place of a block.
func AllBits() (b Bits) {
	for i := range b {
		b[i] = ^uint64(0)
	}
	return b
}

// Set adds a place.
func (b *Bits) Set(place int) { b[place/64] |= 1 << (place % 64) }

// Clear takes a place away.
func (b *Bits) Clear(place int) { b[place/64] &^= 1 << (place % 64) }

// And leaves the places that are in other too, and tells how many those are.
func (b *Bits) And(other *Bits) (count int) {
	for i := range b {
		b[i] &= other[i]
		count += bits.OnesCount64(b[i])
	}
	return count
}

// AndNot takes away the places that are in other.
func (b *Bits) AndNot(other *Bits) {
	for i := range b {
		b[i] &^= other[i]
	}
}

// Count is how many places there are.
func (b *Bits) Count() (count int) {
	for _, w := range b {
		count += bits.OnesCount64(w)
	}
	return count
}

// Backwards yields the places, the last first.
func (b *Bits) Backwards(yield func(place int) bool) {
	for i := len(b) - 1; i >= 0; i-- {
		for w := b[i]; w != 0; {
			top := 63 - bits.LeadingZeros64(w)
			if !yield(i*64 + top) {
				return
			}
			w &^= 1 << top
		}
	}
}

// append writes the places: each as what it lies behind the one before, or all of
// the bits where that is shorter.
func (b *Bits) append(to []byte) []byte {
	begin, last := len(to), -1
	for i, w := range b {
		for ; w != 0; w &= w - 1 {
			place := i*64 + bits.TrailingZeros64(w)
			to = binary.AppendUvarint(to, uint64(place-last-1)) //nolint:gosec // never negative
			last = place
		}
		if len(to)-begin >= denseBytes {
			to = to[:begin]
			for _, w := range b {
				to = binary.LittleEndian.AppendUint64(to, w)
			}
			return to
		}
	}
	return to
}

// readBits reads what append has written. What it cannot have written is no Bits.
func readBits(data []byte) (b Bits, ok bool) {
	if len(data) == denseBytes {
		for i := range b {
			b[i] = binary.LittleEndian.Uint64(data[8*i:])
		}
		return b, true
	}
	for last := -1; len(data) > 0; {
		gap, n := binary.Uvarint(data)
		if n <= 0 || gap >= BlockSize || last+1+int(gap) >= BlockSize { //nolint:gosec // it is small
			return b, false
		}
		last += 1 + int(gap) //nolint:gosec // it is small
		b.Set(last)
		data = data[n:]
	}
	return b, true
}
