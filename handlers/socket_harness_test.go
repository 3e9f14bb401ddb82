package handlers

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"minimost/handlers/web"
	"minimost/testkit"

	"github.com/gobwas/ws"
)

const patience = testkit.Patience

var eventually = testkit.Eventually

// listen serves on a port of its own and returns the address: a socket needs a
// connection that is one.
func (w *world) listen() string {
	w.t.Helper()
	w.listening.Do(func() {
		listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // the test closes it
		if err != nil {
			w.t.Fatal(err)
		}
		served := make(chan error, 1)
		go func() { served <- w.app.Listener(listener) }()
		w.t.Cleanup(func() {
			w.server.Sockets.Close()
			_ = listener.Close()
			if err := <-served; err != nil {
				w.t.Error(err)
			}
		})
		w.address = listener.Addr().String()
	})
	return w.address
}

// event is one event of a socket.
type event struct{ name, id, data string }

// socketClient is a page's socket with what has come on it.
type socketClient struct {
	t      testing.TB
	asked  string
	conn   net.Conn
	reader *bufio.Reader
	answer *http.Response
	body   string // of what is no socket
	silent atomic.Bool

	mu     sync.Mutex
	events []event
	beats  []string // the numbers that came with signs of life
	pings  int
	pong   string
	status ws.StatusCode // of the close frame
	over   bool
}

// socket opens a socket and reads it until it ends.
func (b *browser) socket(target string, header ...string) *socketClient {
	b.w.t.Helper()
	e := b.silentSocket(target, header...)
	answer, err := http.ReadResponse(e.reader, nil) //nolint:bodyclose // the test closes the connection
	if err != nil {
		b.w.t.Fatal(err)
	}
	e.answer = answer
	if answer.StatusCode != http.StatusSwitchingProtocols {
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			b.w.t.Fatal(err)
		}
		e.body = string(body)
		return e
	}
	if accept := answer.Header.Get("Sec-WebSocket-Accept"); accept != "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" {
		b.w.t.Fatalf("%s accepts %q", target, accept)
	}
	go e.read()
	return e
}

// silentSocket asks for a socket and reads nothing.
func (b *browser) silentSocket(target string, header ...string) *socketClient {
	b.w.t.Helper()
	conn, err := net.Dial("tcp", b.w.listen()) //nolint:noctx // the test closes it
	if err != nil {
		b.w.t.Fatal(err)
	}
	b.w.t.Cleanup(func() { _ = conn.Close() })
	var cookies []string
	for name, value := range b.cookies {
		cookies = append(cookies, name+"="+value)
	}
	// The key and its answer are those of RFC 6455.
	lines := []string{
		"GET " + target + " HTTP/1.1", "Host: chat.example", "Cookie: " + strings.Join(cookies, "; "),
		"Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
	}
	if b.name != "" && !slices.Contains(header, web.PersonHeader) {
		header = append(header, web.PersonHeader, b.name)
	}
	for pair := range slices.Chunk(header, 2) {
		lines = slices.DeleteFunc(lines, func(line string) bool { return strings.HasPrefix(line, pair[0]+": ") })
		if pair[1] != "" {
			lines = append(lines, pair[0]+": "+pair[1])
		}
	}
	if _, err := io.WriteString(conn, strings.Join(lines, "\r\n")+"\r\n\r\n"); err != nil {
		b.w.t.Fatal(err)
	}
	return &socketClient{t: b.w.t, asked: target, conn: conn, reader: bufio.NewReader(conn)}
}

// watch is the socket of a page of the channel that is opened now, once it is
// open.
func (b *browser) watch(channel string) *socketClient {
	b.w.t.Helper()
	e := b.socket("/ui/socket/" + channel + "?since=" + b.cursorOf(channel))
	e.wait("it is open", func() bool { return len(e.events) > 0 })
	return e
}

// read takes what comes as a browser does: it answers pings and a close frame.
func (e *socketClient) read() {
	for {
		frame, err := ws.ReadFrame(e.reader) //nolint:staticcheck // what the server sends is short
		if err != nil {
			break
		}
		e.take(frame)
		switch {
		case frame.Header.OpCode == ws.OpClose:
			_ = e.send(ws.NewCloseFrame(frame.Payload))
		case frame.Header.OpCode == ws.OpPing && !e.silent.Load():
			_ = e.send(ws.NewPongFrame(frame.Payload))
		}
	}
	_ = e.conn.Close()
	e.mu.Lock()
	defer e.mu.Unlock()
	e.over = true
}

func (e *socketClient) take(frame ws.Frame) {
	e.mu.Lock()
	defer e.mu.Unlock()
	head, data, _ := strings.Cut(string(frame.Payload), "\n")
	name, id, _ := strings.Cut(head, " ")
	switch {
	case frame.Header.Masked || !frame.Header.Fin || frame.Header.Rsv != 0:
		e.t.Errorf("%s sends %+v", e.asked, frame.Header)
	case frame.Header.OpCode == ws.OpPing:
		e.pings++
	case frame.Header.OpCode == ws.OpPong:
		e.pong = string(frame.Payload)
	case frame.Header.OpCode == ws.OpClose:
		status, reason := ws.ParseCloseFrameData(frame.Payload)
		e.status = status
		e.events = append(e.events, event{name: "close", data: reason})
	case frame.Header.OpCode == ws.OpText && name == "alive":
		e.beats = append(e.beats, id)
	case frame.Header.OpCode == ws.OpText:
		e.events = append(e.events, event{name, id, data})
	}
}

// say sends a text as a browser does.
func (e *socketClient) say(text string) {
	e.t.Helper()
	if err := e.send(ws.NewTextFrame([]byte(text))); err != nil {
		e.t.Error(err)
	}
}

func (e *socketClient) send(frame ws.Frame) error {
	return ws.WriteFrame(e.conn, ws.MaskFrame(frame))
}

// wait waits until f, which may look at the events, holds.
func (e *socketClient) wait(what string, f func() bool) {
	e.t.Helper()
	eventually(e.t, e.asked+": "+what, func() bool {
		e.mu.Lock()
		defer e.mu.Unlock()
		return f()
	})
}

// shows waits for an event with that text.
func (e *socketClient) shows(text string) {
	e.t.Helper()
	e.wait("shows "+text, func() bool { return e.count(text) > 0 })
}

// received is what has come so far.
func (e *socketClient) received() []event {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.events)
}

// came is count for those who are not in wait.
func (e *socketClient) came(text string) int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.count(text)
}

// count is how often a text has come, in any event. Its caller holds the lock, as wait does.
func (e *socketClient) count(text string) (n int) {
	for _, event := range e.events {
		n += strings.Count(event.data, text)
	}
	return n
}

// ends waits for the end and returns where the page is sent.
func (e *socketClient) ends() string {
	e.t.Helper()
	e.wait("ends", func() bool { return e.over })
	e.mu.Lock()
	defer e.mu.Unlock()
	last := e.events[len(e.events)-1]
	if last.name != "close" {
		e.t.Fatalf("%s ends with %+v", e.asked, last)
	}
	return last.data
}

// cursor is the one to go on with.
func (e *socketClient) cursor() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, event := range slices.Backward(e.events) {
		if event.id != "" {
			return event.id
		}
	}
	e.t.Fatalf("%s has no cursor", e.asked)
	return ""
}

func (e *socketClient) leave() { _ = e.conn.Close() }

// first is the answer up to the first fragments, or the end.
func (e *socketClient) first() answer {
	e.t.Helper()
	a := answer{t: e.t, asked: "GET " + e.asked, status: e.answer.StatusCode, header: e.answer.Header, body: e.body}
	if a.status != http.StatusSwitchingProtocols {
		return a
	}
	without := !strings.HasPrefix(e.asked, "/ui/socket/") && !strings.Contains(e.asked, "shows=") // nothing on its page changes
	e.wait("has something", func() bool {
		return e.over || slices.ContainsFunc(e.events, func(event event) bool { return event.name == "fragments" || without && event.name == "open" })
	})
	for _, event := range e.received() {
		a.body += event.data
	}
	e.leave()
	return a
}
