package handlers

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"minimost/handlers/web"

	"minimost/auth"
)

// wire is a connection whose client has said everything it will say.
type wire struct {
	in     *bytes.Reader
	out    bytes.Buffer
	closed atomic.Bool
}

func (w *wire) Read(p []byte) (int, error) {
	if w.closed.Load() {
		return 0, net.ErrClosed
	}
	return w.in.Read(p)
}

func (w *wire) Write(p []byte) (int, error) {
	if w.closed.Load() {
		return 0, net.ErrClosed
	}
	return w.out.Write(p)
}

func (w *wire) Close() error                     { w.closed.Store(true); return nil }
func (w *wire) LocalAddr() net.Addr              { return homeAddress }
func (w *wire) RemoteAddr() net.Addr             { return homeAddress }
func (w *wire) SetDeadline(time.Time) error      { return nil }
func (w *wire) SetReadDeadline(time.Time) error  { return nil }
func (w *wire) SetWriteDeadline(time.Time) error { return nil }

// FuzzWire sends bytes that may be no HTTP at all.
func FuzzWire(f *testing.F) {
	fuzzServer := newFuzzServer(f)
	session := "Cookie: " + auth.Cookie + "=" + fuzzServer.plan.sessions[asStranger] + "\r\n"
	for _, seed := range []string{
		"", "\r\n", "GET", "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: chat.example\r\n\r\nGET /livez HTTP/1.0\r\n\r\n", "\x16\x03\x01\x02\x00",
		"POST /send/general HTTP/1.1\r\nHost: chat.example\r\n" + session + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx\r\n0\r\n\r\n",
		"POST /login HTTP/1.1\r\nHost: chat.example\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nuser=",
		"POST /login HTTP/1.1\r\nHost: chat.example\r\nContent-Length: -1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"GET http://[::1/ HTTP/1.1\r\nHost: chat.example\r\n" + session + "\r\n", "GET /c/private:1 HTTP/9.9\r\nHost: chat.example\r\n" + session + "\r\n",
		"OPTIONS * HTTP/1.1\r\nHost:\r\n\r\n", "CONNECT x:1 HTTP/1.1\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "GET / HTTP/1.1\r\nHost: chat.example\r\n folded: y\r\n\r\n",
		"GET /" + strings.Repeat("a", web.HeaderLimit) + " HTTP/1.1\r\nHost: chat.example\r\n\r\n", "POST /presence HTTP/1.1\r\nHost: chat.example\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}",
		"POST /ui/send/general HTTP/1.1\r\nHost: chat.example\r\nContent-Type: multipart/form-data; boundary=b\r\n" + session + "Content-Length: 6\r\n\r\n--b\r\n\r\n",
		"POST / HTTP/1.1\r\nHost: chat.example\r\nContent-Length: 99999999999\r\n\r\n", "GET /static/app.css HTTP/1.1\r\nHost: chat.example\r\nRange: bytes=-9\r\nIf-None-Match: \"tag\"\r\n\r\n",
		"GET\x00/ HTTP/1.1\r\nHost: chat.example\r\n\r\n", "BREW / HTTP/1.1\r\nHost: chat.example\r\n\r\n", "GET / HTTP/1.1\nHost: chat.example\n\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, said []byte) {
		fuzzServer.begin(t)
		conn := &wire{in: bytes.NewReader(said)}
		_ = fuzzServer.app.Server().ServeConn(conn) // what it says is the client's fault
		fuzzServer.heard(conn.out.Bytes(), said)
	})
}

// heard reads the first answer to what was said. Of later ones it is not known
// whether a body follows.
func (s *fuzzServer) heard(heard, said []byte) {
	s.t.Helper()
	method, _, _ := strings.Cut(string(said), " ")
	asked := &http.Request{Method: strings.TrimLeft(method, "\r\n")}
	answer, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(heard)), asked)
	if len(heard) == 0 {
		return // the connection was ended without a word
	}
	if err != nil {
		s.t.Errorf("%v\n%q\n%q", err, said, heard)
		return
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode == http.StatusContinue {
		return
	}
	if answer.StatusCode >= 500 {
		s.t.Errorf("status %d\n%q\n%q", answer.StatusCode, said, heard)
	}
	for _, h := range s.server.EveryAnswer {
		if answer.Header.Get(string(h.Key)) == "" {
			s.t.Errorf("no %s on %d\n%q", h.Key, answer.StatusCode, said)
		}
	}
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		s.t.Errorf("%v\n%q\n%q", err, said, heard)
	}
}
