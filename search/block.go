package search

import (
	"maps"
	"slices"
	"strings"
	"time"

	"minimost/chat"
)

// Block is the index of BlockSize messages whose numbers follow each other.
type Block struct {
	// Oldest and Newest bound the stamps and the times of its messages.
	Oldest, Newest chat.Stamp
	// Disorder is how far a stamp lies before one of a lower number, at most.
	Disorder time.Duration
	Channels Names
	Senders  Names
	// Chunks have the grams, in their order, and where they are; Directory has the
	// first of each chunk.
	Chunks    [][]byte
	Directory Directory
}

// Numbers are the first and the last number of a block's messages.
func Numbers(block int64) (first, last int64) { return block*BlockSize + 1, (block + 1) * BlockSize }

// Place is where a message is: its block, and its place there.
func Place(number int64) (block int64, place int) {
	return (number - 1) / BlockSize, int((number - 1) % BlockSize)
}

// Builder makes a block.
type Builder struct {
	block  Block
	grams  map[string]*Bits
	newest chat.Stamp // so far
}

// NewBuilder begins a block.
func NewBuilder() *Builder { return &Builder{grams: make(map[string]*Bits, 1<<13)} }

// Add indexes a message, of which reacted says whether there are reactions to it.
// Messages come in the order of their numbers.
func (b *Builder) Add(m chat.Message, reacted bool) {
	if !Indexed(m) {
		return
	}
	_, place := Place(m.ID)
	b.block.Channels.Set(place, m.Channel)
	b.block.Senders.Set(place, m.Sender)
	low, high := min(m.TS, m.SentTS), max(m.TS, m.SentTS)
	if b.newest == 0 {
		b.block.Oldest, b.block.Newest = low, high
	}
	b.block.Oldest, b.block.Newest = min(b.block.Oldest, low), max(b.block.Newest, high)
	b.block.Disorder = max(b.block.Disorder, b.newest.Sub(m.TS))
	b.newest = max(b.newest, m.TS)
	for gram := range gramsOf(m, reacted) {
		bits := b.grams[gram]
		if bits == nil {
			bits = new(Bits)
			b.grams[strings.Clone(gram)] = bits
		}
		bits.Set(place)
	}
}

// Bounds of the chunks of a block.
const (
	chunkBytes = 3_000 // that a chunk has about
	MaxChunks  = 1_000
)

// Block is what was built.
func (b *Builder) Block() Block {
	var entries [][]byte
	total := 0
	for _, gram := range slices.Sorted(maps.Keys(b.grams)) {
		entry := appendEntry(nil, gram, b.grams[gram])
		entries = append(entries, entry)
		total += len(entry)
	}
	full := max(chunkBytes, 2*total/MaxChunks)
	var chunk []byte
	for i, entry := range entries {
		if len(chunk) == 0 {
			gram, _, _ := cutText(entry)
			b.block.Directory = append(b.block.Directory, string(gram))
		}
		if chunk = append(chunk, entry...); len(chunk) >= full || i == len(entries)-1 {
			b.block.Chunks = append(b.block.Chunks, chunk)
			chunk = nil
		}
	}
	if len(entries) == 0 {
		b.block.Chunks, b.block.Directory = [][]byte{{}}, Directory{""}
	}
	return b.block
}

func appendEntry(to []byte, gram string, bits *Bits) []byte {
	return appendText(appendText(to, gram), string(bits.append(nil)))
}

// Directory has the first gram of each chunk of a block.
type Directory []string

// Chunk is the chunk in which a gram is, if it is in any; -1 where there is none.
func (d Directory) Chunk(gram string) int {
	at, found := slices.BinarySearch(d, gram)
	if !found && at > 0 {
		at--
	}
	return min(at, len(d)-1)
}

// Encode writes the directory.
func (d Directory) Encode() (data []byte) {
	for _, gram := range d {
		data = appendText(data, gram)
	}
	return data
}

// ReadDirectory reads what Encode has written.
func ReadDirectory(data []byte) (d Directory, ok bool) {
	for len(data) > 0 {
		gram, rest, ok := cutText(data)
		if !ok {
			return nil, false
		}
		d, data = append(d, string(gram)), rest
	}
	return d, true
}

// Find is where a chunk has a gram.
func Find(chunk []byte, gram string) (b Bits, ok bool) {
	for len(chunk) > 0 {
		name, rest, ok := cutText(chunk)
		if !ok {
			return b, false
		}
		data, rest, ok := cutText(rest)
		if !ok {
			return b, false
		}
		if string(name) == gram {
			return readBits(data)
		}
		chunk = rest
	}
	return b, true
}

// Change says which grams a place of a block gets and which it loses.
type Change struct {
	Place       int
	Add, Remove map[string]bool
}

// NewChange is the change of a place from one message to another; nil is none.
// Reacted says whether there are reactions to the new one.
func NewChange(place int, before, after *chat.Message, reacted bool) Change {
	c := Change{Place: place, Add: map[string]bool{}, Remove: map[string]bool{}}
	if after != nil {
		for gram := range gramsOf(*after, reacted) {
			c.Add[gram] = true
		}
	}
	if before != nil {
		for gram := range gramsOf(*before, true) {
			if !c.Add[gram] {
				c.Remove[gram] = true
			}
		}
	}
	return c
}

// NewMarks is the change of a place whose text is as it was.
func NewMarks(place int, m chat.Message, reacted bool) Change {
	c := Change{Place: place, Add: map[string]bool{}}
	for gram := range marksOf(m, reacted) {
		c.Add[gram] = true
	}
	return c
}

// ByChunk deals out the changes' grams to the chunks of a block.
func ByChunk(d Directory, changes []Change) map[int][]Change {
	dealt := make(map[int][]Change)
	for _, c := range changes {
		parts := make(map[int]Change)
		part := func(gram string) Change {
			at := max(0, d.Chunk(gram))
			if _, ok := parts[at]; !ok {
				parts[at] = Change{Place: c.Place, Add: map[string]bool{}, Remove: map[string]bool{}}
			}
			return parts[at]
		}
		for gram := range c.Add {
			part(gram).Add[gram] = true
		}
		for gram := range c.Remove {
			part(gram).Remove[gram] = true
		}
		for at, p := range parts {
			dealt[at] = append(dealt[at], p)
		}
	}
	return dealt
}

// Apply makes changes in a chunk.
func Apply(chunk []byte, changes []Change) (changed []byte, ok bool) {
	grams := make(map[string]*Bits)
	for len(chunk) > 0 {
		gram, rest, ok := cutText(chunk)
		if !ok {
			return nil, false
		}
		data, rest, ok := cutText(rest)
		if !ok {
			return nil, false
		}
		bits, ok := readBits(data)
		if !ok {
			return nil, false
		}
		grams[string(gram)], chunk = &bits, rest
	}
	for _, c := range changes {
		for gram := range c.Remove {
			if bits := grams[gram]; bits != nil {
				bits.Clear(c.Place)
			}
		}
		for gram := range c.Add {
			if grams[gram] == nil {
				grams[gram] = new(Bits)
			}
			grams[gram].Set(c.Place)
		}
	}
	for _, gram := range slices.Sorted(maps.Keys(grams)) {
		if grams[gram].Count() > 0 {
			changed = appendEntry(changed, gram, grams[gram])
		}
	}
	return changed, true
}
