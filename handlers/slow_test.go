package handlers

import (
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"time"
)

// Whoever takes too long over a request is cut off: the server's own times are
// shortened for the test.
func TestWhoSaysNothingIsCutOff(t *testing.T) {
	for name, said := range map[string]string{
		"nothing at all": "",
		"half a line":    "GET /livez HT",
		"half the head":  "GET /livez HTTP/1.1\r\nHost: chat.example\r\n",
		"half a body":    "POST /login HTTP/1.1\r\nHost: chat.example\r\nContent-Length: 100\r\n\r\nusername=",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			if got := w.app.Server(); got.ReadTimeout != readTimeout || got.IdleTimeout != idleTimeout {
				t.Errorf("the times are %v and %v", got.ReadTimeout, got.IdleTimeout)
			}
			w.app.Server().ReadTimeout, w.app.Server().IdleTimeout = 50*time.Millisecond, 50*time.Millisecond
			listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			served := make(chan error, 1)
			go func() { served <- w.app.Listener(listener) }()
			conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", listener.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = conn.Close() }()
			if _, err := io.WriteString(conn, said); err != nil {
				t.Fatal(err)
			}
			if err := conn.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
				t.Fatal(err)
			}
			if _, err := io.Copy(io.Discard, conn); errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("it is still there: %v", err)
			}
			if err := w.app.Shutdown(); err != nil {
				t.Error(err)
			}
			if err := <-served; err != nil {
				t.Error(err)
			}
		})
	}
}
