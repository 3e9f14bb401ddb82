// Package images looks at pictures that anybody may have made: it says what they are
// from their headers, draws small ones of them, and takes out what they tell beside
// what they show. It reads JPEG, PNG, GIF and WebP; of
// videos and HEIC pictures it finds what says where they were taken.
//
// A picture is decoded only when its header promises to need a bounded amount of
// memory, and one at a time in the whole process.
package images

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/gif" // the decoders of image.Decode
	_ "image/jpeg"
	_ "image/png"

	_ "golang.org/x/image/webp"
)

// Kinds of pictures, by their media types.
const (
	JPEG = "image/jpeg"
	PNG  = "image/png"
	GIF  = "image/gif"
	WebP = "image/webp"
)

const (
	// MaxSide bounds width and height, in pixels.
	MaxSide = 20_000
	// MaxMemory bounds what a decoded picture may take, in bytes: a JPEG of 50
	// megapixels, a PNG of 40.
	MaxMemory = 160 << 20
)

var (
	// ErrUnknown is the error for what is no picture that can be read.
	ErrUnknown = errors.New("not a JPEG, PNG, GIF or WebP picture")
	// ErrTooLarge is the error for a picture of too many pixels.
	ErrTooLarge = errors.New("the picture has too many pixels")
)

// decoding lets one picture at a time be decoded.
var decoding = make(chan struct{}, 1)

// Inspect returns the kind of a picture and its size in pixels as it is seen, turned as
// its metadata says. It reads headers alone. It is ErrUnknown for anything else and
// ErrTooLarge for a picture that is not to be decoded.
func Inspect(data []byte) (kind string, width, height int, err error) {
	h, err := readHeader(data)
	if err != nil {
		return "", 0, 0, err
	}
	width, height = h.width, h.height
	if h.orientation.turnsSides() {
		width, height = height, width
	}
	return h.kind, width, height, nil
}

// header is what a picture says of itself.
type header struct {
	kind          string
	width, height int // as stored
	orientation   orientation
}

func readHeader(data []byte) (header, error) {
	// What decodes a WebP makes room for as many bytes as its parts promise.
	if kindOf(data) == WebP && !eachWebPChunk(data, func(part) {}) {
		return header{}, fmt.Errorf("%w: it is cut off", ErrUnknown)
	}
	config, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return header{}, fmt.Errorf("%w: %w", ErrUnknown, err)
	}
	h := header{kind: "image/" + format, width: config.Width, height: config.Height, orientation: upright}
	if h.width <= 0 || h.height <= 0 {
		return header{}, ErrUnknown
	}
	if h.width > MaxSide || h.height > MaxSide || memory(h, config.ColorModel, data) > MaxMemory {
		return header{}, ErrTooLarge
	}
	h.orientation = orientationOf(h.kind, data)
	return h, nil
}

// memory is how many bytes decoding takes.
func memory(h header, model color.Model, data []byte) int64 {
	pixels := int64(h.width) * int64(h.height)
	switch {
	case h.kind == JPEG:
		components := int64(3)
		if model == color.CMYKModel {
			components = 8 // four, and four more when they are put together
		}
		if isProgressive(data) {
			components *= 5 // the coefficients of all of them wait for the last scan
		}
		return components * pixels
	case model == color.RGBA64Model, model == color.NRGBA64Model, model == color.Gray16Model:
		return 8 * pixels
	}
	return 4 * pixels
}

// decode decodes a picture whose header was read, of what moves the first frame, which
// may cover less than the whole. What is not wholly there is ErrUnknown.
func decode(h header, data []byte) (image.Image, error) {
	var at image.Point
	if h.kind == WebP {
		if still, place, ok := firstFrame(h, data); ok {
			data, at = still, place
		}
	}
	picture, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnknown, err)
	}
	if h.kind == WebP {
		widenRange(picture)
	}
	return moved(picture, at), nil
}
