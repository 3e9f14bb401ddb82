package images

import (
	"bytes"
	"encoding/binary"
)

// part is a piece of a picture's file: a segment of a JPEG, a chunk of a PNG or a WebP,
// a block of a GIF.
type part struct {
	raw     []byte // all of it
	name    string // of a chunk; of a segment its marker
	content []byte // but of GIFs only that of an extension
	exif    []byte // when it is that
}

const (
	pngSignature = "\x89PNG\r\n\x1a\n"
	exifPrefix   = "Exif\x00\x00"

	markerSOF0, markerSOF1, markerSOF2 = 0xc0, 0xc1, 0xc2
	markerRST0, markerRST7             = 0xd0, 0xd7
	markerSOI, markerEOI, markerSOS    = 0xd8, 0xd9, 0xda
	markerAPP0, markerAPP1, markerAPP2 = 0xe0, 0xe1, 0xe2
	markerAPP14, markerAPP15           = 0xee, 0xef
	markerCOM                          = 0xfe
)

// eachPart calls visit for each part of a picture, in order, and reports whether it came
// to the picture's end.
func eachPart(kind string, data []byte, visit func(part)) bool {
	switch kind {
	case JPEG:
		return eachSegment(data, visit)
	case PNG:
		return eachPNGChunk(data, visit)
	case WebP:
		return eachWebPChunk(data, visit)
	case GIF:
		return eachGIFBlock(data, visit)
	}
	return false
}

// eachSegment reads what image/jpeg would, and skips what that skips.
func eachSegment(data []byte, visit func(part)) bool {
	if len(data) < 2 || data[0] != 0xff || data[1] != markerSOI {
		return false
	}
	for i := 2; ; {
		start := bytes.IndexByte(data[i:], 0xff)
		if start < 0 {
			return false
		}
		i += start
		from := i
		for i < len(data) && data[i] == 0xff {
			i++
		}
		if i >= len(data) {
			return false
		}
		marker := data[i]
		i++
		if marker == markerEOI {
			return true
		}
		if marker == 0 || marker >= markerRST0 && marker <= markerRST7 {
			continue
		}
		if i+2 > len(data) {
			return false
		}
		length := int(binary.BigEndian.Uint16(data[i:]))
		if length < 2 || i+length > len(data) {
			return false
		}
		p := part{name: string([]byte{marker}), content: data[i+2 : i+length]}
		i += length
		if marker == markerSOS {
			i = scanEnd(data, i)
		}
		if rest, ok := bytes.CutPrefix(p.content, []byte(exifPrefix)); ok && marker == markerAPP1 {
			p.exif = rest
		}
		p.raw = data[from:i]
		visit(p)
	}
}

// scanEnd is where the coded data of a scan ends, which begins at i.
func scanEnd(data []byte, i int) int {
	for {
		next := bytes.IndexByte(data[i:], 0xff)
		if next < 0 || i+next+1 >= len(data) {
			return len(data)
		}
		i += next
		if m := data[i+1]; m != 0 && m != 0xff && (m < markerRST0 || m > markerRST7) {
			return i
		}
		i++
	}
}

// isProgressive reports whether a JPEG may come in several scans.
func isProgressive(data []byte) bool {
	progressive, known := false, false
	eachSegment(data, func(p part) {
		switch p.name[0] {
		case markerSOF0, markerSOF1:
			known = true
		case markerSOF2:
			progressive = true
		}
	})
	return progressive || !known
}

func eachPNGChunk(data []byte, visit func(part)) bool {
	rest, ok := bytes.CutPrefix(data, []byte(pngSignature))
	for ok && len(rest) >= 12 {
		length := uint64(binary.BigEndian.Uint32(rest))
		if length+12 > uint64(len(rest)) {
			return false
		}
		p := part{raw: rest[:length+12], name: string(rest[4:8]), content: rest[8 : 8+length]}
		if p.name == "eXIf" {
			p.exif = p.content
		}
		visit(p)
		if p.name == "IEND" {
			return true
		}
		rest = rest[length+12:]
	}
	return false
}

func eachWebPChunk(data []byte, visit func(part)) bool {
	if len(data) < 12 || string(data[:4]) != "RIFF" || string(data[8:12]) != "WEBP" {
		return false
	}
	end := uint64(binary.LittleEndian.Uint32(data[4:])) + 8
	if end < 12 || end > uint64(len(data)) {
		return false
	}
	rest := data[12:end]
	for len(rest) >= 8 {
		length := uint64(binary.LittleEndian.Uint32(rest[4:]))
		if length+8 > uint64(len(rest)) {
			return false
		}
		padded := min(length+length%2+8, uint64(len(rest)))
		p := part{raw: rest[:padded], name: string(rest[:4]), content: rest[8 : 8+length]}
		if p.name == "EXIF" {
			p.exif = bytes.TrimPrefix(p.content, []byte(exifPrefix))
		}
		visit(p)
		rest = rest[padded:]
	}
	return len(rest) == 0
}
