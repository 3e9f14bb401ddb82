package push

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/gobwas/ws"
)

// sent is a frame as a client sends it.
func sent(frame ws.Frame, change ...func(*ws.Header)) []byte {
	frame = ws.MaskFrame(frame)
	for _, f := range change {
		f(&frame.Header)
	}
	var b bytes.Buffer
	_ = ws.WriteFrame(&b, frame)
	return b.Bytes()
}

func text(s string) ws.Frame { return ws.NewTextFrame([]byte(s)) }

func TestEachBadFrameHasItsStatus(t *testing.T) {
	for name, c := range map[string]struct {
		sent []byte
		want ws.StatusCode
	}{
		"not masked":            {ws.MustCompileFrame(text("look 1")), ws.StatusProtocolError},
		"a reserved bit":        {sent(text("look 1"), func(h *ws.Header) { h.Rsv = ws.Rsv(true, false, false) }), ws.StatusProtocolError},
		"a reserved code":       {sent(ws.NewFrame(0x3, true, nil)), ws.StatusProtocolError},
		"nothing to go on with": {sent(ws.NewFrame(ws.OpContinuation, true, nil)), ws.StatusProtocolError},
		"a ping in parts":       {sent(ws.NewFrame(ws.OpPing, false, nil)), ws.StatusProtocolError},
		"a long ping":           {sent(ws.NewPingFrame(make([]byte, 126))), ws.StatusProtocolError},
		"a text in parts":       {sent(ws.NewFrame(ws.OpText, false, []byte("look"))), ws.StatusUnsupportedData},
		"binary":                {sent(ws.NewBinaryFrame([]byte{1})), ws.StatusUnsupportedData},
		"too long":              {sent(text(strings.Repeat("a", maxFrame+1))), ws.StatusMessageTooBig},
		"longer than there is":  {[]byte{0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0}, ws.StatusMessageTooBig},
		"no UTF-8":              {sent(text("\xff")), ws.StatusInvalidFramePayloadData},
	} {
		r := frameReader{conn: iotest.OneByteReader(bytes.NewReader(c.sent))}
		_, _, err := r.next()
		v, ok := errors.AsType[*violation](err)
		if !ok || v.status != c.want {
			t.Errorf("%s: %v, want status %d", name, err, c.want)
		}
	}
}

func TestFramesAreReadHoweverTheyArrive(t *testing.T) {
	long := strings.Repeat("é", maxFrame/2)
	var all []byte
	for _, frame := range []ws.Frame{text("look 7"), ws.NewPongFrame(nil), text(long), text(""), ws.NewPingFrame([]byte("who")), text("end")} {
		all = append(all, sent(frame)...)
	}
	for name, conn := range map[string]io.Reader{
		"at once": bytes.NewReader(all), "by bytes": iotest.OneByteReader(bytes.NewReader(all)), "by halves": iotest.HalfReader(bytes.NewReader(all)),
	} {
		r := frameReader{conn: conn}
		for _, want := range []string{"look 7", "", long, "", "who", "end"} {
			if _, payload, err := r.next(); string(payload) != want || err != nil {
				t.Fatalf("%s: %.20q, %v; want %.20q", name, payload, err, want)
			}
		}
		if _, _, err := r.next(); err == nil {
			t.Errorf("%s: something more", name)
		}
	}
}

func TestAPageSaysOnlyWhatIsKnown(t *testing.T) {
	for what, ok := range map[string]bool{
		"active 1": true, "idle 2": true, "hidden 9007199254740991": true, "leaving 3": true, "going-on 4": true, "look 0": true,
		"": false, "look": false, "look ": false, "look -1": false, "look 1 2": false, "offline 1": false, "Active 1": false,
		"look 99999999999999999999": false, "look 1\n": false, "\x00": false,
	} {
		if _, got := parseSaid([]byte(what)); got != ok {
			t.Errorf("%q: %v", what, got)
		}
	}
}

// FuzzFrames reads what a client may send: whatever that is, each frame is
// bounded, the bytes are taken in order, and what is allowed comes out as it was
// meant.
func FuzzFrames(f *testing.F) {
	f.Add([]byte("look 7"), []byte{0x81, 0x80})
	f.Add([]byte("active 1"), ws.MustCompileFrame(text("x")))
	f.Add([]byte{0xff}, []byte{0x88, 0x80, 1, 2, 3, 4})
	f.Fuzz(func(t *testing.T, good, rest []byte) {
		if len(good) > maxFrame {
			return
		}
		r := frameReader{conn: bytes.NewReader(append(sent(ws.NewPongFrame(good[:min(len(good), 125)])), rest...))}
		_, payload, err := r.next()
		if err != nil || !bytes.Equal(payload, good[:min(len(good), 125)]) {
			t.Fatalf("%q, %v; want %q", payload, err, good)
		}
		for {
			op, payload, err := r.next()
			if v, ok := errors.AsType[*violation](err); ok && ws.CheckCloseFrameData(v.status, v.why) != nil {
				t.Errorf("status %d is none to send", v.status)
			}
			if err != nil {
				return
			}
			if len(payload) > maxFrame {
				t.Fatalf("a frame of %d bytes", len(payload))
			}
			switch op {
			case ws.OpText:
				if said, ok := parseSaid(payload); ok && said.number < 0 {
					t.Errorf("%q has number %d", payload, said.number)
				}
			case ws.OpClose:
				answer := closeAnswer(payload)
				if ws.CheckCloseFrameData(answer.status, "") != nil {
					t.Errorf("%q is answered with status %d", payload, answer.status)
				}
			case ws.OpPing, ws.OpPong:
			default:
				t.Errorf("a frame of kind %d", op)
			}
		}
	})
}
