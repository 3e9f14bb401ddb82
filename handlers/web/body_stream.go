package web

import (
	"bytes"
	"errors"
	"io"
	"net"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

const (
	// leastRate is what a file has to move at, in bytes a second, after paceGrace.
	leastRate = 16 << 10
	paceGrace = 30 * time.Second
)

// Streams reports whether the route takes its body piece by piece. Every other has it
// whole before anything else, within BodyLimit.
func (r Route) Streams() bool { return r.Limit == Uploading }

// tooLarge is the header that refuseLargeBody leaves for takeBody.
const tooLarge = "X-Body-Too-Large"

// refuseLargeBody keeps a body from being waited for that will be refused.
func refuseLargeBody(header *fasthttp.RequestHeader) fasthttp.RequestConfig {
	uri := header.RequestURI()
	uploads := bytes.HasPrefix(uri, []byte("/files")) || bytes.HasPrefix(uri, []byte("/ui/files/"))
	if header.ContentLength() > BodyLimit && !uploads {
		header.SetContentLength(0)
		header.SetConnectionClose()
		header.Set(tooLarge, "1")
	}
	return fasthttp.RequestConfig{}
}

// takeBody reads the whole body, which fasthttp leaves on the connection.
func takeBody(c *fiber.Ctx) error {
	request := c.Request()
	if request.Header.ContentLength() > BodyLimit || len(request.Header.Peek(tooLarge)) > 0 {
		return fiber.ErrRequestEntityTooLarge
	}
	if !request.IsBodyStream() {
		return nil
	}
	body, err := readBounded(request.BodyStream(), request.Header.ContentLength())
	if err != nil {
		return BodyError(err)
	}
	request.SetBodyRaw(body) // which lets the stream go
	return nil
}

// readBounded reads so many bytes, or to the end where length is negative.
func readBounded(stream io.Reader, length int) ([]byte, error) {
	if length >= 0 {
		body := make([]byte, length)
		_, err := io.ReadFull(stream, body)
		return body, err
	}
	var body bytes.Buffer
	n, err := body.ReadFrom(io.LimitReader(stream, BodyLimit+1))
	if err == nil && n > BodyLimit {
		err = fiber.ErrRequestEntityTooLarge
	}
	return body.Bytes(), err
}

// BodyError says what it means that a body did not come to its end.
func BodyError(err error) error {
	if known, ok := errors.AsType[*fiber.Error](err); ok {
		return known
	}
	if timeout, ok := errors.AsType[net.Error](err); ok && timeout.Timeout() {
		return fiber.ErrRequestTimeout
	}
	return fiber.ErrBadRequest
}

// pacedBody is a body that may take long, as long as it arrives.
type pacedBody struct {
	stream io.Reader
	conn   net.Conn
	began  time.Time
	read   int64
}

func (b *pacedBody) Read(p []byte) (int, error) {
	if err := b.conn.SetReadDeadline(PaceDeadline(b.began, b.read)); err != nil {
		return 0, err
	}
	n, err := b.stream.Read(p)
	b.read += int64(n)
	if lost, ok := errors.AsType[*net.OpError](err); ok && !lost.Timeout() {
		err = io.ErrUnexpectedEOF // whoever sent has gone, which is no fault of ours
	}
	return n, err
}

// PaceDeadline is when more has to have moved than so many bytes.
func PaceDeadline(began time.Time, moved int64) time.Time {
	return began.Add(paceGrace + time.Duration(moved)*time.Second/leastRate)
}

// StreamedBody is the body of a route that streams.
func (r *Request) StreamedBody() io.Reader {
	if !r.Request().IsBodyStream() {
		return bytes.NewReader(r.BodyRaw())
	}
	return &pacedBody{stream: r.Request().BodyStream(), conn: r.Context().Conn(), began: time.Now()}
}

// EndBody lets a body go of which nothing but a little may be left.
func (r *Request) EndBody(body io.Reader) {
	const epilogue = 4 << 10
	if !r.Request().IsBodyStream() {
		return
	}
	if n, err := io.Copy(io.Discard, io.LimitReader(body, epilogue)); err == nil && n < epilogue {
		r.Request().SetBodyRaw(nil)
	}
}
