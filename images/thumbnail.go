package images

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
)

// quality of the JPEGs that are made, 1 to 100.
const quality = 82

// Thumbnail draws a picture within maxWidth by maxHeight pixels, never larger than it
// is, upright and without metadata: a JPEG, or a PNG where something shows through. Of
// what moves it is the first frame. Errors are those of Inspect; a picture that is cut
// off or damaged is ErrUnknown.
func Thumbnail(data []byte, maxWidth, maxHeight int) (thumbnail []byte, width, height int, kind string, err error) {
	small, err := shrink(data, func(w, h int) (image.Rectangle, int, int) {
		width, height := fit(w, h, maxWidth, maxHeight)
		return image.Rect(0, 0, w, h), width, height
	})
	if err != nil {
		return nil, 0, 0, "", err
	}
	thumbnail, kind, err = encode(small)
	return thumbnail, small.Rect.Dx(), small.Rect.Dy(), kind, err
}

// Square draws the middle of a picture as a square of so many pixels, or of as many as
// its shorter side has. It is upright, without metadata, and of the kinds and errors
// of Thumbnail.
func Square(data []byte, side int) (square []byte, kind string, err error) {
	small, err := shrink(data, func(w, h int) (image.Rectangle, int, int) {
		shorter := min(w, h)
		x, y := (w-shorter)/2, (h-shorter)/2
		target := max(1, min(side, shorter))
		return image.Rect(x, y, x+shorter, y+shorter), target, target
	})
	if err != nil {
		return nil, "", err
	}
	return encode(small)
}

// shrink decodes a picture and scales the part of it that frame chooses of an upright
// one of w by h pixels, to so many pixels.
func shrink(data []byte, frame func(w, h int) (part image.Rectangle, width, height int)) (*image.NRGBA, error) {
	h, err := readHeader(data)
	if err != nil {
		return nil, err
	}
	decoding <- struct{}{}
	defer func() { <-decoding }()
	picture, err := decode(h, data)
	if err != nil {
		return nil, err
	}
	if !h.orientation.turnsSides() {
		part, width, height := frame(h.width, h.height)
		return h.orientation.apply(scale(picture, part, width, height)), nil
	}
	// The part is in the middle, so it is where it was when only the sides change places.
	part, width, height := frame(h.height, h.width)
	part = image.Rect(part.Min.Y, part.Min.X, part.Max.Y, part.Max.X)
	return h.orientation.apply(scale(picture, part, height, width)), nil
}

// fit is the largest size of the shape of w by h within the bounds, at least one pixel
// either way and never larger than w by h.
func fit(w, h, maxWidth, maxHeight int) (width, height int) {
	if w <= maxWidth && h <= maxHeight {
		return w, h
	}
	if w*maxHeight > h*maxWidth {
		return maxWidth, max(1, h*maxWidth/w)
	}
	return max(1, w*maxHeight/h), maxHeight
}

func encode(picture *image.NRGBA) (data []byte, kind string, err error) {
	var b bytes.Buffer
	if !picture.Opaque() {
		err = png.Encode(&b, picture)
		return b.Bytes(), PNG, err
	}
	err = jpeg.Encode(&b, picture, &jpeg.Options{Quality: quality})
	return b.Bytes(), JPEG, err
}
