package images

// fragment takes from a box "moof" the samples of tracks that were taken before: a video may come in fragments, each with some of every
// track.
func (p *places) fragment(moof box) error {
	return p.each(moof.start, moof.end, moof.depth+1, func(b box) error {
		if b.kind != "traf" {
			return p.visit(b)
		}
		var f trackFragment
		f.base = moof.at
		if err := p.each(b.start, b.end, b.depth+1, func(inner box) error { return p.gatherFragment(&f, inner) }); err != nil || !p.taken[f.id] {
			return err
		}
		p.blank(f.samples)
		p.free(b)
		return nil
	})
}

type trackFragment struct {
	id      uint32
	base    int64 // that offsets count from
	size    uint64
	samples []extent
}

// What the flags of the boxes "tfhd" and "trun" say is there.
const (
	hasBase, hasForm, hasDuration, hasSize                      = 0x1, 0x2, 0x8, 0x10
	hasOffset, hasFirstFlags                                    = 0x1, 0x4
	eachHasDuration, eachHasSize, eachHasFlags, eachHasComposed = 0x100, 0x200, 0x400, 0x800
)

func (p *places) gatherFragment(f *trackFragment, b box) error {
	r := fields{data: p.content(b)}
	r.skip(1)
	switch b.kind {
	case "tfhd":
		flags := r.uint(3)
		f.id = uint32(r.uint(4)) //nolint:gosec // of four bytes
		f.size = p.usual[f.id]
		if flags&hasBase != 0 {
			if base := r.uint(8); base < 1<<50 {
				f.base = int64(base) //nolint:gosec // it is bounded
			}
		}
		r.skipIf(flags&hasForm != 0, 4)
		r.skipIf(flags&hasDuration != 0, 4)
		if flags&hasSize != 0 {
			f.size = r.uint(4)
		}
	case "trun":
		f.run(&r)
	}
	return nil
}

// run adds the samples of a box "trun", which stand behind each other.
func (f *trackFragment) run(r *fields) {
	flags, count := r.uint(3), r.uint(4)
	at := f.base
	if n := len(f.samples); n > 0 {
		at = f.samples[n-1].at + f.samples[n-1].size
	}
	if flags&hasOffset != 0 {
		at = f.base + int64(int32(r.uint(4))) //nolint:gosec // it may be below 0
	}
	r.skipIf(flags&hasFirstFlags != 0, 4)
	sum := f.size * count
	if flags&eachHasSize != 0 {
		sum = 0
		for ; count > 0 && !r.failed; count-- {
			r.skipIf(flags&eachHasDuration != 0, 4)
			sum += r.uint(4)
			r.skipIf(flags&eachHasFlags != 0, 4)
			r.skipIf(flags&eachHasComposed != 0, 4)
		}
	}
	if at >= 0 && sum > 0 && sum < 1<<50 {
		f.samples = append(f.samples, extent{at, int64(sum)}) //nolint:gosec // it is bounded
	}
}

// noteUsual notes from a box "trex" how long a track's samples are where nothing else is said.
func (p *places) noteUsual(b box) {
	r := fields{data: p.content(b)}
	r.skip(4)
	id := uint32(r.uint(4)) //nolint:gosec // of four bytes
	r.skip(8)
	if size := r.uint(4); !r.failed {
		p.usual[id] = size
	}
}
