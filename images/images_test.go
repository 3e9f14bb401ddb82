package images_test

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"runtime"
	"strings"
	"testing"

	"minimost/images"
)

// corners is a picture whose quarters are red, green, blue and white, from left to right
// and from top to bottom.
func corners(width, height int) *image.NRGBA {
	picture := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			c := [2][2]color.NRGBA{{red, green}, {blue, white}}[y*2/height][x*2/width]
			picture.SetNRGBA(x, y, c)
		}
	}
	return picture
}

var (
	red   = color.NRGBA{R: 255, A: 255}
	green = color.NRGBA{G: 255, A: 255}
	blue  = color.NRGBA{B: 255, A: 255}
	white = color.NRGBA{R: 255, G: 255, B: 255, A: 255}
)

func asJPEG(t testing.TB, picture image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(t testing.TB, picture image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asGIF(t testing.TB, picture image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := gif.Encode(&b, picture, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// aWebP is one pixel.
func aWebP(t testing.TB) []byte {
	t.Helper()
	data, err := base64.StdEncoding.DecodeString("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

const place = "52 deg 30' N, 13 deg 22' E"

// exifData says how the picture is turned and where it was taken.
func exifData(turned int) []byte {
	exif := []byte("II*\x00\x08\x00\x00\x00\x02\x00")
	exif = append(exif, 0x12, 0x01, 3, 0, 1, 0, 0, 0, byte(turned), 0, 0, 0)
	exif = append(exif, 0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0) // a GPS directory
	return append(append(exif, 0, 0, 0, 0), place...)
}

func segment(marker byte, content string) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(content)+2)), content...)
}

// withSegments puts segments behind the start of a JPEG.
func withSegments(data []byte, segments ...[]byte) []byte {
	return append(append([]byte{0xff, 0xd8}, bytes.Join(segments, nil)...), data[2:]...)
}

func turnedJPEG(t testing.TB, width, height, turned int) []byte {
	return withSegments(asJPEG(t, corners(width, height)), segment(0xe1, "Exif\x00\x00"+string(exifData(turned))))
}

func pngChunk(name, content string) []byte {
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
	chunk = append(append(chunk, name...), content...)
	return binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
}

const pngHeaderLength = 8 + 25

// withChunks puts chunks behind the header of a PNG.
func withChunks(data []byte, chunks ...[]byte) []byte {
	return append(append(bytes.Clone(data[:pngHeaderLength]), bytes.Join(chunks, nil)...), data[pngHeaderLength:]...)
}

func webPChunk(name, content string) []byte {
	chunk := append(binary.LittleEndian.AppendUint32([]byte(name), uint32(len(content))), content...)
	return append(chunk, make([]byte, len(content)%2)...)
}

func webP(chunks ...[]byte) []byte {
	content := bytes.Join(chunks, nil)
	return append(append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(content)+4)), "WEBP"...), content...)
}

// extendedWebP carries EXIF data and XMP.
func extendedWebP(t testing.TB, turned int) []byte {
	return webP(webPChunk("VP8X", "\x0c\x00\x00\x00\x00\x00\x00\x00\x00\x00"), aWebP(t)[12:],
		webPChunk("EXIF", string(exifData(turned))), webPChunk("XMP ", place))
}

func TestEachKindIsKnownBySizeAsItIsSeen(t *testing.T) {
	for name, c := range map[string]struct {
		data          []byte
		kind          string
		width, height int
	}{
		"jpeg":          {asJPEG(t, corners(40, 30)), images.JPEG, 40, 30},
		"a turned jpeg": {turnedJPEG(t, 40, 30, 6), images.JPEG, 30, 40},
		"upside down":   {turnedJPEG(t, 40, 30, 3), images.JPEG, 40, 30},
		"no such turn":  {turnedJPEG(t, 40, 30, 9), images.JPEG, 40, 30},
		"png":           {asPNG(t, corners(40, 30)), images.PNG, 40, 30},
		"a turned png":  {withChunks(asPNG(t, corners(40, 30)), pngChunk("eXIf", string(exifData(8)))), images.PNG, 30, 40},
		"gif":           {asGIF(t, corners(40, 30)), images.GIF, 40, 30},
		"webp":          {aWebP(t), images.WebP, 1, 1},
		"extended webp": {extendedWebP(t, 6), images.WebP, 1, 1},
	} {
		kind, width, height, err := images.Inspect(c.data)
		if err != nil || kind != c.kind || width != c.width || height != c.height {
			t.Errorf("%s: %s of %d by %d, %v; want %s of %d by %d", name, kind, width, height, err, c.kind, c.width, c.height)
		}
	}
}

func TestAThumbnailStandsUpright(t *testing.T) {
	// What is seen at the top left, the top right, the bottom left and the bottom right.
	for turned, want := range map[int][4]color.NRGBA{
		1: {red, green, blue, white}, 2: {green, red, white, blue}, 3: {white, blue, green, red}, 4: {blue, white, red, green},
		5: {red, blue, green, white}, 6: {blue, red, white, green}, 7: {white, green, blue, red}, 8: {green, white, red, blue},
	} {
		thumbnail, width, height, kind, err := images.Thumbnail(turnedJPEG(t, 80, 60, turned), 40, 40)
		if err != nil {
			t.Fatal(err)
		}
		small, format, err := image.Decode(bytes.NewReader(thumbnail))
		if err != nil || "image/"+format != kind || small.Bounds() != image.Rect(0, 0, width, height) {
			t.Fatalf("turned %d: %s of %v, %v; said to be %s of %d by %d", turned, format, small.Bounds(), err, kind, width, height)
		}
		if long := max(width, height); long != 40 || min(width, height) != 30 || (width > height) != (turned < 5) {
			t.Errorf("turned %d: %d by %d", turned, width, height)
		}
		for i, at := range []image.Point{{5, 5}, {width - 5, 5}, {5, height - 5}, {width - 5, height - 5}} {
			if !near(small.At(at.X, at.Y), want[i]) {
				t.Errorf("turned %d: at %v it is %v, want %v", turned, at, small.At(at.X, at.Y), want[i])
			}
		}
		if bytes.Contains(thumbnail, []byte(place)) || bytes.Contains(thumbnail, []byte("Exif")) {
			t.Errorf("turned %d: the thumbnail has metadata", turned)
		}
	}
}

func near(got color.Color, want color.NRGBA) bool {
	r, g, b, _ := got.RGBA()
	close := func(a uint32, b uint8) bool { return max(int(a>>8), int(b))-min(int(a>>8), int(b)) < 30 }
	return close(r, want.R) && close(g, want.G) && close(b, want.B)
}

func TestThumbnailsAreNeverLargerThanThePicture(t *testing.T) {
	for name, c := range map[string]struct{ from, want image.Point }{
		"smaller":   {image.Pt(30, 20), image.Pt(30, 20)},
		"wide":      {image.Pt(400, 100), image.Pt(200, 50)},
		"tall":      {image.Pt(100, 400), image.Pt(37, 150)},
		"a hair":    {image.Pt(2000, 1), image.Pt(200, 1)},
		"one pixel": {image.Pt(1, 1), image.Pt(1, 1)},
		"odd":       {image.Pt(201, 151), image.Pt(199, 150)},
	} {
		_, width, height, _, err := images.Thumbnail(asPNG(t, corners(c.from.X, c.from.Y)), 200, 150)
		if err != nil || image.Pt(width, height) != c.want {
			t.Errorf("%s: %d by %d, %v; want %v", name, width, height, err, c.want)
		}
	}
}

func TestWhatShowsThroughStillDoes(t *testing.T) {
	picture := corners(40, 40)
	for i := 3; i < len(picture.Pix)/2; i += 4 {
		picture.Pix[i] = 0
	}
	thumbnail, _, _, kind, err := images.Thumbnail(asPNG(t, picture), 10, 10)
	if err != nil || kind != images.PNG {
		t.Fatal(kind, err)
	}
	small, err := png.Decode(bytes.NewReader(thumbnail))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, a := small.At(2, 2).RGBA(); a != 0 {
		t.Errorf("opacity %d of what showed through", a)
	}
	if !near(small.At(2, 8), blue) {
		t.Errorf("%v, want blue", small.At(2, 8))
	}
}

func TestASquareIsTheMiddle(t *testing.T) {
	for name, c := range map[string]struct {
		data       []byte
		side, want int
	}{
		"wide":    {asPNG(t, corners(300, 100)), 64, 64},
		"turned":  {turnedJPEG(t, 300, 100, 6), 64, 64},
		"small":   {asPNG(t, corners(20, 30)), 64, 20},
		"webp":    {aWebP(t), 64, 1},
		"one row": {asPNG(t, corners(50, 1)), 64, 1},
	} {
		square, _, err := images.Square(c.data, c.side)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if _, width, height, err := images.Inspect(square); err != nil || width != c.want || height != c.want {
			t.Errorf("%s: %d by %d, %v; want %d", name, width, height, err, c.want)
		}
	}
}

func TestTheFirstFrameOfAGIFIsShownOnItsCanvas(t *testing.T) {
	palette := color.Palette{color.Transparent, red}
	frame := image.NewPaletted(image.Rect(10, 10, 20, 20), palette)
	for i := range frame.Pix {
		frame.Pix[i] = 1
	}
	var b bytes.Buffer
	err := gif.EncodeAll(&b, &gif.GIF{
		Image: []*image.Paletted{frame}, Delay: []int{0}, Config: image.Config{Width: 40, Height: 40, ColorModel: palette},
	})
	if err != nil {
		t.Fatal(err)
	}
	thumbnail, width, height, _, err := images.Thumbnail(b.Bytes(), 20, 20)
	if err != nil || width != 20 || height != 20 {
		t.Fatal(width, height, err)
	}
	small, err := png.Decode(bytes.NewReader(thumbnail))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, a := small.At(15, 15).RGBA(); a != 0 || !near(small.At(7, 7), red) {
		t.Errorf("%v beside the frame, %v in it", small.At(15, 15), small.At(7, 7))
	}
}

// bomb is a PNG of one colour.
func bomb(t testing.TB, width, height uint32, bits, colours byte) []byte {
	header := binary.BigEndian.AppendUint32(nil, width)
	header = append(binary.BigEndian.AppendUint32(header, height), bits, colours, 0, 0, 0)
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	row := make([]byte, 1<<20)
	for range 4 {
		if _, err := z.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return append([]byte("\x89PNG\r\n\x1a\n"), bytes.Join([][]byte{
		pngChunk("IHDR", string(header)), pngChunk("IDAT", b.String()), pngChunk("IEND", ""),
	}, nil)...)
}

func TestBombsAreRefusedByTheirHeaders(t *testing.T) {
	huge := asGIF(t, corners(10, 10))
	copy(huge[6:], "\xff\xff\xff\xff")
	wide := asJPEG(t, corners(10, 10))
	i := bytes.Index(wide, []byte{0xff, 0xc0})
	copy(wide[i+5:], "\x4e\x20\x4e\x20") // 20,000 by 20,000
	progressive := bytes.Clone(wide)
	progressive[i+1] = 0xc2
	copy(progressive[i+5:], "\x13\x88\x13\x88") // 5,000 by 5,000
	for name, data := range map[string][]byte{
		"png":              bomb(t, 15_000, 15_000, 8, 6),
		"of 16 bits":       bomb(t, 5_000, 5_000, 16, 6),
		"a long png":       bomb(t, 100, 1_000_000, 8, 0),
		"gif":              huge,
		"jpeg":             wide,
		"of many scans":    progressive,
		"webp":             webP(webPChunk("VP8X", "\x00\x00\x00\x00\xff\x3f\x00\xff\x3f\x00"), aWebP(t)[12:]),
		"a webp's insides": webP(webPChunk("VP8L", "\x2f\xff\xff\xff\x0f\x00")),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, _, _, err := images.Inspect(data)
		_, _, _, _, thumbnailErr := images.Thumbnail(data, 100, 100)
		_, _, squareErr := images.Square(data, 100)
		runtime.ReadMemStats(&after)
		if !errors.Is(err, images.ErrTooLarge) || !errors.Is(thumbnailErr, images.ErrTooLarge) || !errors.Is(squareErr, images.ErrTooLarge) {
			t.Errorf("%s: %v, %v, %v", name, err, thumbnailErr, squareErr)
		}
		if took := after.TotalAlloc - before.TotalAlloc; took > 4<<20 {
			t.Errorf("%s: %d bytes were allocated to refuse it", name, took)
		}
	}
}

func TestWhatAHeaderHidesIsFoundWhenItIsDecoded(t *testing.T) {
	small := webPChunk("VP8X", "\x00\x00\x00\x00\x0a\x00\x00\x0a\x00\x00")
	for name, data := range map[string][]byte{
		"a large webp in a small one": webP(small, webPChunk("VP8L", "\x2f\xff\xff\xff\x0f\x00")),
		"another size":                webP(small, aWebP(t)[12:]),
	} {
		if _, _, _, _, err := images.Thumbnail(data, 100, 100); !errors.Is(err, images.ErrUnknown) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatIsCutOffOrNoPictureIsUnknown(t *testing.T) {
	whole := map[string][]byte{"jpeg": asJPEG(t, corners(300, 200)), "png": asPNG(t, corners(300, 200)), "gif": asGIF(t, corners(300, 200)), "webp": aWebP(t)}
	for name, data := range whole {
		for _, n := range []int{0, 1, 5, len(data) / 2, len(data) - 4} {
			if _, _, _, _, err := images.Thumbnail(data[:n], 100, 100); !errors.Is(err, images.ErrUnknown) {
				t.Errorf("%s cut off after %d bytes: %v", name, n, err)
			}
		}
	}
	for name, data := range map[string]string{
		"svg":       `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`,
		"html":      "<!doctype html><script>alert(1)</script>",
		"pdf":       "%PDF-1.7",
		"tiff":      "II*\x00\x08\x00\x00\x00\x00\x00",
		"bmp":       "BM" + strings.Repeat("\x00", 60),
		"an ending": "GIF89a<script>alert(1)</script>",
	} {
		if _, _, _, err := images.Inspect([]byte(data)); name != "an ending" && !errors.Is(err, images.ErrUnknown) {
			t.Errorf("%s: %v", name, err)
		}
		if _, _, _, _, err := images.Thumbnail([]byte(data), 100, 100); err == nil {
			t.Errorf("%s has a thumbnail", name)
		}
	}
}
