package images_test

import (
	"bytes"
	"strings"
	"testing"

	"minimost/images"
)

// keyed is how a form of samples names what is in them.
func keyed(namespace, key string) string {
	return number(6, 0) + number(2, 1) + boxOf("keys", boxOf(number(4, 1), boxOf("keyd", namespace, key)))
}

// trackOf is a track whose samples have a form, are so long and stand where they do, the first two of them in one chunk.
func trackOf(id int, handler, form string, sizes, offsets []int) string {
	table := func(values []int) (all string) {
		for _, v := range values {
			all += number(4, uint64(v))
		}
		return number(4, uint64(len(values))) + all
	}
	var perChunk string
	if len(sizes) > len(offsets) {
		perChunk = number(4, 2) + number(4, 1) + number(4, 2) + number(4, 1) + number(4, 2) + number(4, 1) + number(4, 1)
	} else {
		perChunk = number(4, 1) + number(4, 1) + number(4, 1) + number(4, 1)
	}
	entry := number(4, uint64(4+len(form))) + form
	return boxOf("trak", boxOf("tkhd", number(4, 0), number(8, 0), number(4, uint64(id)), number(8, 0)),
		boxOf("mdia", boxOf("hdlr", number(8, 0), handler, number(8, 0)), boxOf("minf", boxOf("hdlr", number(8, 0), "url "),
			boxOf("stbl", boxOf("stsd", number(4, 0), number(4, 1), entry), boxOf("stsz", number(8, 0), table(sizes)),
				boxOf("stsc", number(4, 0), perChunk), boxOf("stco", number(4, 0), table(offsets))))))
}

// filmOf is a film with a picture track and another one, whose samples lie between the frames.
func filmOf(handler, form string, samples ...string) string {
	head := boxOf("ftyp", "qt  ", number(4, 0))
	data, sizes, offsets := "", []int{}, []int{}
	for _, sample := range samples {
		data += "frames"
		offsets = append(offsets, len(head)+8+len(data))
		for range 2 { // to a chunk
			data += sample
			sizes = append(sizes, len(sample))
		}
	}
	// The first chunk has two samples, all others one; what follows stays unnamed.
	perChunk := sizes[:min(len(sizes), len(offsets)+1)]
	if len(offsets) > 1 {
		data = strings.Replace(data, samples[1]+samples[1], samples[1]+"frames", 1)
	}
	return head + boxOf("mdat", data+"frames") + boxOf("moov", trackOf(1, "vide", "avc1", []int{6}, []int{len(head) + 8}), trackOf(2, handler, form, perChunk, offsets))
}

// fragmentsOf is a film in fragments, with the size of each sample or the one that all have.
func fragmentsOf(handler, form string, each bool) string {
	head := boxOf("ftyp", "iso5", number(4, 0)) + boxOf("moov", trackOf(1, "vide", "avc1", nil, nil), trackOf(2, handler, form, nil, nil),
		boxOf("mvex", boxOf("trex", number(4, 0), number(4, 2), number(8, 0), number(4, uint64(len(where))), number(4, 0))))
	fragment := func(offset int) string {
		run := boxOf("trun", number(4, 0x1), number(4, 2), number(4, uint64(offset)))
		if each {
			run = boxOf("trun", number(4, 0x301), number(4, 2), number(4, uint64(offset)), number(4, 9), number(4, uint64(len(where))), number(4, 9), number(4, uint64(len(where))))
		}
		return boxOf("moof", boxOf("mfhd", number(8, 0)), boxOf("traf", boxOf("tfhd", number(4, 0x20000), number(4, 1)), boxOf("trun", number(4, 0x1), number(4, 1), number(4, 0))),
			boxOf("traf", boxOf("tfhd", number(4, 0x20008), number(4, 2), number(4, 9)), run))
	}
	moof := fragment(len(fragment(0)) + 8 + len("frames"))
	return head + moof + boxOf("mdat", "frames", where, where, "frames")
}

// TestATrackOfPlacesIsNoMore: players find the others as they were.
func TestATrackOfPlacesIsNoMore(t *testing.T) {
	film := filmOf("meta", "gpmd", where)
	clean := string(patched([]byte(film)))
	if strings.Count(clean, "trak") != 1 || !strings.Contains(clean, "avc1") || strings.Contains(clean, "gpmd") {
		t.Errorf("%q", clean)
	}
	if patches := images.Places(bytes.NewReader([]byte(film)), int64(len(film))); len(patches) != 3 {
		t.Errorf("%d patches for a chunk and a box: samples behind each other are written over at once", len(patches))
	}
}
