package images_test

import (
	"bytes"
	"runtime"
	"testing"

	"minimost/images"
)

// FuzzGuard sends anything that may pass for a picture. What its header promises is
// what decoding costs, a thumbnail is within its bounds, and a picture without its
// metadata is the picture still.
func FuzzGuard(f *testing.F) {
	for _, seed := range [][]byte{
		asJPEG(f, corners(16, 12)), turnedJPEG(f, 16, 12, 6), asPNG(f, corners(16, 12)), asGIF(f, corners(16, 12)), aWebP(f), extendedWebP(f, 6), movingWebP(f, 1, 1),
		bomb(f, 15_000, 15_000, 8, 6), withChunks(asPNG(f, corners(4, 4)), pngChunk("eXIf", string(exifData(8)))),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		kind, width, height, err := images.Inspect(data)
		if err != nil {
			return
		}
		if width <= 0 || height <= 0 || max(width, height) > images.MaxSide || width*height > images.MaxMemory/3 {
			t.Fatalf("%s of %d by %d is to be decoded", kind, width, height)
		}
		if width*height > 1<<20 {
			return // decoding takes long
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, w, h, _, err := images.Thumbnail(data, 50, 40)
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; took > uint64(40*width*height+len(data)*20+4<<20) {
			t.Errorf("%s of %d by %d: %d bytes were allocated", kind, width, height, took)
		}
		if err == nil && (w <= 0 || h <= 0 || w > 50 || h > 40) {
			t.Errorf("a thumbnail of %d by %d", w, h)
		}
		clean, cleanErr := images.WithoutMetadata(data)
		if cleanErr != nil {
			return
		}
		if len(clean) > len(data)+64 || bytes.Contains(clean, []byte(place)) && !bytes.Contains(data, []byte(place)) {
			t.Errorf("%d bytes became %d", len(data), len(clean))
		}
		// What was removed may have been all that was wrong, such as a comment with a checksum that is not its own.
		if _, _, _, _, again := images.Thumbnail(clean, 50, 40); err == nil && again != nil {
			t.Errorf("decoding says %v without metadata", again)
		}
	})
}
