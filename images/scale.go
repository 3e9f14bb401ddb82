package images

import (
	"image"
	"image/draw"
)

// strip is how many rows of a picture are converted at a time.
const strip = 32

// scale draws a part of a picture in width by height pixels, no more than the part has.
// Each pixel is the mean of those that it stands for, by their opacity.
func scale(picture image.Image, part image.Rectangle, width, height int) *image.NRGBA {
	s := newScaler(part.Dx(), part.Dy(), width, height)
	rows := image.NewRGBA(image.Rect(0, 0, part.Dx(), min(strip, part.Dy())))
	for y := 0; y < part.Dy(); y += strip {
		n := min(strip, part.Dy()-y)
		clear(rows.Pix) // the first frame of what moves may cover less
		draw.Draw(rows, image.Rect(0, 0, part.Dx(), n), picture, part.Min.Add(image.Pt(0, y)), draw.Src)
		for i := range n {
			s.add(rows.Pix[i*rows.Stride : i*rows.Stride+4*part.Dx()])
		}
	}
	return s.out
}

// scaler takes the rows of a picture one after the other. All shares are in units of
// one pixel of the source divided by those of the result.
type scaler struct {
	fromHeight, toHeight int
	out                  *image.NRGBA
	columns              []span
	row                  []float32 // the row at hand, narrowed: four values a pixel
	sum                  []float32 // the rows of the result's row so far
	y, filled            int       // rows of the result that are done; what the next has, of fromHeight
}

// span are the source's pixels that one pixel of the result stands for: from the first
// to the last, of which the outer two may count in part.
type span struct {
	first, last         int
	firstPart, lastPart float32
	whole               float32
}

func newScaler(fromWidth, fromHeight, toWidth, toHeight int) *scaler {
	s := &scaler{
		fromHeight: fromHeight, toHeight: toHeight, out: image.NewNRGBA(image.Rect(0, 0, toWidth, toHeight)),
		columns: make([]span, toWidth), row: make([]float32, 4*toWidth), sum: make([]float32, 4*toWidth),
	}
	for x := range s.columns {
		from, to := x*fromWidth, (x+1)*fromWidth
		first, last := from/toWidth, (to-1)/toWidth
		s.columns[x] = span{
			first: first, last: last, whole: float32(fromWidth) / float32(toWidth),
			firstPart: float32(min(to, (first+1)*toWidth)-from) / float32(toWidth),
			lastPart:  float32(to-last*toWidth) / float32(toWidth),
		}
	}
	return s
}

// add takes the next row, RGBA.
func (s *scaler) add(pix []byte) {
	s.narrow(pix)
	for left := s.toHeight; left > 0; {
		share := min(left, s.fromHeight-s.filled)
		part := float32(share) / float32(s.fromHeight)
		for i, v := range s.row {
			s.sum[i] += part * v
		}
		left -= share
		if s.filled += share; s.filled == s.fromHeight {
			s.finish()
		}
	}
}

// narrow sums up the row within each column of the result.
func (s *scaler) narrow(pix []byte) {
	for x, c := range s.columns {
		var r, g, b, a float32
		for i := c.first; i <= c.last; i++ {
			part := float32(1)
			if i == c.first {
				part = c.firstPart
			} else if i == c.last {
				part = c.lastPart
			}
			p := pix[4*i : 4*i+4 : 4*i+4]
			r, g, b, a = r+part*float32(p[0]), g+part*float32(p[1]), b+part*float32(p[2]), a+part*float32(p[3])
		}
		o := s.row[4*x : 4*x+4 : 4*x+4]
		o[0], o[1], o[2], o[3] = r/c.whole, g/c.whole, b/c.whole, a/c.whole
	}
}

// finish writes a row of the result.
func (s *scaler) finish() {
	out := s.out.Pix[s.y*s.out.Stride:]
	for x := range s.columns {
		v, o := s.sum[4*x:4*x+4:4*x+4], out[4*x:4*x+4:4*x+4]
		if a := v[3]; a > 0.5 {
			o[0], o[1], o[2], o[3] = rounded(v[0]*255/a), rounded(v[1]*255/a), rounded(v[2]*255/a), rounded(a)
		}
	}
	clear(s.sum)
	s.y, s.filled = s.y+1, 0
}

func rounded(v float32) uint8 { return uint8(min(255, v+0.5)) }
