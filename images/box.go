package images

import (
	"encoding/binary"
	"errors"
	"io"
)

// Videos of phones and HEIC pictures are made of boxes (ISO/IEC 14496-12; QuickTime calls them atoms): a size, a type, and a
// content, which may be boxes again.
const (
	maxBoxes    = 20_000  // that are looked at in one file
	maxBoxDepth = 8       // boxes in boxes
	maxBoxRead  = 1 << 20 // bytes of one box that are in memory at a time
)

var errTooManyBoxes = errors.New("more boxes than are looked at")

// box is one of a file's: its content is from start to end.
type box struct {
	kind            string
	at, start, end  int64
	depth           int
	extendedByUUID  [16]byte
	hasExtendedType bool
}

// boxes walks through a file's boxes.
type boxes struct {
	file io.ReaderAt
	left int
}

// each visits the boxes from one place to another, as far as they are well-formed.
func (w *boxes) each(from, end int64, depth int, visit func(box) error) error {
	for at := from; at+8 <= end && depth <= maxBoxDepth; {
		if w.left--; w.left < 0 {
			return errTooManyBoxes
		}
		b, err := w.read(at, end)
		if err != nil {
			return err
		}
		b.depth = depth
		if b.end < b.start || b.end > end {
			return nil // cut off, or none at all
		}
		if err := visit(b); err != nil {
			return err
		}
		at = b.end
	}
	return nil
}

// read reads a box's head; nothing of its content but a type of its own.
func (w *boxes) read(at, end int64) (box, error) {
	var head [32]byte
	room := min(int64(len(head)), end-at)
	if _, err := w.file.ReadAt(head[:room], at); err != nil && err != io.EOF {
		return box{}, err
	}
	b := box{kind: string(head[4:8]), at: at, start: at + 8}
	switch size := int64(binary.BigEndian.Uint32(head[:])); {
	case size == 0:
		b.end = end
	case size == 1 && room >= 16:
		b.start = at + 16
		if large := binary.BigEndian.Uint64(head[8:]); large <= uint64(end-at) {
			b.end = at + int64(large)
		}
	default:
		b.end = at + size
	}
	if offset := b.start - at; b.kind == "uuid" && room >= offset+16 {
		copy(b.extendedByUUID[:], head[offset:])
		b.hasExtendedType = true
	}
	return b, nil
}

// content is what is in a box that has to be looked at as a whole, nil for one that is too large for that.
func (w *boxes) content(b box) []byte {
	if b.end-b.start > maxBoxRead {
		return nil
	}
	data := make([]byte, b.end-b.start)
	if _, err := w.file.ReadAt(data, b.start); err != nil && err != io.EOF {
		return nil
	}
	return data
}
