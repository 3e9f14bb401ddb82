package push

import (
	"errors"
	"io"
	"unicode/utf8"

	"github.com/gobwas/ws"
)

// maxFrame bounds what a client says in one frame. A page says some ten bytes.
const maxFrame = 4 << 10 // bytes

// violation is what a client does that ends its socket.
type violation struct {
	status ws.StatusCode
	why    string
}

func (v *violation) Error() string { return v.why }

var (
	errTooLong    = &violation{ws.StatusMessageTooBig, "a frame is too long"}
	errFragmented = &violation{ws.StatusUnsupportedData, "a message comes in parts"}
	errBinary     = &violation{ws.StatusUnsupportedData, "a message is no text"}
	errNotUTF8    = &violation{ws.StatusInvalidFramePayloadData, "a text is not UTF-8"}
)

// frameReader reads the frames of a client. It keeps few bytes: most frames are
// pongs of six.
type frameReader struct {
	conn       io.Reader
	start, end int
	err        error // why nothing came
	buffer     [32]byte
	header     [ws.MaxHeaderSize]byte
}

// fill waits until something comes.
func (r *frameReader) fill() {
	r.start = 0
	r.end, r.err = r.conn.Read(r.buffer[:])
}

func (r *frameReader) isEmpty() bool { return r.start == r.end }

// Read takes from what came before it asks for more.
func (r *frameReader) Read(p []byte) (int, error) {
	if r.isEmpty() && r.err == nil {
		r.fill()
	}
	if r.isEmpty() {
		return 0, r.err
	}
	n := copy(p, r.buffer[r.start:r.end])
	r.start += n
	return n, nil
}

// next reads a frame. What the protocol or a bound does not allow is a
// *violation, anything else the end of the connection.
func (r *frameReader) next() (op ws.OpCode, payload []byte, err error) {
	header, err := ws.ReadHeaderBuffer(r, r.header[:])
	if errors.Is(err, ws.ErrHeaderLengthMSB) || errors.Is(err, ws.ErrHeaderLengthUnexpected) {
		return 0, nil, errTooLong
	}
	if err != nil {
		return 0, nil, err
	}
	if err := ws.CheckHeader(header, ws.StateServerSide); err != nil {
		return 0, nil, &violation{ws.StatusProtocolError, err.Error()}
	}
	switch {
	case !header.Fin:
		return 0, nil, errFragmented
	case header.OpCode == ws.OpBinary:
		return 0, nil, errBinary
	case header.Length > maxFrame:
		return 0, nil, errTooLong
	case header.Length == 0:
		return header.OpCode, nil, nil
	}
	payload = make([]byte, header.Length)
	if _, err := io.ReadFull(r, payload); err != nil {
		return 0, nil, err
	}
	ws.Cipher(payload, header.Mask, 0)
	if header.OpCode == ws.OpText && !utf8.Valid(payload) {
		return 0, nil, errNotUTF8
	}
	return header.OpCode, payload, nil
}
