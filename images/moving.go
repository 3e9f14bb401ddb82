package images

import (
	"encoding/binary"
	"image"
)

// firstFrame is the first picture of a WebP that moves, as a WebP that stands still, and
// where in the whole it is. It is not ok for a WebP that stands still, and for a frame
// that is larger than the whole, of which less was promised.
func firstFrame(h header, data []byte) (still []byte, at image.Point, ok bool) {
	var frame []byte
	eachWebPChunk(data, func(p part) {
		if p.name == "ANMF" && frame == nil {
			frame = p.content
		}
	})
	const head = 16 // place, size, duration and flags
	if len(frame) < head {
		return nil, image.Point{}, false
	}
	at = image.Pt(2*uint24(frame[0:]), 2*uint24(frame[3:]))
	width, height := uint24(frame[6:])+1, uint24(frame[9:])+1
	if at.X+width > h.width || at.Y+height > h.height {
		return nil, image.Point{}, false
	}
	// What decodes it holds the size here against that of the picture within.
	extended := make([]byte, 18)
	copy(extended, "VP8X\x0a")
	putUint24(extended[12:], width-1)
	putUint24(extended[15:], height-1)
	kept := [][]byte{extended}
	eachWebPChunk(assemble(header{kind: WebP, orientation: upright}, [][]byte{frame[head:]}), func(p part) {
		switch p.name {
		case "ALPH":
			extended[8] = 1 << 4
			kept = append(kept, p.raw)
		case "VP8 ", "VP8L":
			kept = append(kept, p.raw)
		}
	})
	return assemble(header{kind: WebP, orientation: upright}, kept), at, true
}

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }

func putUint24(b []byte, n int) {
	var all [4]byte
	binary.LittleEndian.PutUint32(all[:], uint32(n))
	copy(b[:3], all[:3])
}

// moved is a decoded WebP at another place.
func moved(picture image.Image, by image.Point) image.Image {
	switch p := picture.(type) {
	case *image.YCbCr:
		p.Rect = p.Rect.Add(by)
	case *image.NYCbCrA:
		p.Rect = p.Rect.Add(by)
	case *image.NRGBA:
		p.Rect = p.Rect.Add(by)
	}
	return picture
}
