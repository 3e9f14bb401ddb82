package images

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"strings"
)

// WithoutMetadata returns a JPEG, PNG, GIF or WebP without what it tells beside the picture:
// where and when it was taken, by what and whom, comments, and whatever follows its
// end. The picture, its colours and how it is turned stay to the byte. In one that is
// cut off or damaged the metadata is overwritten with zeros instead. It is ErrUnknown,
// with the data as it is, for anything else.
func WithoutMetadata(data []byte) ([]byte, error) {
	kind := kindOf(data)
	if kind == "" {
		return data, ErrUnknown
	}
	h := header{kind: kind, orientation: orientationOf(kind, data)}
	var kept [][]byte
	add := func(raw []byte) { kept = append(kept, raw) }
	whole := eachPart(kind, data, func(p part) {
		if p.name == "VP8X" {
			add(announceNothing(p.raw, h.orientation))
			return
		}
		if isPicture(kind, p) {
			add(p.raw)
		}
		if h.orientation != upright && p.name == headerPart[kind] {
			add(orientationPart(kind, h.orientation))
		}
	})
	if !whole {
		return blanked(kind, data), nil
	}
	return assemble(h, kept), nil
}

// kindOf goes by how the data begins; "" is none that has metadata to take out.
func kindOf(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, markerSOI}):
		return JPEG
	case bytes.HasPrefix(data, []byte(pngSignature)):
		return PNG
	case len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
		return WebP
	case bytes.HasPrefix(data, []byte("GIF87a")), bytes.HasPrefix(data, []byte("GIF89a")):
		return GIF
	}
	return ""
}

// blanked is the data with zeros in place of metadata.
func blanked(kind string, data []byte) []byte {
	data = bytes.Clone(data)
	eachPart(kind, data, func(p part) {
		if !isPicture(kind, p) {
			clear(p.content)
		}
	})
	return data
}

// headerPart is the part behind which a picture says how it is turned. A WebP says it
// in the end.
var headerPart = map[string]string{PNG: "IHDR"}

// pictureChunks are the chunks that decide how a picture looks.
var pictureChunks = map[string]string{
	PNG:  "IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD pHYs sPLT hIST acTL fcTL fdAT",
	WebP: "VP8  VP8L VP8X ANIM ANMF ALPH ICCP",
}

func isPicture(kind string, p part) bool {
	if kind == GIF {
		return isGIFPicture(p)
	}
	if kind != JPEG {
		return len(p.name) == 4 && strings.Contains(pictureChunks[kind], p.name)
	}
	switch marker := p.name[0]; {
	case marker == markerAPP0:
		return bytes.HasPrefix(p.content, []byte("JFIF\x00"))
	case marker == markerAPP2:
		return bytes.HasPrefix(p.content, []byte("ICC_PROFILE\x00"))
	case marker == markerAPP14:
		return bytes.HasPrefix(p.content, []byte("Adobe"))
	default:
		return marker != markerCOM && (marker < markerAPP0 || marker > markerAPP15)
	}
}

// announceNothing is the header of an extended WebP that promises no metadata but how
// it is turned.
func announceNothing(raw []byte, o orientation) []byte {
	const exifFlag, xmpFlag = 1 << 3, 1 << 2
	header := bytes.Clone(raw)
	if len(header) > 8 {
		header[8] &^= exifFlag | xmpFlag
		if o != upright {
			header[8] |= exifFlag
		}
	}
	return header
}

func orientationPart(kind string, o orientation) []byte {
	exif := onlyOrientation(o)
	switch kind {
	case JPEG:
		content := append([]byte(exifPrefix), exif...)
		segment := binary.BigEndian.AppendUint16([]byte{0xff, markerAPP1}, uint16(len(content)+2))
		return append(segment, content...)
	case PNG:
		chunk := binary.BigEndian.AppendUint32(nil, uint32(len(exif)))
		chunk = append(append(chunk, "eXIf"...), exif...)
		return binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	}
	chunk := binary.LittleEndian.AppendUint32([]byte("EXIF"), uint32(len(exif)))
	return append(chunk, exif...) // of even length
}

func assemble(h header, kept [][]byte) []byte {
	switch h.kind {
	case JPEG:
		start := []byte{0xff, markerSOI}
		if h.orientation != upright {
			start = append(start, orientationPart(JPEG, h.orientation)...)
		}
		return append(append(start, bytes.Join(kept, nil)...), 0xff, markerEOI)
	case PNG:
		return append([]byte(pngSignature), bytes.Join(kept, nil)...)
	case GIF:
		return bytes.Join(kept, nil)
	}
	if h.orientation != upright {
		kept = append(kept, orientationPart(WebP, h.orientation))
	}
	content := bytes.Join(kept, nil)
	file := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(content)+4))
	return append(append(file, "WEBP"...), content...)
}
