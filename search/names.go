package search

import (
	"encoding/binary"
	"slices"
)

// Names say of each place of a block who sent the message there, or in which
// channel it is. A place without a message that can be found has none.
type Names struct {
	list   []string
	places [BlockSize]uint16 // 1 + where it is in list; 0: none
}

// Set names a place; "" is none.
func (n *Names) Set(place int, name string) {
	if name == "" {
		n.places[place] = 0
		return
	}
	at := slices.Index(n.list, name)
	if at < 0 {
		at = len(n.list)
		n.list = append(n.list, name)
	}
	n.places[place] = uint16(at + 1) //nolint:gosec // at most BlockSize
}

// Fitting are the places whose name fits.
func (n *Names) Fitting(fits func(string) bool) (b Bits) {
	fit, any := make([]bool, len(n.list)+1), false
	for i, name := range n.list {
		fit[i+1] = fits(name)
		any = any || fit[i+1]
	}
	if !any {
		return b
	}
	for place, name := range n.places {
		if fit[name] {
			b.Set(place)
		}
	}
	return b
}

// Encode writes the names that are in use and the places.
func (n *Names) Encode() []byte {
	used := make([]uint16, len(n.list)+1)
	var names []string
	for _, name := range n.places {
		if name != 0 && used[name] == 0 {
			names = append(names, n.list[name-1])
			used[name] = uint16(len(names)) //nolint:gosec // at most BlockSize
		}
	}
	data := binary.AppendUvarint(nil, uint64(len(names)))
	for _, name := range names {
		data = appendText(data, name)
	}
	for _, name := range n.places {
		data = binary.LittleEndian.AppendUint16(data, used[name])
	}
	return data
}

// ReadNames reads what Encode has written.
func ReadNames(data []byte) (n Names, ok bool) {
	count, at := binary.Uvarint(data)
	if at <= 0 || count > BlockSize {
		return n, false
	}
	n.list = make([]string, count)
	rest := data[at:]
	for i := range n.list {
		name, after, ok := cutText(rest)
		if !ok {
			return n, false
		}
		n.list[i], rest = string(name), after
	}
	if len(rest) != 2*BlockSize {
		return n, false
	}
	for place := range n.places {
		n.places[place] = binary.LittleEndian.Uint16(rest[2*place:])
		if int(n.places[place]) > len(n.list) {
			return n, false
		}
	}
	return n, true
}

func appendText(to []byte, text string) []byte {
	return append(binary.AppendUvarint(to, uint64(len(text))), text...)
}

func cutText(data []byte) (text, rest []byte, ok bool) {
	n, at := binary.Uvarint(data)
	if at <= 0 || n > uint64(len(data)-at) {
		return nil, nil, false
	}
	end := at + int(n) //nolint:gosec // it is within data
	return data[at:end], data[end:], true
}
