package images

import (
	"image"
)

// orientation says how a picture is to be turned to stand upright, as EXIF numbers it.
type orientation int

const upright orientation = 1

// turnsSides reports whether width and height change places.
func (o orientation) turnsSides() bool { return o >= 5 && o <= 8 }

// source is the place in a stored picture of w by h pixels of what is seen at x, y.
func (o orientation) source(x, y, w, h int) (int, int) {
	switch o {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return y, h - 1 - x
	case 7:
		return w - 1 - y, h - 1 - x
	case 8:
		return w - 1 - y, x
	}
	return x, y
}

// apply returns the picture upright.
func (o orientation) apply(picture *image.NRGBA) *image.NRGBA {
	if o <= upright || o > 8 {
		return picture
	}
	w, h := picture.Rect.Dx(), picture.Rect.Dy()
	width, height := w, h
	if o.turnsSides() {
		width, height = h, w
	}
	turned := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			fromX, fromY := o.source(x, y, w, h)
			copy(turned.Pix[y*turned.Stride+4*x:][:4], picture.Pix[fromY*picture.Stride+4*fromX:][:4])
		}
	}
	return turned
}

// orientationOf finds what the metadata of a picture says, upright where it says nothing.
func orientationOf(kind string, data []byte) orientation {
	found := upright
	eachPart(kind, data, func(p part) {
		if p.exif != nil && found == upright {
			found = readOrientation(p.exif)
		}
	})
	return found
}
