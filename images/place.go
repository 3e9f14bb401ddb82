package images

import (
	"bytes"
	"encoding/binary"
	"io"
	"strings"
)

// Patch is a part of a file that is written over, so that everything else stays where it is: Head comes first, and behind it,
// as far as Size, Fill.
type Patch struct {
	At, Size int64
	Head     []byte
	Fill     byte
}

// HasBoxes reports whether a file that begins so may be one of those that Places reads.
func HasBoxes(head []byte) bool {
	if len(head) < 8 {
		return false
	}
	switch string(head[4:8]) {
	case "ftyp", "moov", "mdat", "wide", "free", "skip", "pnot":
		return true
	}
	return false
}

// Places are the parts of a video or an HEIC picture that say where it was taken, or may: Exif, XMP and tracks of what a camera notes are taken whole. It reads
// heads of boxes and small ones alone. Of what is not well-formed it finds what is before that.
func Places(file io.ReaderAt, size int64) []Patch {
	p := places{boxes: boxes{file: file, left: maxBoxes}, size: size, taken: map[uint32]bool{}, usual: map[uint32]uint64{}}
	_ = p.each(0, size, 0, p.visit)
	return p.found
}

// maxPatches are written at most, and no more bytes than twice the file's: extents of items may lie over each other.
const maxPatches = 10_000

type places struct {
	boxes
	size, written int64
	found         []Patch
	// taken are the tracks that are no more, by their numbers; usual is how long a sample of a track is in fragments.
	taken map[uint32]bool
	usual map[uint32]uint64
}

// write adds a patch where it is one of the file.
func (p *places) write(patch Patch) {
	patch.Size = min(patch.Size, p.size-patch.At)
	if p.written += max(patch.Size, 0); patch.Size > 0 && p.written <= 2*p.size && len(p.found) < maxPatches {
		patch.Head = patch.Head[:min(patch.Size, int64(len(patch.Head)))]
		p.found = append(p.found, patch)
	}
}

// holders have boxes as their content.
var holders = map[string]bool{"moov": true, "mvex": true, "udta": true, "mdia": true, "minf": true}

// telling are boxes that say where something was taken: QuickTime's and Android's, 3GPP's, those of cameras that note it while
// they film, and XMP.
var telling = map[string]bool{"\xa9xyz": true, "loci": true, "GPMF": true, "gps ": true, "gps0": true, "XMP_": true}

// xmpUUID is the type of a box of XMP.
var xmpUUID = [16]byte{0xbe, 0x7a, 0xcf, 0xcb, 0x97, 0xa9, 0x42, 0xe8, 0x9c, 0x71, 0x99, 0x94, 0x91, 0xe3, 0xaf, 0xac}

func (p *places) visit(b box) error {
	switch {
	case telling[b.kind], b.hasExtendedType && b.extendedByUUID == xmpUUID:
		p.free(b)
	case holders[b.kind]:
		return p.each(b.start, b.end, b.depth+1, p.visit)
	case b.kind == "trak":
		return p.track(b)
	case b.kind == "moof":
		return p.fragment(b)
	case b.kind == "trex":
		p.noteUsual(b)
	case b.kind == "meta":
		return p.meta(b)
	}
	return nil
}

// free makes of a box one that has nothing in it.
func (p *places) free(b box) {
	p.write(Patch{At: b.at + 4, Size: 4, Head: []byte("free")})
	p.write(Patch{At: b.start, Size: b.end - b.start})
}

// meta looks into a box of metadata: by keys, as QuickTime has them, by iTunes' names, or by items, as pictures have them.
func (p *places) meta(b box) error {
	content := b.start
	// QuickTime has no version and flags here, ISO has.
	if inner, err := p.read(b.start, b.end); err != nil || inner.kind != "hdlr" {
		content += 4
	}
	var keys []string
	var items itemBoxes
	err := p.each(content, b.end, b.depth+1, func(inner box) error {
		switch inner.kind {
		case "keys":
			keys = readKeys(p.content(inner))
		case "ilst":
			return p.each(inner.start, inner.end, inner.depth+1, func(value box) error { p.value(value, keys); return nil })
		case "iinf", "iloc", "idat":
			items.add(inner, p.content(inner))
		default:
			return p.visit(inner)
		}
		return nil
	})
	items.private(p.write)
	return err
}

// value takes what has a name of a place.
func (p *places) value(b box, keys []string) {
	number := int(binary.BigEndian.Uint32([]byte(b.kind)))
	switch {
	case telling[b.kind], number > 0 && number <= len(keys) && namesPlace(keys[number-1]):
		p.free(b)
	case b.kind == "----" && namesPlace(string(p.content(b))):
		p.free(b)
	}
}

func namesPlace(key string) bool {
	key = strings.ToLower(key)
	return strings.Contains(key, "location") || strings.Contains(key, "gps")
}

// readKeys are the names in a box of keys: version and flags, their number, and each with its size and its namespace before it.
func readKeys(data []byte) (keys []string) {
	for rest := data[min(8, len(data)):]; len(rest) >= 8; {
		size := int(binary.BigEndian.Uint32(rest))
		if size < 8 || size > len(rest) {
			break
		}
		keys = append(keys, string(bytes.Clone(rest[8:size])))
		rest = rest[size:]
	}
	return keys
}
