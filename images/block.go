package images

import (
	"bytes"
	"strings"
)

const (
	gifHeader    = 13 // signature and screen
	gifExtension = 0x21
	gifImage     = 0x2c
	gifTrailer   = 0x3b
	gifComment   = "\x21\xfe"
	gifProgram   = "\x21\xff"
)

// gifPrograms are the extensions that decide how a GIF looks: how often it is played, and its colours.
var gifPrograms = []string{"\x0bNETSCAPE2.0", "\x0bANIMEXTS1.0", "\x0bICCRGBG1012"}

// eachGIFBlock calls visit with the header and each block. What cannot be read, or was cut off, is one block: browsers show what
// stands before it.
func eachGIFBlock(data []byte, visit func(part)) bool {
	if len(data) < gifHeader || !bytes.HasPrefix(data, []byte("GIF8")) {
		return false
	}
	at := gifHeader + gifPalette(data[10])
	if at > len(data) {
		return false
	}
	visit(part{raw: data[:at], name: "GIF"})
	for at < len(data) {
		end := gifBlockEnd(data, at)
		p := part{raw: data[at:end], name: string(data[at:min(at+1, end)])}
		if data[at] == gifExtension && at+2 <= end {
			p.name, p.content = string(data[at:at+2]), data[at+2:end]
		}
		visit(p)
		if data[at] == gifTrailer {
			break
		}
		at = end
	}
	return true
}

// gifPalette is how many bytes of colours there are, by the flags of the screen or an image.
func gifPalette(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

// gifBlockEnd is where the block at a place ends, the end of all where that cannot be read.
func gifBlockEnd(data []byte, at int) int {
	start := at
	switch {
	case data[at] == gifTrailer:
		return at + 1
	case data[at] == gifExtension:
		start += 2
	case data[at] == gifImage && at+10 <= len(data):
		start += 10 + gifPalette(data[at+9]) + 1
	default:
		return len(data)
	}
	for start < len(data) {
		size := int(data[start])
		start += size + 1
		if size == 0 {
			return start
		}
	}
	return len(data)
}

// isGIFPicture reports whether a block is of the picture, and no comment or what some program has written.
func isGIFPicture(p part) bool {
	if p.name != gifProgram {
		return p.name != gifComment
	}
	for _, name := range gifPrograms {
		if strings.HasPrefix(string(p.content), name) {
			return true
		}
	}
	return false
}
