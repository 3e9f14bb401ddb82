package web

import (
	"bufio"
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/textproto"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// Browsers write the name of a file into the header of its part as it is, but for quotes
// and line ends. With a control character in it, or a backslash at its end, Go's reader
// takes the form for broken.

// placeholder stands for such a character; names of files have none.
const placeholder = '?'

type formState int

const (
	formBegins formState = iota
	inBoundary           // in the line of one
	inHeader
	inContent
)

// formReader reads a multipart form with nothing of that in the headers of its parts.
type formReader struct {
	in       *bufio.Reader
	boundary []byte
	lineEnd  string // before a boundary: what ends the line of the first
	began    bool
	state    formState
	line     []byte // what of the line at hand is not read
}

// ReadableForm is a multipart form that Go's reader takes whatever its files are called.
func ReadableForm(body io.Reader, boundary string) io.Reader {
	delimiter := []byte("--" + boundary)
	return &formReader{in: bufio.NewReaderSize(body, max(8<<10, 2*len(delimiter))), boundary: delimiter, lineEnd: "\n"}
}

func (f *formReader) Read(p []byte) (n int, err error) {
	if len(p) == 0 {
		return 0, nil
	}
	if f.state == formBegins {
		f.begin()
	}
	if len(f.line) == 0 {
		if f.state == inContent {
			return f.readContent(p)
		}
		if err := f.nextLine(); len(f.line) == 0 {
			return 0, err
		}
	}
	n = copy(p, f.line)
	f.line = f.line[n:]
	return n, nil
}

// begin is at the start of a line that is a boundary or content.
func (f *formReader) begin() {
	f.state = inContent
	if f.follows(f.boundary) {
		f.state = inBoundary
	}
}

// follows tells whether a part begins here.
func (f *formReader) follows(delimiter []byte) bool {
	ahead, err := f.in.Peek(len(delimiter) + 1)
	return err == nil && bytes.HasPrefix(ahead, delimiter) && strings.IndexByte(" \t\r\n", ahead[len(delimiter)]) >= 0
}

func (f *formReader) nextLine() (err error) {
	f.line, err = f.in.ReadSlice('\n')
	content := bytes.TrimRight(f.line, "\r\n")
	switch {
	case f.state == inBoundary:
		f.endBoundary()
	case len(content) == 0 && len(f.line) > 0:
		f.line = bytes.Clone(f.line) // looking ahead moves it
		f.begin()
	default:
		for i, c := range content {
			if c < ' ' && c != '\t' || c == 0x7f {
				content[i] = placeholder
			}
		}
		if bytes.HasSuffix(content, []byte(`\"`)) {
			content[len(content)-2] = placeholder
		}
	}
	return err
}

// endBoundary is at the end of its line. Before the first, others are content.
func (f *formReader) endBoundary() {
	rest := string(bytes.TrimLeft(f.line[min(len(f.boundary), len(f.line)):], " \t"))
	if rest == "\n" || rest == "\r\n" {
		f.state = inHeader
	} else {
		f.state = inContent
	}
	if f.state == inHeader && !f.began {
		f.began, f.lineEnd = true, rest
	}
}

func (f *formReader) readContent(p []byte) (n int, err error) {
	delimiter := append([]byte(f.lineEnd), f.boundary...)
	ahead, err := f.in.Peek(len(delimiter))
	if err != nil { // what is left is no boundary
		n = copy(p, ahead)
		_, _ = f.in.Discard(n)
		if n < len(ahead) {
			err = nil
		}
		return n, err
	}
	if f.follows(delimiter) {
		_, _ = f.in.Discard(len(f.lineEnd))
		f.state = inBoundary
		n = copy(p, f.lineEnd)
		f.line = []byte(f.lineEnd)[n:]
		return n, nil
	}
	ahead, _ = f.in.Peek(min(f.in.Buffered(), len(p)+len(delimiter)))
	end := bytes.Index(ahead[1:], delimiter) + 1
	if end == 0 {
		end = len(ahead) - len(delimiter) + 1
	}
	n = copy(p, ahead[:end])
	_, _ = f.in.Discard(n)
	return n, nil
}

// multipartForm reads a form that has arrived.
func (r *Request) multipartForm() (*multipart.Form, error) {
	_, params, err := mime.ParseMediaType(r.Get(fiber.HeaderContentType))
	if err == nil && params["boundary"] != "" && r.Get(fiber.HeaderContentEncoding) == "" {
		body, err := io.ReadAll(ReadableForm(bytes.NewReader(r.Request().Body()), params["boundary"]))
		if err != nil {
			return nil, err
		}
		r.Request().SetBodyRaw(body)
	}
	return r.MultipartForm()
}

var fromBrowser = strings.NewReplacer("%22", `"`, "%0D", "\r", "%0A", "\n")

// PartNames are the field of a part and what its file is called, folders included:
// Part.FileName would leave those out by the rules of this machine, not of the sender's.
func PartNames(header textproto.MIMEHeader) (field, file string) {
	disposition := header.Get(fiber.HeaderContentDisposition)
	kind, params, err := mime.ParseMediaType(disposition)
	if err != nil || kind != "form-data" {
		return "", ""
	}
	if strings.Contains(disposition, "filename*") {
		return params["name"], params["filename"]
	}
	return params["name"], fromBrowser.Replace(params["filename"])
}
