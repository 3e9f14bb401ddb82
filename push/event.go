package push

import (
	"bytes"
	"sync"
)

var eventBuffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func keepBuffer(b *bytes.Buffer) {
	if b.Cap() <= sendBuffer {
		eventBuffers.Put(b)
	}
}

// writeEvent writes one event of a text/event-stream. Its data may have lines.
func writeEvent(b *bytes.Buffer, name, id string, data []byte) {
	if id != "" {
		b.WriteString("id: ")
		b.WriteString(id)
		b.WriteByte('\n')
	}
	if name != "" {
		b.WriteString("event: ")
		b.WriteString(name)
		b.WriteByte('\n')
	}
	for {
		i := bytes.IndexAny(data, "\r\n")
		b.WriteString("data: ")
		if i < 0 {
			b.Write(data)
			break
		}
		b.Write(data[:i])
		b.WriteByte('\n')
		if data[i] == '\r' && i+1 < len(data) && data[i+1] == '\n' {
			i++
		}
		data = data[i+1:]
	}
	b.WriteString("\n\n")
}
