// Package upload takes files as they arrive: piece by piece, however slowly, into a
// store, and says what they are when they are there. Pictures lose what they tell beside
// what they show, and get a thumbnail.
package upload

import (
	"bytes"
	"context"
	"errors"
	"io"
	"time"

	"minimost/chat"
	"minimost/images"
)

// Thumbnails are at most of this size, in pixels: twice as fine as they are shown.
const (
	ThumbnailWidth  = 720
	ThumbnailHeight = 480
)

// maxPicture bounds what is taken for a picture: it has to be in memory to be looked at.
// What is larger is a file like any other.
const maxPicture = 64 << 20 // bytes

// Store is where files are kept. It is asked for one chunk at a time.
type Store interface {
	// BeginFile makes room for f.Size bytes, of most for all files together. It is
	// ErrFilesFull or ErrTooManyUnsent.
	BeginFile(ctx context.Context, f chat.File, most int64, now time.Time) (id int64, err error)
	StoreFileChunk(ctx context.Context, id int64, n int, data []byte) error
	FileChunk(ctx context.Context, id int64, n int) ([]byte, error)
	// FinishFiles has files wait to be sent and returns the ids of those that do. With a key in ctx these may be others.
	FinishFiles(ctx context.Context, files []chat.ArrivedFile, now time.Time) (ids []int64, err error)
	DropFile(ctx context.Context, user string, id int64) error
}

// Taker takes files into a store.
type Taker struct {
	Store Store
	// MaxFile bounds one file, MaxFiles all together, in bytes.
	MaxFile, MaxFiles int64
	// StepTime is how long the store may take for a chunk.
	StepTime time.Duration
	// looking lets one picture at a time be in memory.
	looking chan struct{}
}

// New returns a Taker. Zero bounds are the usual ones.
func New(store Store, maxFile, maxFiles int64, stepTime time.Duration) *Taker {
	if maxFile == 0 {
		maxFile = chat.DefaultMaxFile
	}
	if maxFiles == 0 {
		maxFiles = chat.DefaultMaxFiles
	}
	return &Taker{Store: store, MaxFile: maxFile, MaxFiles: maxFiles, StepTime: stepTime, looking: make(chan struct{}, 1)}
}

// Take stores a file that arrives; f has its uploader, channel and name. What is known
// of its size is in f.Size, 0 for nothing. It is ErrEmptyFile, ErrFileTooLarge,
// ErrFilesFull or ErrTooManyUnsent; after an error nothing is kept.
func (t *Taker) Take(ctx context.Context, f chat.File, data io.Reader, now time.Time) (chat.File, error) {
	arrived, err := t.Receive(ctx, f, data, now)
	if err == nil {
		if _, err = t.Finish(ctx, []chat.ArrivedFile{arrived}, now); err != nil {
			err = errors.Join(err, t.Drop(ctx, arrived.File))
		}
	}
	return arrived.File, err
}

// Finish has files wait to be sent that have arrived, as Store.FinishFiles does.
func (t *Taker) Finish(ctx context.Context, files []chat.ArrivedFile, now time.Time) (ids []int64, err error) {
	err = t.step(ctx, func(ctx context.Context) (err error) {
		ids, err = t.Store.FinishFiles(ctx, files, now)
		return err
	})
	return ids, err
}

// Drop lets a file go. The request's own time may be over; the sweep removes what stays.
func (t *Taker) Drop(ctx context.Context, f chat.File) error {
	return t.step(context.WithoutCancel(ctx), func(ctx context.Context) error { return t.Store.DropFile(ctx, f.Uploader, f.ID) })
}

// Receive is Take without the last step, Finish, until which the file waits for nothing.
func (t *Taker) Receive(ctx context.Context, f chat.File, data io.Reader, now time.Time) (arrived chat.ArrivedFile, err error) {
	if f.Size <= 0 || f.Size > t.MaxFile {
		f.Size = t.MaxFile
	}
	f.Uploaded = chat.StampOf(now)
	err = t.step(ctx, func(ctx context.Context) (err error) {
		f.ID, err = t.Store.BeginFile(ctx, f, t.MaxFiles, now)
		return err
	})
	if err != nil {
		return chat.ArrivedFile{File: f}, err
	}
	if arrived, err = t.fill(ctx, f, data); err != nil {
		err = errors.Join(err, t.Drop(ctx, f))
	}
	return arrived, err
}

// fill stores the content of a file that has an id.
func (t *Taker) fill(ctx context.Context, f chat.File, data io.Reader) (arrived chat.ArrivedFile, err error) {
	head, size, err := t.storeChunks(ctx, f.ID, data)
	if err == nil && size == 0 {
		err = chat.ErrEmptyFile
	}
	if err != nil {
		return chat.ArrivedFile{File: f}, err
	}
	f.Size, f.Type = size, typeOf(head)
	if isPicture(f.Type) && size > maxPicture {
		f.Type = chat.OtherType
	}
	if images.HasBoxes(head) {
		if err := t.removePlaces(ctx, f); err != nil {
			return chat.ArrivedFile{File: f}, err
		}
	}
	if !isPicture(f.Type) {
		return chat.ArrivedFile{File: f}, nil
	}
	f, small, err := t.lookAt(ctx, f)
	return chat.ArrivedFile{File: f, Thumbnail: small}, err
}

// storeChunks stores what arrives and returns its beginning and its size.
func (t *Taker) storeChunks(ctx context.Context, id int64, data io.Reader) (head []byte, size int64, err error) {
	chunk := make([]byte, chat.FileChunk)
	for n := 0; ; n++ {
		read, err := io.ReadFull(data, chunk)
		if size += int64(read); size > t.MaxFile {
			return nil, 0, chat.ErrFileTooLarge(t.MaxFile)
		}
		if n == 0 {
			head = bytes.Clone(chunk[:min(read, sniffed)])
		}
		if read > 0 {
			storeErr := t.step(ctx, func(ctx context.Context) error { return t.Store.StoreFileChunk(ctx, id, n, chunk[:read]) })
			if storeErr != nil {
				return nil, 0, storeErr
			}
		}
		if err == io.EOF || err == io.ErrUnexpectedEOF && isEnd(data) {
			return head, size, nil
		}
		if err != nil {
			return nil, 0, err
		}
	}
}

// isEnd tells data that has ended from data that was cut off: only the former says so
// again.
func isEnd(data io.Reader) bool {
	n, err := data.Read(make([]byte, 1))
	return n == 0 && err == io.EOF
}

// lookAt makes of a picture what is shown of it, and takes its metadata out. What cannot
// be decoded is a file like any other.
func (t *Taker) lookAt(ctx context.Context, f chat.File) (chat.File, chat.Thumbnail, error) {
	select {
	case t.looking <- struct{}{}:
		defer func() { <-t.looking }()
	case <-ctx.Done():
		return f, chat.Thumbnail{}, ctx.Err()
	}
	data, err := t.read(ctx, f)
	if err != nil {
		return f, chat.Thumbnail{}, err
	}
	if clean, err := images.WithoutMetadata(data); err == nil && !bytes.Equal(clean, data) {
		if err := t.replace(ctx, f.ID, clean); err != nil {
			return f, chat.Thumbnail{}, err
		}
		f.Size, data = int64(len(clean)), clean
	}
	kind, width, height, err := images.Inspect(data)
	if err != nil {
		f.Type = chat.OtherType
		return f, chat.Thumbnail{}, nil
	}
	small, _, _, smallKind, err := images.Thumbnail(data, ThumbnailWidth, ThumbnailHeight)
	if err != nil {
		f.Type = chat.OtherType
		return f, chat.Thumbnail{}, nil
	}
	f.Type, f.Width, f.Height = kind, width, height
	return f, chat.Thumbnail{Type: smallKind, Data: small}, nil
}

func (t *Taker) read(ctx context.Context, f chat.File) ([]byte, error) {
	data := make([]byte, 0, f.Size)
	for n := 0; int64(len(data)) < f.Size; n++ {
		err := t.step(ctx, func(ctx context.Context) error {
			chunk, err := t.Store.FileChunk(ctx, f.ID, n)
			data = append(data, chunk...)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return data, nil
}

// replace stores other content of the same file; chunks beyond go when it is finished.
func (t *Taker) replace(ctx context.Context, id int64, data []byte) error {
	for n := 0; len(data) > 0; n++ {
		size := min(len(data), chat.FileChunk)
		err := t.step(ctx, func(ctx context.Context) error { return t.Store.StoreFileChunk(ctx, id, n, data[:size]) })
		if err != nil {
			return err
		}
		data = data[size:]
	}
	return nil
}

// step gives the store its time for one chunk.
func (t *Taker) step(ctx context.Context, do func(context.Context) error) error {
	if t.StepTime > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, t.StepTime)
		defer cancel()
	}
	return do(ctx)
}
