package images

import "image"

// widenRange makes of the colours of a decoded lossy WebP, which uses 16 to 235 and 16
// to 240 of 256 values, those that package image takes them for, which use all.
func widenRange(picture image.Image) {
	switch p := picture.(type) {
	case *image.YCbCr:
		widen(p)
	case *image.NYCbCrA:
		widen(&p.YCbCr)
	}
}

func widen(p *image.YCbCr) {
	for i, y := range p.Y {
		p.Y[i] = wideLight[y]
	}
	for _, colours := range [][]byte{p.Cb, p.Cr} {
		for i, c := range colours {
			colours[i] = wideColour[c]
		}
	}
}

var (
	wideLight  = widened(16, 219, 0)
	wideColour = widened(128, 224, 128)
)

// widened maps the values around a middle, of which there are so many, to 255 around another.
func widened(from, values, to int) (table [256]byte) {
	for v := range table {
		wide := float64(v-from)*255/float64(values) + float64(to)
		table[v] = byte(max(0, min(255, wide+0.5)))
	}
	return table
}
