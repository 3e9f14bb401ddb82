package handlers

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// patience bounds every wait: much longer than what is waited for takes, even
// on a busy machine.
const patience = 2 * time.Minute

// eventually polls until f holds.
func eventually(t testing.TB, what string, f func() bool) {
	t.Helper()
	for began := time.Now(); !f(); time.Sleep(time.Millisecond) {
		if time.Since(began) > patience {
			t.Fatalf("%s: not in %v", what, patience)
		}
	}
}

// listen serves on a port of its own and returns the address: a stream needs a
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
			w.server.Streams.Close()
			_ = listener.Close()
			if err := <-served; err != nil {
				w.t.Error(err)
			}
		})
		w.address = listener.Addr().String()
	})
	return w.address
}

// event is one event of a stream.
type event struct{ name, id, data string }

// eventStream is a stream with what has come on it.
type eventStream struct {
	t      testing.TB
	asked  string
	conn   net.Conn
	answer *http.Response
	body   string // of what is no stream

	mu     sync.Mutex
	events []event
	beats  int
	over   bool
}

// stream asks for an event stream and reads it until it ends.
func (b *browser) stream(target string, header ...string) *eventStream {
	b.w.t.Helper()
	e := b.silentStream(target, header...)
	answer, err := http.ReadResponse(bufio.NewReader(e.conn), nil) //nolint:bodyclose // the test closes the connection
	if err != nil {
		b.w.t.Fatal(err)
	}
	e.answer = answer
	if answer.StatusCode != http.StatusOK {
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			b.w.t.Fatal(err)
		}
		e.body = string(body)
		return e
	}
	if kind := answer.Header.Get("Content-Type"); kind != "text/event-stream" {
		b.w.t.Fatalf("%s is %s", target, kind)
	}
	go e.read()
	return e
}

// silentStream asks for an event stream and reads nothing.
func (b *browser) silentStream(target string, header ...string) *eventStream {
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
	lines := []string{"GET " + target + " HTTP/1.1", "Host: chat.example", "Cookie: " + strings.Join(cookies, "; ")}
	if b.name != "" && !slices.Contains(header, personHeader) {
		header = append(header, personHeader, b.name)
	}
	for pair := range slices.Chunk(header, 2) {
		lines = append(lines, pair[0]+": "+pair[1])
	}
	if _, err := io.WriteString(conn, strings.Join(lines, "\r\n")+"\r\n\r\n"); err != nil {
		b.w.t.Fatal(err)
	}
	return &eventStream{t: b.w.t, asked: target, conn: conn}
}

// watch is a stream of a page of the channel that is opened now, once it is
// open.
func (b *browser) watch(channel string) *eventStream {
	b.w.t.Helper()
	e := b.stream("/ui/events/" + channel + "?since=" + b.cursorOf(channel))
	e.wait("it is open", func() bool { return len(e.events) > 0 })
	return e
}

func (e *eventStream) read() {
	lines := bufio.NewScanner(e.answer.Body)
	lines.Buffer(nil, 1<<24)
	var now event
	var data []string
	for lines.Scan() {
		field, value, _ := strings.Cut(lines.Text(), ":")
		value = strings.TrimPrefix(value, " ")
		e.mu.Lock()
		switch {
		case lines.Text() == "" && data != nil:
			now.data = strings.Join(data, "\n")
			e.events = append(e.events, now)
			now, data = event{}, nil
		case field == "" && lines.Text() != "":
			e.beats++
		case field == "id":
			now.id = value
		case field == "event":
			now.name = value
		case field == "data":
			data = append(data, value)
		}
		e.mu.Unlock()
	}
	e.mu.Lock()
	e.over = true
	e.mu.Unlock()
}

// wait waits until f, which may look at the events, holds.
func (e *eventStream) wait(what string, f func() bool) {
	e.t.Helper()
	eventually(e.t, e.asked+": "+what, func() bool {
		e.mu.Lock()
		defer e.mu.Unlock()
		return f()
	})
}

// shows waits for an event with that text.
func (e *eventStream) shows(text string) {
	e.t.Helper()
	e.wait("shows "+text, func() bool { return e.count(text) > 0 })
}

// count is how often a text has come, in any event.
func (e *eventStream) count(text string) (n int) {
	for _, event := range e.events {
		n += strings.Count(event.data, text)
	}
	return n
}

// ends waits for the end and returns where the page is sent.
func (e *eventStream) ends() string {
	e.t.Helper()
	e.wait("ends", func() bool { return e.over })
	last := e.events[len(e.events)-1]
	if last.name != "close" {
		e.t.Fatalf("%s ends with %+v", e.asked, last)
	}
	return last.data
}

// cursor is the one to go on with.
func (e *eventStream) cursor() string {
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

func (e *eventStream) leave() { _ = e.conn.Close() }

// first is the answer up to the first fragments, or the end.
func (e *eventStream) first() answer {
	e.t.Helper()
	a := answer{t: e.t, asked: "GET " + e.asked, status: e.answer.StatusCode, header: e.answer.Header, body: e.body}
	if a.status != http.StatusOK {
		return a
	}
	e.wait("has something", func() bool {
		return e.over || slices.ContainsFunc(e.events, func(event event) bool { return event.name == "" })
	})
	for _, event := range e.events {
		a.body += event.data
	}
	e.leave()
	return a
}
