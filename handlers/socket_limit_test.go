package handlers

import (
	"bytes"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"minimost/handlers/web"

	"minimost/chat"
	"minimost/push"
)

func TestASlowReaderHoldsNobodyUpAndIsCutOff(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	target := "/ui/socket/general?since=" + bob.cursorOf("general")
	slow := bob.silentSocket(target)
	eventually(t, "it is open", func() bool { return w.server.Sockets.Open() == 1 })
	socket := alice.watch("general")
	long := strings.Repeat("many words ", 900)
	sent := 0
	// While it takes nothing the other is sent many more: it waits for its client,
	// and not just for its turn.
	const held = 500 * time.Millisecond
	isCutOff := func() bool { return w.server.Sockets.Open() == 1 }
	for !isCutOff() {
		for ; !isCutOff() && w.server.Sockets.Load().LongestWrite < held; sent++ {
			if sent == 3000 {
				t.Fatalf("after %d messages nobody waits", sent)
			}
			w.pass(held / 50)
			if _, err := w.store.Send(t.Context(), "alice", "general", long, 0, w.clock()); err != nil {
				t.Fatal(err)
			}
			socket.wait("every message", func() bool { return socket.count(">many") == sent+1 })
		}
		w.pass(push.WriteTimeout + time.Second)
		// On a machine that does much else it may have waited for a processor after
		// all. It does not write either just before it is counted out.
		eventually(t, "it is cut off, or goes on", func() bool {
			return isCutOff() || w.server.Sockets.Load().LongestWrite == 0
		})
	}
	if _, err := w.store.Send(t.Context(), "alice", "general", "goes on", 0, w.clock()); err != nil {
		t.Fatal(err)
	}
	socket.shows("goes on")
	slow.leave()
}

func TestTheSocketsThatASingleClientHoldsAreBounded(t *testing.T) {
	w := newWorld(t, func(c *config) { c.Sockets = push.NewSockets(push.Limits{All: 5, Person: 3}) })
	alice, bob := w.as("alice"), w.as("bob")
	cursor := alice.cursorOf("general")
	var sockets []*socketClient
	for range 3 {
		sockets = append(sockets, alice.watch("general"))
	}
	alice.get("/ui/socket/general?since=" + cursor).want(429)
	bob.watch("general")
	bob.watch("general")
	bob.get("/ui/socket/general?since=" + bob.cursorOf("general")).want(429)
	sockets[1].leave()
	eventually(t, "there is room again", func() bool { return w.server.Sockets.Open() == 4 })
	alice.watch("general")
}

func TestAStopEndsEverySocketAndLeavesNothing(t *testing.T) {
	w := newWorld(t)
	alice := w.as("alice")
	cursor := alice.cursorOf("general")
	socket := alice.watch("general")
	alice.silentSocket("/ui/socket/general?since=" + cursor)
	eventually(t, "both are open", func() bool { return w.server.Sockets.Open() == 2 })
	w.server.Sockets.Close()
	if to := socket.ends(); to != "" || w.server.Sockets.Open() != 0 || w.server.Sockets.Load().Goroutines != 0 {
		t.Errorf("the page is sent to %q, %d are left, %d goroutines", to, w.server.Sockets.Open(), w.server.Sockets.Load().Goroutines)
	}
	alice.get("/ui/socket/general?since=" + cursor).want(429)
}

// countedSockets counts those that are open.
type countedSockets struct {
	web.NoStats
	open atomic.Int64
}

func (c *countedSockets) SocketOpened() { c.open.Add(1) }

func (c *countedSockets) SocketClosed() { c.open.Add(-1) }

func TestSocketsThatAreLeftLeaveNothing(t *testing.T) {
	var stats countedSockets
	w := newWorld(t, func(c *config) { c.Stats = &stats })
	alice := w.as("alice")
	cursor := alice.cursorOf("general")
	for range 10 {
		socket := alice.socket("/ui/socket/general?since=" + cursor)
		socket.wait("it is open", func() bool { return len(socket.events) > 0 })
		if stats.open.Load() == 0 {
			t.Error("it is not counted")
		}
		socket.leave()
	}
	m := w.server.Sockets
	eventually(t, "all have gone", func() bool { return m.Open() == 0 })
	// What is left looks for changes, and waits for sockets to serve.
	eventually(t, "their goroutines have ended", func() bool { return m.Load().Goroutines == 1 })
	if n := stats.open.Load(); n != 0 {
		t.Errorf("%d are counted", n)
	}
	if left := m.Load(); left.Channels+left.Readers != 0 {
		t.Errorf("left are %+v", left)
	}
}

func TestAPanicEndsOneSocket(t *testing.T) {
	var log bytes.Buffer
	panics := func() (*chat.EmojiSet, error) { panic("a secret") }
	w := newWorld(t, logTo(&log), func(c *config) { c.Emoji = panics })
	alice := w.as("alice")
	socket, other := alice.watch("general"), alice.watch("random")
	alice.form("/send/general", "text", "hello").want(200)
	socket.shows("hello")
	if _, err := w.store.React(t.Context(), "alice", 1, "👍", w.clock()); err != nil {
		t.Fatal(err)
	}
	socket.wait("it ends", func() bool { return socket.over })
	alice.form("/send/random", "text", "still here").want(200)
	other.shows("still here")
	w.server.Sockets.Close()
	if socket.came("a secret") > 0 || !strings.Contains(log.String(), "a secret") {
		t.Errorf("told %+v, logged %q", socket.received(), log.String())
	}
}
