package chat

import (
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Bounds of files.
const (
	DefaultMaxFile  = 25 << 20 // bytes
	DefaultMaxFiles = 10 << 30 // bytes of all files together
	MaxMaxFile      = 1 << 30  // bytes, the most that a server may be told to take
	// MaxFilesPerMessage is how many a message carries.
	MaxFilesPerMessage = 10
	// MaxUnsentFiles is how many of a person's files may wait to be sent.
	MaxUnsentFiles = 30
	// MaxFileNameChars is the length of a file's name.
	MaxFileNameChars = 120
	// FileChunk is how many bytes of a file are stored in one write.
	FileChunk = 64 << 10
)

const (
	// UnsentLifetime is how long a file waits to be sent.
	UnsentLifetime = 24 * time.Hour
	// UploadLifetime is how long a file may take to arrive.
	UploadLifetime = 2 * time.Hour
	// FileSweepEvery is how often is looked for files that are to go.
	FileSweepEvery = time.Minute
	// FileSweepStep is how many chunks are removed in one transaction, so that nobody's
	// write waits long for it.
	FileSweepStep = 16
)

// FileKind says how a file is shown.
type FileKind string

// Kinds of files.
const (
	ImageFile FileKind = "image"
	VideoFile FileKind = "video"
	AudioFile FileKind = "audio"
	OtherFile FileKind = "file" // to be saved, never shown
)

// OtherType is the media type of what is never shown.
const OtherType = "application/octet-stream"

// File is a file that somebody has uploaded.
type File struct {
	ID        int64
	MessageID int64 // 0: not sent yet
	Uploader  string
	Channel   string // where it was chosen, "" once it was sent
	Name      string
	Type      string // its media type, by its content: one that is safe to show, or OtherType
	Size      int64  // bytes
	// Width and Height are those of a picture, in pixels as it is seen; 0 for anything else.
	Width, Height int
	Uploaded      Stamp
	// Expired is set once only its name is kept.
	Expired bool
}

// ArrivedFile is a file that is there, and what is shown of it where it is a picture.
type ArrivedFile struct {
	File
	Thumbnail Thumbnail
}

// Thumbnail is a small picture of a file.
type Thumbnail struct {
	Type string
	Data []byte
}

// Kind says how the file is shown.
func (f File) Kind() FileKind {
	kind, _, _ := strings.Cut(f.Type, "/")
	switch {
	case f.Expired:
	case kind == "image" && f.Width > 0:
		return ImageFile
	case kind == "video":
		return VideoFile
	case kind == "audio":
		return AudioFile
	}
	return OtherFile
}

// URL is where the file is served.
func (f File) URL() string {
	return "/files/" + strconv.FormatInt(f.ID, 10) + "/" + url.PathEscape(f.Name)
}

// ThumbnailURL is where its thumbnail is.
func (f File) ThumbnailURL() string { return "/thumbnails/" + strconv.FormatInt(f.ID, 10) }

var (
	// ErrNoFile is the one answer for a file that does not exist and for one that the
	// asker may not see.
	ErrNoFile = Errorf(NotFound, "There is no such file.")
	// ErrFileSpent is the answer to sending a file that waits no more.
	ErrFileSpent = Errorf(Conflict, "A file of this message was sent or removed already.")
	// ErrTooManyFiles is the answer to a message with more than it carries.
	ErrTooManyFiles = Errorf(Invalid, "A message carries at most %d files.", MaxFilesPerMessage)
	// ErrTooManyUnsent is the answer to one more file while many wait to be sent.
	ErrTooManyUnsent = Errorf(Conflict, "%d files of yours wait to be sent. Send or remove some first.", MaxUnsentFiles)
	// ErrFilesFull is the answer to a file for which the server has no room.
	ErrFilesFull = Errorf(Full, "There is no room for this file on the server. An administrator can make some.")
	// ErrEmptyFile is the answer to a file without content.
	ErrEmptyFile = Errorf(Invalid, "The file is empty.")
)

// ErrFileTooLarge is the answer to a file of more than so many bytes.
func ErrFileTooLarge(most int64) *Error {
	return Errorf(TooLarge, "A file has at most %s.", FileSize(most))
}

// FileSize is a number of bytes for people, such as "1.5 MB"; a MB is 1024 times 1024.
func FileSize(n int64) string {
	if n < 1024 {
		return strconv.FormatInt(n, 10) + " B"
	}
	size, unit := float64(n)/1024, 0
	for size >= 1023.5 && unit < len(fileUnits)-1 {
		size, unit = size/1024, unit+1
	}
	digits := 1
	if size >= 9.95 {
		digits = 0
	}
	return strings.TrimSuffix(strconv.FormatFloat(size, 'f', digits, 64), ".0") + " " + fileUnits[unit]
}

var fileUnits = []string{"KB", "MB", "GB", "TB"}

// ParseFileName returns the name that a file is known by: one line without folders,
// control characters or overrides of direction, "file" where nothing is left. A long
// one keeps its ending.
func ParseFileName(raw string) string {
	name := strings.ToValidUTF8(raw, "")
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == '\u200c', r == '\u200d': // they join signs, as in a family, or keep letters apart
			return r
		case !unicode.IsPrint(r), strings.ContainsRune(`"<>|?*:`, r):
			return -1
		}
		return r
	}, name)
	name = strings.Trim(strings.Join(strings.Fields(name), " "), ". ")
	if n := utf8.RuneCountInString(name); n > MaxFileNameChars {
		ending := path.Ext(name)
		if utf8.RuneCountInString(ending) > 10 {
			ending = ""
		}
		runes := []rune(strings.TrimSuffix(name, ending))
		name = string(runes[:MaxFileNameChars-utf8.RuneCountInString(ending)]) + ending
	}
	if !strings.ContainsFunc(name, IsVisible) {
		return "file"
	}
	return name
}

// HasText tells whether a message has a text, and not files alone.
func (m Message) HasText() bool {
	return strings.ContainsFunc(m.Content, IsVisible) || len(m.Files) == 0
}

// Line says in a line what the message is: its text, else the names of its files,
// each in its own direction.
func (m Message) Line() string {
	if m.HasText() {
		return m.Content
	}
	names := make([]string, len(m.Files))
	for i, f := range m.Files {
		names[i] = Isolate(f.Name)
	}
	return strings.Join(names, ", ")
}

// ParseFileText is ParseMessageText for the text of a message that carries so many
// files: with some it may be empty.
func ParseFileText(raw string, files int) (string, error) {
	if files > MaxFilesPerMessage {
		return "", ErrTooManyFiles
	}
	if text, err := cleanText(raw); files > 0 && err == nil && !strings.ContainsFunc(text, IsVisible) {
		return "", nil
	}
	return ParseMessageText(raw)
}
