package images_test

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"minimost/images"
)

// where is a place as phones write it into videos.
const where = "+48.2082+016.3738+171.000/"

func boxOf(kind string, contents ...string) string {
	content := strings.Join(contents, "")
	return string(binary.BigEndian.AppendUint32(nil, uint32(8+len(content)))) + kind + content
}

func number(size int, value uint64) string {
	return string(binary.BigEndian.AppendUint64(nil, value)[8-size:])
}

// keysOf is QuickTime's box of metadata by keys, each with a value.
func keysOf(pairs ...string) string {
	var keys, values string
	for i := 0; i < len(pairs); i += 2 {
		keys += number(4, uint64(8+len(pairs[i]))) + "mdta" + pairs[i]
		values += boxOf(number(4, uint64(i/2+1)), boxOf("data", number(4, 1), number(4, 0), pairs[i+1]))
	}
	return boxOf("hdlr", number(8, 0), "mdta", strings.Repeat("\x00", 12)) + boxOf("keys", number(4, 0), number(4, uint64(len(pairs)/2)), keys) + boxOf("ilst", values)
}

func movieOf(brand string, parts ...string) string {
	return boxOf("ftyp", brand, number(4, 0)) + boxOf("wide") + boxOf("mdat", strings.Repeat("frames", 100)) + boxOf("moov", boxOf("mvhd", number(8, 0)), strings.Join(parts, ""))
}

// heicOf is a picture with Exif and XMP, in the file or in its box of items' data.
func heicOf(version int, inData bool) string {
	exif := number(4, 6) + "Exif\x00\x00" + string(exifData(1)) + where
	xmp := `<x:xmpmeta exif:GPSLatitude="` + where + `"/>`
	infe := func(item int, kind, rest string) string {
		return boxOf("infe", number(1, 2), number(3, 0), number(2, uint64(item)), number(2, 0), kind, rest)
	}
	info := boxOf("iinf", number(4, 0), number(2, 3), infe(1, "hvc1", "\x00"), infe(2, "Exif", "\x00"), infe(3, "mime", "\x00application/rdf+xml\x00"))
	picture := strings.Repeat("pixels", 50)
	build := func(from int) (meta, data string) {
		data = picture + exif + xmp
		method := uint64(0)
		if inData {
			from, method = 0, 1
		}
		extent := func(item, at, size int) string {
			entry := number(2, uint64(item))
			if version > 0 {
				entry += number(2, method)
			}
			return entry + number(2, 0) + number(2, 1) + number(4, uint64(from+at)) + number(4, uint64(size))
		}
		loc := boxOf("iloc", number(1, uint64(version)), number(3, 0), "\x44\x00", number(2, 3),
			extent(1, 0, len(picture)), extent(2, len(picture), len(exif)), extent(3, len(picture)+len(exif), len(xmp)))
		meta = number(4, 0) + boxOf("hdlr", number(8, 0), "pict", strings.Repeat("\x00", 12)) + info + loc
		if inData {
			return boxOf("meta", meta, boxOf("idat", data)), ""
		}
		return boxOf("meta", meta), boxOf("mdat", data)
	}
	head := boxOf("ftyp", "heic", number(4, 0), "mif1")
	meta, _ := build(0)
	meta, data := build(len(head) + len(meta) + 8)
	return head + meta + data
}

func placed() map[string]string {
	return map[string]string{
		"QuickTime, by key":       movieOf("qt  ", boxOf("meta", keysOf("com.apple.quicktime.make", "Maker", "com.apple.quicktime.location.ISO6709", where))),
		"MP4, by key":             movieOf("isom", boxOf("udta", boxOf("meta", number(4, 0), keysOf("com.apple.quicktime.location.accuracy.horizontal", where, "title", "a title")))),
		"Android and old phones":  movieOf("mp42", boxOf("udta", boxOf("\xa9nam", "a title"), boxOf("\xa9xyz", number(2, uint64(len(where))), "\x15\xc7", where))),
		"3GPP":                    movieOf("3gp4", boxOf("trak", boxOf("udta", boxOf("loci", number(4, 0), where)))),
		"a name of iTunes' form":  movieOf("M4V ", boxOf("udta", boxOf("meta", number(4, 0), boxOf("hdlr", number(8, 0)), boxOf("ilst", boxOf("----", boxOf("mean", "com.apple"), boxOf("name", "Location"), boxOf("data", where)))))),
		"XMP":                     movieOf("isom", boxOf("uuid", "\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac", "GPSLatitude ", where)),
		"a camera on the move":    movieOf("isom", boxOf("udta", boxOf("GPMF", where))),
		"a box of 64 bits":        boxOf("ftyp", "isom") + number(4, 1) + "moov" + number(8, uint64(16+8+8+len(where))) + boxOf("udta", boxOf("\xa9xyz", where)),
		"a box to the end":        boxOf("ftyp", "isom") + number(4, 0) + "moov" + boxOf("udta", boxOf("loci", where)),
		"HEIC":                    heicOf(0, false),
		"HEIC of a later version": heicOf(1, false),
		"HEIC with its own data":  heicOf(1, true),

		"Apple's, noted while filming":   filmOf("meta", "mebx"+keyed("mdta", "com.apple.quicktime.location.ISO6709"), where, "and "+where),
		"GoPro's, noted while filming":   filmOf("meta", "gpmd", "GPS5"+where, "GPS5"+where+where),
		"Android's, noted while filming": filmOf("camm", "camm", where),
		"Sony's, noted while filming":    filmOf("soun", "rtmd", where),
		"a drone's subtitles":            filmOf("sbtl", "tx3g", "F/2.8, GPS (16.3738, 48.2082) "+where, "F/2.8, GPS "+where),
		"in fragments":                   fragmentsOf("meta", "gpmd", true),
		"in fragments, of one size":      fragmentsOf("meta", "gpmd", false),
	}
}

func patched(data []byte) []byte {
	clean := bytes.Clone(data)
	for _, p := range images.Places(bytes.NewReader(data), int64(len(data))) {
		for i := range clean[p.At : p.At+p.Size] {
			clean[p.At+int64(i)] = p.Fill
		}
		copy(clean[p.At:], p.Head)
	}
	return clean
}

// TestThePlaceIsWrittenOver: and nothing else, so that everything is found where it was.
func TestThePlaceIsWrittenOver(t *testing.T) {
	for name, file := range placed() {
		if !images.HasBoxes([]byte(file)) || !strings.Contains(file, where) {
			t.Fatalf("%s: the case is none", name)
		}
		clean := string(patched([]byte(file)))
		if strings.Contains(clean, where) || strings.Contains(clean, "48.2082") || len(clean) != len(file) {
			t.Errorf("%s: %q", name, clean)
		}
		for _, kept := range []string{"frames", "pixels", "a title", "Maker"} {
			if strings.Count(file, kept) != strings.Count(clean, kept) {
				t.Errorf("%s: %q is lost", name, kept)
			}
		}
		if again := string(patched([]byte(clean))); again != clean {
			t.Errorf("%s: it is another file the second time", name)
		}
	}
}

func TestWhatTellsNoPlaceStays(t *testing.T) {
	for name, file := range map[string]string{
		"nothing": "", "a text": "some text of a person", "no metadata": movieOf("isom"), "a title": movieOf("qt  ", boxOf("meta", keysOf("title", where))),
		"faces, noted while filming": filmOf("meta", "mebx"+keyed("mdta", "com.apple.quicktime.detected-face"), where),
		"subtitles of a film":        filmOf("sbtl", "tx3g", "Where are we? "+where), "a film": filmOf("vide", "avc1", where),
		"a track without samples": boxOf("ftyp", "isom") + boxOf("moov", boxOf("trak", boxOf("mdia", boxOf("minf", boxOf("stbl", boxOf("stsd", where)))))),
		"cut off":                 movieOf("isom", boxOf("udta", "\x00\x00\x01\x00\xa9xyz"+where)), "a text of its own": movieOf("isom", boxOf("udta", boxOf("\xa9cmt", where))),
		"an item that is the whole file": boxOf("ftyp", "heic") + boxOf("meta", number(4, 0), boxOf("iloc", number(4, 0), "\x00\x00", number(2, 60_000), strings.Repeat("\x00\x00\x00\x00\xff\xff", 60_000))),
		"boxes in boxes":                 strings.Repeat("\x00\x00\xff\xffmoov", 1_000),
		"a great many":                   boxOf("ftyp", "isom") + boxOf("moov", strings.Repeat(boxOf("free"), 30_000), boxOf("udta", boxOf("loci", where))),
	} {
		if clean := string(patched([]byte(file))); clean != file {
			t.Errorf("%s: it is another file", name)
		}
	}
}

// FuzzPlaces sends anything that may pass for a video or an HEIC picture.
func FuzzPlaces(f *testing.F) {
	for _, file := range placed() {
		f.Add([]byte(file))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var written int64
		patches := images.Places(bytes.NewReader(data), int64(len(data)))
		for _, p := range patches {
			if written += p.Size; p.At < 0 || p.Size <= 0 || p.At+p.Size > int64(len(data)) || int64(len(p.Head)) > p.Size {
				t.Fatalf("a patch from %d, %d long, of %d bytes", p.At, p.Size, len(data))
			}
		}
		if written > 2*int64(len(data)) {
			t.Errorf("%d bytes are written over of %d", written, len(data))
		}
	})
}
