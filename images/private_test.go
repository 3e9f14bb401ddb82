package images_test

import (
	"bytes"
	"image"
	"slices"
	"testing"

	"minimost/images"
)

func TestThePlaceIsTakenOutOfAPicture(t *testing.T) {
	photo := asJPEG(t, corners(40, 30))
	drawing := asPNG(t, corners(40, 30))
	profile := segment(0xe2, "ICC_PROFILE\x00\x01\x01colours")
	for name, c := range map[string]struct {
		data []byte
		keep string
	}{
		"jpeg": {withSegments(photo, segment(0xe1, "Exif\x00\x00"+string(exifData(1))), profile, segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+place),
			segment(0xed, "Photoshop 3.0\x00"+place), segment(0xe2, "MPF\x00"+place), segment(0xfe, place)), "ICC_PROFILE\x00\x01\x01colours"},
		"a turned jpeg":       {turnedJPEG(t, 40, 30, 6), "Exif\x00\x00"},
		"behind a jpeg's end": {append(bytes.Clone(photo), place...), ""},
		"another jpeg behind": {append(bytes.Clone(photo), turnedJPEG(t, 10, 10, 1)...), ""},
		"between segments":    {withSegments(photo, []byte(place)), ""},
		"png": {withChunks(drawing, pngChunk("eXIf", string(exifData(1))), pngChunk("tEXt", "Location\x00"+place), pngChunk("iTXt", place),
			pngChunk("zTXt", place), pngChunk("gpSd", place), pngChunk("tIME", place), pngChunk("pHYs", "resolved!")), "pHYsresolved!"},
		"a turned png":        {withChunks(drawing, pngChunk("eXIf", string(exifData(8)))), "eXIf"},
		"behind a png's end":  {append(bytes.Clone(drawing), place...), ""},
		"webp":                {extendedWebP(t, 1), ""},
		"a turned webp":       {extendedWebP(t, 3), "EXIF"},
		"behind a webp's end": {append(bytes.Clone(aWebP(t)), place...), ""},
	} {
		clean, err := images.WithoutMetadata(c.data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !bytes.Contains(c.data, []byte(place)) {
			t.Fatalf("%s: there was no place", name)
		}
		if bytes.Contains(clean, []byte(place)) {
			t.Errorf("%s: the place is still there", name)
		}
		if !bytes.Contains(clean, []byte(c.keep)) {
			t.Errorf("%s: %q is gone", name, c.keep)
		}
		looksAlike(t, name, c.data, clean)
		if again, err := images.WithoutMetadata(clean); err != nil || !bytes.Equal(again, clean) {
			t.Errorf("%s: a second time takes more out, %v", name, err)
		}
	}
}

func looksAlike(t *testing.T, name string, before, after []byte) {
	t.Helper()
	kind, width, height, err := images.Inspect(before)
	kindAfter, widthAfter, heightAfter, errAfter := images.Inspect(after)
	if err != nil || errAfter != nil || kind != kindAfter || width != widthAfter || height != heightAfter {
		t.Errorf("%s: %s of %d by %d (%v), before %s of %d by %d (%v)", name, kindAfter, widthAfter, heightAfter, errAfter, kind, width, height, err)
		return
	}
	old, _, err := image.Decode(bytes.NewReader(before))
	if err != nil {
		t.Fatal(err)
	}
	picture, _, err := image.Decode(bytes.NewReader(after))
	if err != nil || picture.Bounds() != old.Bounds() {
		t.Errorf("%s: %v", name, err)
		return
	}
	for y := range old.Bounds().Dy() {
		for x := range old.Bounds().Dx() {
			if picture.At(x, y) != old.At(x, y) {
				t.Fatalf("%s: another colour at %d, %d", name, x, y)
			}
		}
	}
}

func TestAPictureWithoutMetadataStaysToTheByte(t *testing.T) {
	for name, data := range map[string][]byte{
		"jpeg": asJPEG(t, corners(40, 30)), "png": asPNG(t, corners(40, 30)), "webp": aWebP(t), "gif": asGIF(t, corners(40, 30)),
		"a moving webp": movingWebP(t, 1, 1),
	} {
		if clean, err := images.WithoutMetadata(data); err != nil || !bytes.Equal(clean, data) {
			t.Errorf("%s: %d bytes became %d, %v", name, len(data), len(clean), err)
		}
	}
}

func TestThePlaceIsTakenOutOfWhatIsCutOffToo(t *testing.T) {
	for name, data := range map[string][]byte{
		"jpeg": turnedJPEG(t, 40, 30, 6),
		"png":  withChunks(asPNG(t, corners(40, 30)), pngChunk("eXIf", string(exifData(1)))),
		"webp": append(extendedWebP(t, 1), 0, 0, 0),
	} {
		cut := data[:len(data)-3]
		if name == "webp" {
			cut = append(bytes.Clone(cut), "JUNK"...)
			cut[4] += 4
		}
		clean, err := images.WithoutMetadata(cut)
		if err != nil || len(clean) != len(cut) || bytes.Contains(clean, []byte(place)) {
			t.Errorf("%s: %d of %d bytes, %v, place still there: %t", name, len(clean), len(cut), err, bytes.Contains(clean, []byte(place)))
		}
	}
}

func TestAGIFLosesCommentsAndWhatProgramsWrote(t *testing.T) {
	whole := asGIF(t, corners(40, 30))
	start := 6 + 7 + 3*256
	loop := "\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
	private := "\x21\xfe" + string([]byte{byte(len(place))}) + place + "\x00\x21\xff\x0bXMP DataXMP" + string([]byte{byte(len(place))}) + place + "\x00"
	put := func(blocks string) []byte { return slices.Concat(whole[:start], []byte(blocks), whole[start:]) }
	for name, c := range map[string]struct{ data, want []byte }{
		"played for ever":      {put(loop + private), put(loop)},
		"behind its end":       {slices.Concat(whole, []byte(place)), whole},
		"cut off":              {put(private)[:len(whole)], whole[:len(whole)-len(private)]},
		"cut off in a comment": {slices.Concat(whole[:start], []byte(private[:8])), whole[:start]},
	} {
		if clean, err := images.WithoutMetadata(c.data); err != nil || !bytes.Equal(clean, c.want) {
			t.Errorf("%s: %d of %d bytes, %v; want %d", name, len(clean), len(c.data), err, len(c.want))
		}
	}
}

func TestAPictureOfTooManyPixelsLosesItsPlaceToo(t *testing.T) {
	large := bomb(t, 15_000, 15_000, 8, 6)
	clean, err := images.WithoutMetadata(withChunks(large, pngChunk("tEXt", place)))
	if err != nil || !bytes.Equal(clean, large) {
		t.Errorf("%d bytes, %v", len(clean), err)
	}
}

func TestWhatHasNoMetadataComesBackWithAnError(t *testing.T) {
	for name, data := range map[string][]byte{"text": []byte(place), "a bitmap": []byte("BM\x00\x00"), "nothing": nil} {
		if same, err := images.WithoutMetadata(data); err == nil || !bytes.Equal(same, data) {
			t.Errorf("%s: %d of %d bytes, %v", name, len(same), len(data), err)
		}
	}
}
