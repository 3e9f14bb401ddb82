package web

import (
	"io"
	"net"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

// deadlines is a connection that notes until when is read from it.
type deadlines struct {
	net.Conn
	set []time.Time
}

func (d *deadlines) SetReadDeadline(at time.Time) error {
	d.set = append(d.set, at)
	return nil
}

// TestAFileMayTakeLongAsLongAsItArrives: no time in all, but a least rate once it has begun.
func TestAFileMayTakeLongAsLongAsItArrives(t *testing.T) {
	began := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	conn := &deadlines{}
	const size = 3 * leastRate
	body := &pacedBody{stream: iotest.OneByteReader(strings.NewReader(strings.Repeat("x", size))), conn: conn, began: began}
	if n, err := io.Copy(io.Discard, body); n != size || err != nil {
		t.Fatal(n, err)
	}
	if first := conn.set[0]; !first.Equal(began.Add(paceGrace)) {
		t.Errorf("the first byte may come until %v", first)
	}
	for i, at := range conn.set {
		if want := began.Add(paceGrace + time.Duration(i)*time.Second/leastRate); !at.Equal(want) {
			t.Fatalf("after %d bytes more may come until %v, want %v", i, at, want)
		}
	}
	if last := conn.set[size]; !last.Equal(began.Add(paceGrace + 3*time.Second)) {
		t.Errorf("after what takes 3 s at the least rate more may come until %v", last)
	}
}
