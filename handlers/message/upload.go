package message

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"mime"
	"mime/multipart"
	"slices"
	"strconv"
	"strings"
	"time"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/upload"
)

type fileStore interface {
	upload.Store
	// SendFiles is Send for a message with files; it is ErrFileSpent too.
	SendFiles(ctx context.Context, user, channel, text string, replyTo int64, files []int64, now time.Time) (chat.Message, error)
	// KeyUsed tells whether something was done under the key of a request.
	KeyUsed(ctx context.Context, now time.Time) (bool, error)
	// UnsentFiles are those that the user has chosen for a channel.
	UnsentFiles(ctx context.Context, user, channel string) ([]chat.File, error)
	// File and FileThumbnail are ErrNoFile for what the user may not see.
	File(ctx context.Context, user string, id int64) (chat.File, error)
	FileThumbnail(ctx context.Context, user string, id int64) (chat.Thumbnail, error)
}

const (
	fileField = "file"
	// maxParts bounds the parts of an upload: the files of a message and a few fields.
	maxParts = chat.MaxFilesPerMessage + 10
)

var errNoFiles = chat.Errorf(chat.Invalid, `There is no file in the form: each is a part named "file".`)

// takeFiles stores the files of a multipart form as they arrive; they wait to be sent.
// After an error none of them does. Under a key that was used it stores nothing.
func (h *Handlers) takeFiles(r *web.Request, channel string) (files []chat.File, err error) {
	body := r.StreamedBody()
	u := uploading{r: r, channel: channel, asked: sha256.New()}
	defer func() {
		if err == nil {
			r.EndBody(body)
		}
		for _, f := range u.arrived {
			if err == nil && slices.ContainsFunc(files, func(kept chat.File) bool { return kept.ID == f.ID }) {
				continue
			}
			if dropErr := h.uploads.Drop(r.Ctx, f.File); dropErr != nil {
				h.Logger.Error("drop a file", "request", web.RequestID(r.HTTP), "error", dropErr)
			}
		}
	}()
	if h.sizeHint(r) > h.uploads.MaxFile*chat.MaxFilesPerMessage+web.BodyLimit {
		return nil, chat.ErrFileTooLarge(h.uploads.MaxFile)
	}
	mediaType, params, err := mime.ParseMediaType(r.Get(fiber.HeaderContentType))
	if err != nil || mediaType != fiber.MIMEMultipartForm || params["boundary"] == "" {
		return nil, web.ErrNotForm
	}
	if u.used, err = h.store.KeyUsed(r.Ctx, r.Now); err != nil {
		return nil, err
	}
	if err := h.takeParts(&u, multipart.NewReader(web.ReadableForm(body, params["boundary"]), params["boundary"])); err != nil {
		return nil, err
	}
	return h.finishFiles(&u)
}

// uploading is what has come of a form with files.
type uploading struct {
	r       *web.Request
	channel string
	// used: its key was, so that it is only looked at.
	used    bool
	asked   hash.Hash
	count   int
	arrived []chat.ArrivedFile
}

func (h *Handlers) takeParts(u *uploading, parts *multipart.Reader) error {
	fmt.Fprintf(u.asked, "%s\n", u.r.Path())
	for range maxParts {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return formError(err)
		}
		field, name := web.PartNames(part.Header)
		if field != fileField || name == "" {
			continue // other fields, and an input without a file
		}
		if u.count++; u.count > chat.MaxFilesPerMessage {
			return chat.ErrTooManyFiles
		}
		if err := h.takeFile(u, name, part); err != nil {
			return formError(err)
		}
	}
	return web.ErrNotForm
}

// takeFile stores a file, or only sees what it is where the key was used.
func (h *Handlers) takeFile(u *uploading, name string, data io.Reader) error {
	content := data
	if _, given := chat.OnceOf(u.r.Ctx); given {
		fmt.Fprintf(u.asked, "%q\n", name)
		content = io.TeeReader(data, u.asked)
	}
	if u.used {
		size, err := io.Copy(io.Discard, io.LimitReader(content, h.uploads.MaxFile+1))
		if err == nil && size > h.uploads.MaxFile {
			err = chat.ErrFileTooLarge(h.uploads.MaxFile)
		}
		return err
	}
	f := chat.File{Uploader: u.r.User.Username, Channel: u.channel, Name: chat.ParseFileName(name), Size: h.sizeHint(u.r)}
	// The route's own time is for a request that has arrived.
	arrived, err := h.uploads.Receive(context.Background(), f, content, u.r.Now)
	if err == nil {
		u.arrived = append(u.arrived, arrived)
	}
	return err
}

// finishFiles has the files wait, once for their key, and returns those that do.
func (h *Handlers) finishFiles(u *uploading) (files []chat.File, err error) {
	if u.count == 0 {
		return nil, errNoFiles
	}
	ctx := context.WithoutCancel(u.r.Ctx)
	if once, given := chat.OnceOf(ctx); given {
		u.asked.Sum(once.Asked[:0])
		ctx = chat.WithOnce(ctx, once)
	}
	ids, err := h.uploads.Finish(ctx, u.arrived, u.r.Now)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		f, err := h.store.File(u.r.Ctx, u.r.User.Username, id)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}

// sizeHint is how many bytes a file of the body has at most, 0 where that is not known.
func (h *Handlers) sizeHint(r *web.Request) int64 {
	return int64(max(r.Request().Header.ContentLength(), 0))
}

// formError is what a body that cannot be read to its end means.
func formError(err error) error {
	if _, known := errors.AsType[*chat.Error](err); known {
		return err
	}
	if failure := web.BodyError(err); !errors.Is(failure, fiber.ErrBadRequest) {
		return failure
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || strings.HasPrefix(err.Error(), "multipart:") || strings.HasPrefix(err.Error(), "malformed MIME") {
		return web.ErrNotForm
	}
	return err
}

// FileJSON is a file of a message as programs read it.
type FileJSON struct {
	ID        int64  `json:"id"`
	Name      string `json:"name"`
	Kind      string `json:"kind"` // image, video, audio, file
	Type      string `json:"type"`
	Size      int64  `json:"size"`
	Width     int    `json:"width,omitempty"`
	Height    int    `json:"height,omitempty"`
	URL       string `json:"url,omitempty"`
	Thumbnail string `json:"thumbnail,omitempty"`
}

func newFileJSON(f chat.File) FileJSON {
	j := FileJSON{ID: f.ID, Name: f.Name, Kind: string(f.Kind()), Type: f.Type, Size: f.Size, Width: f.Width, Height: f.Height}
	if !f.Expired {
		j.URL = f.URL()
	}
	if f.Kind() == chat.ImageFile {
		j.Thumbnail = f.ThumbnailURL()
	}
	return j
}

func newFilesJSON(files []chat.File) []FileJSON {
	list := make([]FileJSON, len(files))
	for i, f := range files {
		list[i] = newFileJSON(f)
	}
	return list
}

// UploadFiles stores files that a program sends with a message afterwards.
func (h *Handlers) UploadFiles(r *web.Request) error {
	files, err := h.takeFiles(r, "")
	if err != nil {
		return err
	}
	return r.Status(fiber.StatusCreated).JSON(newFilesJSON(files))
}

// fileIDs are the numbers of files that a message is to carry.
func fileIDs(values []string) (ids []int64, err error) {
	for _, value := range values {
		id := web.ParseID(value)
		if id == 0 {
			return nil, chat.ErrFileSpent
		}
		ids = append(ids, id)
	}
	if len(ids) > chat.MaxFilesPerMessage {
		return nil, chat.ErrTooManyFiles
	}
	return ids, nil
}

// SendFile serves a file to whoever may see it, in the part that is asked for.
func (h *Handlers) SendFile(r *web.Request) error {
	f, err := h.store.File(r.Ctx, r.User.Username, r.ID("id"))
	if err == nil && f.Expired {
		err = chat.ErrNoFile
	}
	if err != nil {
		if strings.Contains(r.Get(fiber.HeaderAccept), fiber.MIMETextHTML) {
			r.Locals(web.AnswerKey, web.Page) // somebody has followed a link to it
		}
		return err
	}
	etag := fmt.Sprintf(`"%d"`, f.ID)
	if f.Kind() == chat.OtherFile {
		inert(r, chat.OtherType, "attachment", f.Name)
	} else {
		inert(r, f.Type, "inline", f.Name)
	}
	r.Set(fiber.HeaderETag, etag)
	r.Set(fiber.HeaderAcceptRanges, "bytes")
	if has(r) {
		return r.SendStatus(fiber.StatusNotModified)
	}
	from, length, partial, ok := parseRange(r.Get(fiber.HeaderRange), f.Size)
	if condition := r.Get(fiber.HeaderIfRange); condition != "" && condition != etag {
		from, length, partial, ok = 0, f.Size, false, true
	}
	if !ok {
		r.Set(fiber.HeaderContentRange, fmt.Sprintf("bytes */%d", f.Size))
		return web.SendText(r.HTTP, fiber.StatusRequestedRangeNotSatisfiable, "The file has no such part.")
	}
	if partial {
		r.Status(fiber.StatusPartialContent)
		r.Set(fiber.HeaderContentRange, fmt.Sprintf("bytes %d-%d/%d", from, from+length-1, f.Size))
	}
	r.Context().SetBodyStream(&fileReader{server: h, conn: r.Context().Conn(), id: f.ID, at: from, left: length, began: time.Now()}, int(length))
	return nil
}

// inert sets the headers under which nothing of an answer is run, whatever it holds.
func inert(r *web.Request, mediaType, disposition, name string) {
	r.Set(fiber.HeaderContentType, mediaType)
	r.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; sandbox; frame-ancestors 'none'")
	r.Set(fiber.HeaderContentDisposition, mime.FormatMediaType(disposition, map[string]string{"filename": name}))
	// Kept by the browser and asked for each time whether it may still be shown.
	r.Set(fiber.HeaderCacheControl, "private, no-cache")
}

// has reports whether the asker has what the answer's tag stands for.
func has(r *web.Request) bool { return r.Get(fiber.HeaderIfNoneMatch) != "" && r.Fresh() }

func (h *Handlers) SendThumbnail(r *web.Request) error {
	id := r.ID("id")
	t, err := h.store.FileThumbnail(r.Ctx, r.User.Username, id)
	if err != nil {
		return err
	}
	etag := fmt.Sprintf(`"t%d"`, id)
	inert(r, t.Type, "inline", "thumbnail")
	r.Set(fiber.HeaderETag, etag)
	if has(r) {
		return r.SendStatus(fiber.StatusNotModified)
	}
	return r.Send(t.Data)
}

// parseRange reads the one part that is asked for; several, and what makes no sense, are
// the whole. It is not ok for a part beyond the end.
func parseRange(header string, size int64) (from, length int64, partial, ok bool) {
	first, last, found := strings.Cut(strings.TrimPrefix(header, "bytes="), "-")
	if !found || !strings.HasPrefix(header, "bytes=") || strings.Contains(last, ",") {
		return 0, size, false, true
	}
	start, startErr := strconv.ParseInt(first, 10, 64)
	end, endErr := strconv.ParseInt(last, 10, 64)
	switch {
	case first == "" && endErr == nil && end >= 0: // the last so many bytes
		start = max(0, size-end)
		return start, size - start, true, end > 0 && size > 0
	case startErr != nil || start < 0 || last != "" && (endErr != nil || end < start):
		return 0, size, false, true
	case start >= size:
		return 0, 0, false, false
	case last == "" || end >= size:
		end = size - 1
	}
	return start, end - start + 1, true, true
}

// fileReader reads a file while it is sent, a chunk at a time.
type fileReader struct {
	server *Handlers
	conn   interface{ SetWriteDeadline(time.Time) error }
	id     int64
	at     int64 // in the file
	left   int64
	chunk  []byte // what of the chunk at hand is not sent
	began  time.Time
	sent   int64
}

func (f *fileReader) Read(p []byte) (int, error) {
	if f.left == 0 {
		return 0, io.EOF
	}
	if err := f.conn.SetWriteDeadline(web.PaceDeadline(f.began, f.sent)); err != nil {
		return 0, err
	}
	if len(f.chunk) == 0 {
		ctx, cancel := context.WithTimeout(context.Background(), web.RequestTimeout)
		defer cancel()
		chunk, err := f.server.store.FileChunk(ctx, f.id, int(f.at/chat.FileChunk))
		if err != nil {
			return 0, err
		}
		f.chunk = chunk[min(f.at%chat.FileChunk, int64(len(chunk))):]
		if len(f.chunk) == 0 {
			return 0, io.ErrUnexpectedEOF
		}
	}
	n := copy(p, f.chunk[:min(int64(len(f.chunk)), f.left)])
	f.chunk, f.at, f.left, f.sent = f.chunk[n:], f.at+int64(n), f.left-int64(n), f.sent+int64(n)
	return n, nil
}
