package handlers

import (
	"bytes"
	"fmt"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
	"minimost/push"
)

// receivers count what comes on their sockets, without a system in between.
type receivers struct {
	text  []byte // of the message that is awaited
	count sync.WaitGroup
}

// receiver is the connection of one of them. Nobody says anything on it.
type receiver struct {
	net.Conn
	of     *receivers
	closed chan struct{}
	once   sync.Once
}

func (r *receiver) Write(b []byte) (int, error) {
	if len(r.of.text) > 0 && bytes.Contains(b, r.of.text) {
		r.of.count.Done()
	}
	return len(b), nil
}

func (r *receiver) Read([]byte) (int, error) {
	<-r.closed
	return 0, net.ErrClosed
}

func (r *receiver) Close() error {
	r.once.Do(func() { close(r.closed) })
	return nil
}

func (r *receiver) SetReadDeadline(time.Time) error { return nil }

// BenchmarkDelivery sends messages to a channel that everybody has open. What it takes to one of the sockets is
// ns/delivery, the system calls apart.
func BenchmarkDelivery(b *testing.B) {
	w, alice := busyTown(b)
	all := &receivers{}
	for i := range benchPeople - 1 {
		who := w.browser()
		who.name = fmt.Sprint("person", i)
		who.login(who.name, testPassword).want(fiber.StatusFound)
		cursor, err := page.ParseCursor(who.cursorOf("general"))
		if err != nil {
			b.Fatal(err)
		}
		conn := &receiver{of: all, closed: make(chan struct{})}
		w.server.Sockets.Accept(conn, push.Request{
			User: who.name, Channel: "general", Session: who.session(), Cursor: cursor, State: chat.Active,
			Holder: push.Holder{Session: "session", Tab: "tab"},
		})
	}
	b.Cleanup(w.server.Sockets.Close)
	eventually(b, "they have come to rest", func() bool { return w.server.Sockets.Load().Computing == 0 })
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		n++
		if w.server.Sockets.Load().Sockets < benchPeople-1 {
			b.Fatalf("after %d messages sockets are closed on which nobody said anything for so long: try a shorter -benchtime", n)
		}
		all.count.Add(benchPeople - 1)
		all.text = fmt.Appendf(nil, "Turn %d<", n)
		if _, err := w.store.Send(tContext(), alice.name, "general", fmt.Sprint("Turn ", n), 0, w.clock()); err != nil {
			b.Fatal(err)
		}
		all.count.Wait()
		w.pass(5 * time.Millisecond)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n*(benchPeople-1)), "ns/delivery")
}
