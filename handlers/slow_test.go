package handlers

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"minimost/handlers/web"

	"minimost/auth"
)

// shortly is a deadline for tests: longer than what is quick takes, and short
// enough to wait for.
const shortly = 300 * time.Millisecond

func (w *world) dial() *net.TCPConn {
	w.t.Helper()
	conn, err := new(net.Dialer).DialContext(w.t.Context(), "tcp", w.listen())
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetReadDeadline(time.Now().Add(patience)); err != nil {
		w.t.Fatal(err)
	}
	return conn.(*net.TCPConn) //nolint:errcheck,forcetypeassert // what tcp is
}

// trickle sends a byte at a time until the server ends the connection, and
// returns what it has said.
func trickle(t *testing.T, conn net.Conn) string {
	t.Helper()
	said := make(chan string, 1)
	go func() {
		text, _ := io.ReadAll(conn)
		said <- string(text)
	}()
	drops := time.NewTicker(10 * time.Millisecond)
	defer drops.Stop()
	for {
		select {
		case text := <-said:
			return text
		case <-drops.C:
			_, _ = io.WriteString(conn, "a")
		}
	}
}

func TestRequestsThatTrickleInAreCutOff(t *testing.T) {
	w := newWorld(t, func(c *config) { c.ReadTimeout = shortly })
	for name, begun := range map[string]string{
		"request line": "GET /",
		"header":       "GET /livez HTTP/1.1\r\nHost: chat.example\r\nX-Slow: ",
		"body":         "POST /send/general HTTP/1.1\r\nHost: chat.example\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\ntext=",
	} {
		conn := w.dial()
		if _, err := io.WriteString(conn, begun); err != nil {
			t.Fatal(err)
		}
		if said := trickle(t, conn); said != "" && !strings.HasPrefix(said, "HTTP/1.1 4") {
			t.Errorf("%s: %q", name, said)
		}
	}
	eventually(t, "every connection is closed", func() bool { return w.app.Server().GetOpenConnectionsCount() == 0 })
}

func TestConnectionsOnWhichNothingComesAreClosed(t *testing.T) {
	w := newWorld(t, func(c *config) { c.ReadTimeout = shortly })
	conn := w.dial()
	if said, err := io.ReadAll(conn); err != nil || len(said) > 0 && !strings.HasPrefix(string(said), "HTTP/1.1 4") {
		t.Errorf("%q, %v", said, err)
	}
}

func TestHeadersBeyondTheBoundAreRefused(t *testing.T) {
	w := newWorld(t)
	for name, request := range map[string]string{
		"one line":    "GET /livez HTTP/1.1\r\nHost: chat.example\r\nX-Long: " + strings.Repeat("a", web.HeaderLimit) + "\r\n\r\n",
		"many lines":  "GET /livez HTTP/1.1\r\nHost: chat.example\r\n" + strings.Repeat("X-More: a\r\n", web.HeaderLimit/10) + "\r\n",
		"the address": "GET /" + strings.Repeat("a", web.HeaderLimit) + " HTTP/1.1\r\nHost: chat.example\r\n\r\n",
	} {
		conn := w.dial()
		if _, err := io.WriteString(conn, request); err != nil {
			t.Fatal(err)
		}
		res, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if _ = res.Body.Close(); res.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
			t.Errorf("%s: %d", name, res.StatusCode)
		}
	}
}

func TestClientsThatDoNotReadTheirAnswerAreCutOffAndSocketsAreNot(t *testing.T) {
	w := newWorld(t, func(c *config) { c.WriteTimeout = shortly })
	alice := w.as("alice")
	const many = 200
	for i := range many {
		w.pass(time.Second)
		if _, err := w.store.Send(tContext(), "alice", "random", strings.Repeat("👍", 10_000), 0, w.clock()); err != nil {
			t.Fatal(i, err)
		}
	}
	socket := alice.watch("general")
	conn := w.dial()
	if err := conn.SetReadBuffer(4 << 10); err != nil {
		t.Fatal(err)
	}
	// One answer is bounded, and the buffers on its way take much of it: several asked for at once fill them.
	request := fmt.Sprintf("GET /messages/random HTTP/1.1\r\nHost: chat.example\r\nCookie: %s=%s\r\n\r\n", auth.Cookie, alice.session())
	if _, err := io.WriteString(conn, strings.Repeat(request, 20)); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the answer is on its way", func() bool { return w.app.Server().GetOpenConnectionsCount() > 0 })
	// Had all been taken, the connection would wait for the next request.
	eventually(t, "the connection is closed", func() bool { return w.app.Server().GetOpenConnectionsCount() == 0 })

	alice.form("/send/general", "text", "still going on").want(200)
	socket.shows("still going on")
}
