package upload

import (
	"context"
	"io"

	"minimost/chat"
	"minimost/images"
)

// removePlaces writes over what a video or an HEIC picture says of where it was taken. Only one chunk of it is in memory.
func (t *Taker) removePlaces(ctx context.Context, f chat.File) error {
	file := &stored{taker: t, ctx: ctx, id: f.ID, number: -1}
	patches := images.Places(file, f.Size)
	if file.failure != nil {
		return file.failure
	}
	for n := 0; int64(n)*chat.FileChunk < f.Size; n++ {
		if err := t.patch(ctx, file, n, patches); err != nil {
			return err
		}
	}
	return nil
}

// patch stores a chunk anew that patches reach into.
func (t *Taker) patch(ctx context.Context, file *stored, n int, patches []images.Patch) error {
	from, reached := int64(n)*chat.FileChunk, false
	for _, p := range patches {
		if p.At+p.Size <= from || p.At >= from+chat.FileChunk {
			continue
		}
		if err := file.load(n); err != nil {
			return err
		}
		for i := max(p.At, from); i < min(p.At+p.Size, from+int64(len(file.chunk))); i++ {
			reached, file.chunk[i-from] = true, p.Fill
			if into := i - p.At; into < int64(len(p.Head)) {
				file.chunk[i-from] = p.Head[into]
			}
		}
	}
	if !reached {
		return nil
	}
	return t.step(ctx, func(ctx context.Context) error { return t.Store.StoreFileChunk(ctx, file.id, n, file.chunk) })
}

// stored is an io.ReaderAt of what has arrived of a file; the last chunk that was asked for is at hand.
type stored struct {
	taker   *Taker
	ctx     context.Context //nolint:containedctx // io.ReaderAt has none
	id      int64
	number  int // of the chunk, -1 for none
	chunk   []byte
	failure error // of the store
}

func (s *stored) load(n int) error {
	if n == s.number {
		return nil
	}
	s.failure = s.taker.step(s.ctx, func(ctx context.Context) (err error) {
		s.chunk, err = s.taker.Store.FileChunk(ctx, s.id, n)
		return err
	})
	s.number = n
	if s.failure != nil {
		s.number = -1
	}
	return s.failure
}

func (s *stored) ReadAt(data []byte, at int64) (read int, err error) {
	for read < len(data) {
		if err := s.load(int(at / chat.FileChunk)); err != nil {
			return read, err
		}
		within := int(at % chat.FileChunk)
		if within >= len(s.chunk) {
			return read, io.EOF
		}
		copied := copy(data[read:], s.chunk[within:])
		read, at = read+copied, at+int64(copied)
	}
	return read, nil
}
