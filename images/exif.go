package images

import (
	"bytes"
	"encoding/binary"
)

const (
	tagOrientation = 0x0112
	typeShort      = 3
	maxEntries     = 500 // of a directory that are looked at
)

// readOrientation finds the orientation in a block of EXIF data, which begins as a TIFF
// file does. It is upright where there is none that makes sense.
func readOrientation(exif []byte) orientation {
	order, directory, ok := firstDirectory(exif)
	if !ok {
		return upright
	}
	n := int(order.Uint16(directory))
	for entry := directory[2:]; n > 0 && len(entry) >= 12 && n <= maxEntries; entry, n = entry[12:], n-1 {
		if order.Uint16(entry) == tagOrientation && order.Uint16(entry[2:]) == typeShort {
			if o := orientation(order.Uint16(entry[8:])); o >= 1 && o <= 8 {
				return o
			}
			return upright
		}
	}
	return upright
}

func firstDirectory(exif []byte) (order binary.ByteOrder, directory []byte, ok bool) {
	if len(exif) < 8 {
		return nil, nil, false
	}
	switch {
	case bytes.HasPrefix(exif, []byte("II*\x00")):
		order = binary.LittleEndian
	case bytes.HasPrefix(exif, []byte("MM\x00*")):
		order = binary.BigEndian
	default:
		return nil, nil, false
	}
	offset := order.Uint32(exif[4:])
	if uint64(offset)+2 > uint64(len(exif)) {
		return nil, nil, false
	}
	return order, exif[offset:], true
}

// onlyOrientation is a block of EXIF data that says nothing else.
func onlyOrientation(o orientation) []byte {
	exif := []byte("MM\x00*\x00\x00\x00\x08" + "\x00\x01")
	exif = binary.BigEndian.AppendUint16(exif, tagOrientation)
	exif = binary.BigEndian.AppendUint16(exif, typeShort)
	exif = binary.BigEndian.AppendUint32(exif, 1)
	exif = binary.BigEndian.AppendUint16(exif, uint16(o))
	return append(exif, 0, 0, 0, 0, 0, 0)
}
