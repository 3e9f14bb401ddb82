package upload_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"minimost/chat"
	"minimost/upload"
)

// memory is a store of one file.
type memory struct {
	reserved int64
	chunks   map[int][]byte
	finished *chat.File
	small    chat.Thumbnail
	dropped  bool
	read     int // chunks
}

func (m *memory) BeginFile(_ context.Context, f chat.File, most int64, _ time.Time) (int64, error) {
	if f.Size > most {
		return 0, chat.ErrFilesFull
	}
	m.reserved, m.chunks = f.Size, make(map[int][]byte)
	return 7, nil
}

func (m *memory) StoreFileChunk(_ context.Context, _ int64, n int, data []byte) error {
	m.chunks[n] = bytes.Clone(data)
	return nil
}

func (m *memory) FileChunk(_ context.Context, _ int64, n int) ([]byte, error) {
	m.read++
	return m.chunks[n], nil
}

func (m *memory) FinishFiles(_ context.Context, files []chat.ArrivedFile, _ time.Time) ([]int64, error) {
	m.finished, m.small = &files[0].File, files[0].Thumbnail
	return []int64{files[0].ID}, nil
}

func (m *memory) DropFile(context.Context, string, int64) error {
	m.dropped = true
	return nil
}

// content is what the store has of the file, as long as that is said to be.
func (m *memory) content() []byte {
	var all []byte
	for n := 0; int64(len(all)) < m.finished.Size; n++ {
		all = append(all, m.chunks[n]...)
	}
	return all[:m.finished.Size]
}

func take(t *testing.T, store *memory, data io.Reader) (chat.File, error) {
	t.Helper()
	return upload.New(store, 1<<20, 4<<20, time.Minute).Take(t.Context(), chat.File{Uploader: "pat", Name: "x"}, data, time.Unix(1_000, 0))
}

func TestAFileIsStoredInPiecesAsItArrives(t *testing.T) {
	for _, size := range []int{1, chat.FileChunk - 1, chat.FileChunk, chat.FileChunk + 1, 5 * chat.FileChunk, 1 << 20} {
		data := bytes.Repeat([]byte("0123456789abcdefg"), size/17+1)[:size]
		for name, arrives := range map[string]io.Reader{"at once": bytes.NewReader(data), "in halves": iotest.HalfReader(bytes.NewReader(data)), "with its end": iotest.DataErrReader(bytes.NewReader(data))} {
			store := &memory{}
			f, err := take(t, store, arrives)
			if err != nil || f.Size != int64(size) || f.Type != chat.OtherType || !bytes.Equal(store.content(), data) {
				t.Errorf("%d bytes %s: %+v, %v", size, name, f, err)
			}
		}
	}
}

func TestWhatCannotBeTakenLeavesNothing(t *testing.T) {
	cut := io.MultiReader(strings.NewReader("abc"), iotest.ErrReader(io.ErrUnexpectedEOF))
	for name, c := range map[string]struct {
		data io.Reader
		want error
	}{
		"empty":     {strings.NewReader(""), chat.ErrEmptyFile},
		"too large": {bytes.NewReader(make([]byte, 1<<20+1)), chat.ErrFileTooLarge(1 << 20)},
		"cut off":   {cut, io.ErrUnexpectedEOF},
		"broken":    {iotest.ErrReader(io.ErrClosedPipe), io.ErrClosedPipe},
	} {
		store := &memory{}
		_, err := take(t, store, c.data)
		if !store.dropped || store.finished != nil || err == nil || !errors.Is(err, c.want) && chat.MessageOf(err) != chat.MessageOf(c.want) {
			t.Errorf("%s: %v, dropped %t", name, err, store.dropped)
		}
	}
}

func TestAPictureLosesItsPlaceAndGetsAThumbnail(t *testing.T) {
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, image.NewGray(image.Rect(0, 0, 1500, 1000)), nil); err != nil {
		t.Fatal(err)
	}
	const place = "Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00 52 N 13 E"
	data := append([]byte("\xff\xd8\xff\xe1\x00"+string(rune(len(place)+2))+place), photo.Bytes()[2:]...)
	store := &memory{}
	f, err := take(t, store, bytes.NewReader(data))
	if err != nil || f.Type != "image/jpeg" || f.Width != 1500 || f.Height != 1000 || f.Kind() != chat.ImageFile {
		t.Fatalf("%+v, %v", f, err)
	}
	if !bytes.Equal(store.content(), photo.Bytes()) {
		t.Error("the original is not what it was without its place")
	}
	small, _, err := image.DecodeConfig(bytes.NewReader(store.small.Data))
	if err != nil || small.Width != 720 || small.Height != 480 {
		t.Errorf("a thumbnail of %d by %d, %v", small.Width, small.Height, err)
	}
}

// Of what comes as a picture so large the memory would be for anybody to fill.
func TestWhatIsLargeIsNotLookedAt(t *testing.T) {
	store := &memory{}
	data := io.MultiReader(strings.NewReader("\x89PNG\r\n\x1a\n"), io.LimitReader(zeroes{}, 64<<20))
	f, err := upload.New(store, 1<<30, 1<<30, time.Minute).Take(t.Context(), chat.File{Uploader: "pat", Name: "x"}, data, time.Unix(1_000, 0))
	if err != nil || f.Type != chat.OtherType || store.read > 0 {
		t.Errorf("%s, %v; %d chunks read", f.Type, err, store.read)
	}
}

type zeroes struct{}

func (zeroes) Read(p []byte) (int, error) { return len(p), nil }

func TestOnlyWhatIsSafeToShowHasAType(t *testing.T) {
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 4, 4))); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data string
		want chat.FileKind
	}{
		"svg":                {`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, chat.OtherFile},
		"html":               {"<!doctype html><script>alert(1)</script>", chat.OtherFile},
		"pdf":                {"%PDF-1.7 <script>", chat.OtherFile},
		"a gif of html":      {"GIF89a/*<script>alert(1)</script>*/", chat.OtherFile},
		"half a png":         {picture.String()[:40], chat.OtherFile},
		"a png and html":     {picture.String() + "<script>alert(1)</script>", chat.ImageFile},
		"a video":            {"\x00\x00\x00\x18ftypmp42<script>", chat.VideoFile},
		"a song":             {"ID3\x04\x00", chat.AudioFile},
		"matroska":           {"\x1aE\xdf\xa3matroska", chat.OtherFile},
		"webm":               {"\x1aE\xdf\xa3\x42\x82\x84webm", chat.VideoFile},
		"a picture of apple": {"\x00\x00\x00\x18ftypheic", chat.OtherFile},
		"an avif":            {"\x00\x00\x00\x18ftypavif", chat.OtherFile},
	} {
		store := &memory{}
		f, err := take(t, store, strings.NewReader(c.data))
		if err != nil || f.Kind() != c.want {
			t.Errorf("%s: %s (%s), %v", name, f.Kind(), f.Type, err)
		}
		if strings.Contains(string(store.content()), "<script>") && f.Kind() == chat.ImageFile {
			t.Errorf("%s keeps what follows its end", name)
		}
	}
}

// TestTheWayIsTakenOutOfAVideo: in place, wherever in it that stands, across the borders of chunks too.
func TestTheWayIsTakenOutOfAVideo(t *testing.T) {
	const place = "+48.2082+016.3738/"
	box := func(kind, content string) string {
		return string(binary.BigEndian.AppendUint32(nil, uint32(8+len(content)))) + kind + content
	}
	for frames := chat.FileChunk - 90; frames < chat.FileChunk+10; frames += 7 {
		data := box("ftyp", "isom\x00\x00\x00\x00") + box("mdat", strings.Repeat("f", frames)) + box("moov", box("udta", box("\xa9xyz", place)+box("\xa9nam", "title")))
		store := &memory{}
		f, err := take(t, store, strings.NewReader(data))
		if err != nil || f.Type != "video/mp4" || f.Size != int64(len(data)) {
			t.Fatalf("%+v, %v", f, err)
		}
		want := strings.ReplaceAll(strings.ReplaceAll(data, "\xa9xyz", "free"), place, strings.Repeat("\x00", len(place)))
		if string(store.content()) != want {
			t.Errorf("with %d frames it is another file", frames)
		}
	}
}
