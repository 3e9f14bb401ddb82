package images

import (
	"bytes"
	"encoding/binary"
	"strings"
)

// Cameras and phones also note where they are while they film, in a track of its own beside picture and sound, timed as these are:
// Apple's "mebx", GoPro's "gpmd", Android's "camm", drones' subtitles.

// track is what a box "trak" says of a track and where its samples are.
type track struct {
	id uint32
	// handler is what the track is for, entries are the forms of its samples.
	handler string
	entries []byte
	// sizes, chunkSizes and offsets are the boxes "stsz", "stsc", and "stco" or "co64".
	sizes, perChunk, offsets []byte
	wide                     bool // offsets of 64 bits
}

// track takes a track that tells of places, or may, with its samples; into any other it looks further.
func (p *places) track(b box) error {
	var t track
	if err := p.each(b.start, b.end, b.depth+1, func(inner box) error { return p.gather(&t, b, inner) }); err != nil {
		return err
	}
	if !t.tells() && !t.isText() {
		return p.each(b.start, b.end, b.depth+1, p.visit)
	}
	samples := t.samples()
	if !t.tells() && !p.speakOfPlaces(samples) {
		return p.each(b.start, b.end, b.depth+1, p.visit)
	}
	p.taken[t.id] = true
	p.blank(samples)
	p.free(b)
	return nil
}

func (p *places) gather(t *track, parent, b box) error {
	switch b.kind {
	case "mdia", "minf", "stbl":
		return p.each(b.start, b.end, b.depth+1, func(inner box) error { return p.gather(t, b, inner) })
	case "tkhd":
		r := fields{data: p.content(b)}
		times := 8
		if r.uint(1) == 1 {
			times = 16
		}
		r.skip(3 + times)
		t.id = uint32(r.uint(4)) //nolint:gosec // of four bytes
	case "hdlr":
		if r := (fields{data: p.content(b)}); parent.kind == "mdia" {
			r.skip(8)
			t.handler = string(r.data[:min(4, len(r.data))])
		}
	case "stsd":
		t.entries = p.content(b)
	case "stsz":
		t.sizes = p.content(b)
	case "stsc":
		t.perChunk = p.content(b)
	case "stco", "co64":
		t.offsets, t.wide = p.content(b), b.kind == "co64"
	}
	return nil
}

// noting are forms of samples that tell of places, or may: only Apple's say by names what is in them.
var noting = map[string]bool{"gpmd": true, "camm": true, "mett": true, "metx": true, "urim": true, "rtmd": true, "djmd": true, "dbgi": true}

// tells reports whether a track tells of places, or may.
func (t *track) tells() bool {
	form := ""
	if len(t.entries) >= 16 {
		form = string(t.entries[12:16])
	}
	if form == "mebx" {
		return namesPlace(string(t.entries))
	}
	return t.handler == "meta" || t.handler == "camm" || noting[form]
}

// isText reports whether a track is of words, of which some drones make a log of their flight.
func (t *track) isText() bool {
	return strings.Contains(" text sbtl subt ", " "+t.handler+" ") && t.handler != ""
}

// extent is a part of a file.
type extent struct{ at, size int64 }

// samples are where a track's samples stand, chunk by chunk.
func (t *track) samples() (all []extent) {
	sizes := sampleSizes(t.sizes)
	chunks, groups := fields{data: t.offsets}, fields{data: t.perChunk}
	chunks.skip(8)
	groups.skip(8)
	width := 4
	if t.wide {
		width = 8
	}
	next, each, sample := groups.uint(4), uint64(0), uint64(0)
	for number := uint64(1); len(chunks.data) >= width; number++ {
		if number == next && !groups.failed {
			each = groups.uint(4)
			groups.skip(4)
			next = groups.uint(4)
		}
		at := chunks.uint(width)
		size := sizes.sum(sample, each)
		sample += each
		if at < 1<<50 && size > 0 && size < 1<<50 {
			all = append(all, extent{int64(at), int64(size)}) //nolint:gosec // both are bounded
		}
	}
	return all
}

// sizesOf are those of a track's samples: all the same, or each its own.
type sizesOf struct {
	same uint64
	own  []byte
}

func sampleSizes(data []byte) sizesOf {
	r := fields{data: data}
	r.skip(4)
	same := r.uint(4)
	r.skip(4)
	return sizesOf{same: same, own: r.data}
}

// sum is how long so many samples are together.
func (s sizesOf) sum(from, count uint64) (sum uint64) {
	if s.same > 0 {
		return s.same * min(count, 1<<20)
	}
	most := uint64(len(s.own) / 4)
	for i := min(from, most); i < min(from+count, most); i++ {
		sum += uint64(binary.BigEndian.Uint32(s.own[4*i:]))
	}
	return sum
}

// spoken is how many bytes of the first chunks of words are looked at.
const spoken = 4 << 10

func (p *places) speakOfPlaces(samples []extent) bool {
	for _, s := range samples[:min(16, len(samples))] {
		text := make([]byte, min(s.size, spoken))
		n, _ := p.file.ReadAt(text, s.at) // of a chunk that is cut off, what is there
		text = bytes.ToLower(text[:n])
		for _, word := range []string{"gps", "latitude", "longitude"} {
			if bytes.Contains(text, []byte(word)) {
				return true
			}
		}
	}
	return false
}

// blank writes over samples, those that follow one another at once.
func (p *places) blank(samples []extent) {
	for i := 0; i < len(samples); {
		whole := samples[i]
		for i++; i < len(samples) && samples[i].at == whole.at+whole.size; i++ {
			whole.size += samples[i].size
		}
		if whole.at < p.size {
			p.write(Patch{At: whole.at, Size: whole.size})
		}
	}
}
