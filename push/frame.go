package push

import (
	"bytes"
	"strconv"
	"sync"
	"unicode/utf8"

	"github.com/gobwas/ws"
)

// The events of a socket. Each is a text frame: its name, a space and the
// cursor after it in the first line, and its data in all others.
const (
	eventOpen      = "open"      // the first; its cursor is the one to go on from
	eventFragments = "fragments" // what a poll would bring
	eventAlive     = "alive"     // nothing new; in place of a cursor the number that the page asked to have back
)

// statusRestart says that the server stops and that one may come back, by the
// registry of RFC 6455, section 11.7.
const statusRestart ws.StatusCode = 1012

var outBuffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func takeBuffer() *bytes.Buffer {
	b := outBuffers.Get().(*bytes.Buffer) //nolint:errcheck,forcetypeassert // there is nothing else in it
	b.Reset()
	return b
}

func keepBuffer(b *bytes.Buffer) {
	if b.Cap() <= sendBuffer {
		outBuffers.Put(b)
	}
}

// writeEvent writes an event with what id appends, if anything.
func writeEvent(b *bytes.Buffer, name string, id func([]byte) []byte, data []byte) {
	if !utf8.Valid(data) { // the browser would end the socket
		data = bytes.ToValidUTF8(data, []byte("\uFFFD"))
	}
	// The id is made in b, behind where what comes before it is written: in an array of
	// its own it would be allocated for each event.
	b.Grow(beforeID + cursorRoom + len(data))
	of := b.AvailableBuffer()[beforeID:beforeID]
	if id != nil {
		of = id(of)
	}
	writeHeader(b, ws.OpText, len(name)+1+len(of)+1+len(data))
	b.WriteString(name)
	b.WriteByte(' ')
	b.Write(of)
	b.WriteByte('\n')
	b.Write(data)
}

const (
	// beforeID is longer than a frame's header and the name of an event.
	beforeID = ws.MaxHeaderSize + len(eventFragments) + 16 // bytes
	// cursorRoom is as long as cursors are.
	cursorRoom = 320 // bytes
)

func writeAlive(b *bytes.Buffer, number int64) {
	writeEvent(b, eventAlive, func(b []byte) []byte { return strconv.AppendInt(b, number, 10) }, nil)
}

// writeClose ends a socket, with the address where its page is to go as the
// reason.
func writeClose(b *bytes.Buffer, status ws.StatusCode, to string) {
	body := ws.NewCloseFrameBody(status, to)
	writeHeader(b, ws.OpClose, len(body))
	b.Write(body)
}

func writePing(b *bytes.Buffer) { writeHeader(b, ws.OpPing, 0) }

func writePong(b *bytes.Buffer, payload []byte) {
	writeHeader(b, ws.OpPong, len(payload))
	b.Write(payload)
}

func writeHeader(b *bytes.Buffer, op ws.OpCode, length int) {
	// Writing to a buffer cannot fail.
	_ = ws.WriteHeader(b, ws.Header{Fin: true, OpCode: op, Length: int64(length)})
}
