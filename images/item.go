package images

import (
	"bytes"
	"encoding/binary"
)

// itemBoxes are those boxes of an HEIC picture's metadata that say which items it has and where.
type itemBoxes struct {
	info, location []byte
	data           int64 // where the content of the box with items' data is, 0 without one
}

func (x *itemBoxes) add(b box, content []byte) {
	switch b.kind {
	case "iinf":
		x.info = content
	case "iloc":
		x.location = content
	case "idat":
		x.data = b.start
	}
}

// private writes over the items of Exif and XMP, whole.
func (x *itemBoxes) private(write func(Patch)) {
	kinds := itemKinds(x.info)
	eachExtent(x.location, func(item uint32, inData bool, at, size int64) {
		if inData && x.data == 0 || size <= 0 {
			return
		}
		if inData {
			at += x.data
		}
		switch kinds[item] {
		case "Exif":
			write(Patch{At: at, Size: size, Head: noExif})
		case "mime":
			write(Patch{At: at, Size: size, Fill: ' '})
		}
	})
}

// noExif is an item of Exif without anything in it.
var noExif = []byte("\x00\x00\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00")

// itemKinds are the types of the items that a box "iinf" lists, by their numbers; those of texts that are no XMP are left out.
func itemKinds(data []byte) map[uint32]string {
	kinds := map[uint32]string{}
	r := fields{data: data}
	version := r.uint(1)
	r.uint(3)
	if count := 2; version == 0 {
		r.uint(count)
	} else {
		r.uint(4)
	}
	for !r.failed && len(r.data) >= 8 {
		size := int(binary.BigEndian.Uint32(r.data))
		if size < 8 || size > len(r.data) {
			break
		}
		if string(r.data[4:8]) == "infe" {
			addItemKind(kinds, r.data[8:size])
		}
		r.data = r.data[size:]
	}
	return kinds
}

func addItemKind(kinds map[uint32]string, entry []byte) {
	r := fields{data: entry}
	version := r.uint(1)
	r.uint(3)
	if version < 2 {
		return // of before there were pictures of this kind
	}
	width := 2
	if version > 2 {
		width = 4
	}
	item := uint32(r.uint(width)) //nolint:gosec // of four bytes at most
	r.uint(2)
	if r.failed || len(r.data) < 4 {
		return
	}
	kind := string(r.data[:4])
	if kind != "mime" || bytes.Contains(r.data, []byte("xml")) {
		kinds[item] = kind
	}
}

// eachExtent visits the extents of the items that a box "iloc" lists, each in the file or in the box of items' data.
func eachExtent(data []byte, visit func(item uint32, inData bool, at, size int64)) {
	r := fields{data: data}
	version := r.uint(1)
	r.uint(3)
	widths := r.uint(2)
	offset, length, base, index := int(widths>>12&15), int(widths>>8&15), int(widths>>4&15), int(widths&15)
	if version == 0 {
		index = 0
	}
	if length == 0 {
		return // an item that is the whole file
	}
	number := 2
	if version > 1 {
		number = 4
	}
	for left := r.uint(number); left > 0 && !r.failed; left-- {
		item := uint32(r.uint(number)) //nolint:gosec // of four bytes at most
		method := uint64(0)
		if version > 0 {
			method = r.uint(2) & 15
		}
		r.uint(2)
		from := r.uint(base)
		for extents := r.uint(2); extents > 0 && !r.failed; extents-- {
			r.uint(index)
			at, size := from+r.uint(offset), r.uint(length)
			if !r.failed && method < 2 && at < 1<<50 && size < 1<<50 {
				visit(item, method == 1, int64(at), int64(size)) //nolint:gosec // both are bounded
			}
		}
	}
}

// fields reads numbers one after the other.
type fields struct {
	data   []byte
	failed bool
}

func (r *fields) skip(size int) { r.skipIf(true, size) }

func (r *fields) skipIf(there bool, size int) {
	switch {
	case !there:
	case size > len(r.data):
		r.failed, r.data = true, nil
	default:
		r.data = r.data[size:]
	}
}

// uint reads a number of so many bytes, at most 8.
func (r *fields) uint(size int) (value uint64) {
	if size > 8 || size > len(r.data) {
		r.failed = true
		return 0
	}
	for _, b := range r.data[:size] {
		value = value<<8 | uint64(b)
	}
	r.data = r.data[size:]
	return value
}
