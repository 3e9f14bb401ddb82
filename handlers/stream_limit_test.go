package handlers

import (
	"bytes"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"minimost/chat"
	"minimost/push"
)

func TestASlowReaderHoldsNobodyUpAndIsCutOff(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	target := "/ui/events/general?since=" + bob.cursorOf("general")
	slow := bob.silentStream(target)
	eventually(t, "it is open", func() bool { return w.server.Streams.Open() == 1 })
	stream := alice.watch("general")
	long := strings.Repeat("many words ", 900)
	sent := 0
	// While it takes nothing the other is sent many more: it waits for its client,
	// and not just for its turn.
	const held = 500 * time.Millisecond
	for ; w.server.Streams.Load().LongestWrite < held && sent < 3000; sent++ {
		w.pass(held / 50)
		if _, err := w.store.Send(t.Context(), "alice", "general", long, 0, w.clock()); err != nil {
			t.Fatal(err)
		}
		stream.wait("every message", func() bool { return stream.count(">many") == sent+1 })
	}
	if w.server.Streams.Load().LongestWrite < held {
		t.Fatalf("after %d messages nobody waits", sent)
	}
	w.pass(push.WriteTimeout + time.Second)
	eventually(t, "it is cut off", func() bool { return w.server.Streams.Open() == 1 })
	if _, err := w.store.Send(t.Context(), "alice", "general", "goes on", 0, w.clock()); err != nil {
		t.Fatal(err)
	}
	stream.shows("goes on")
	slow.leave()
}

func TestTheStreamsThatASingleClientHoldsAreBounded(t *testing.T) {
	w := newWorld(t, func(c *Config) { c.Streams = push.NewStreams(push.Limits{All: 5, Person: 3}) })
	alice, bob := w.as("alice"), w.as("bob")
	cursor := alice.cursorOf("general")
	var streams []*eventStream
	for range 4 {
		stream := alice.stream("/ui/events/general?since=" + cursor)
		stream.wait("it is open", func() bool { return len(stream.events) > 0 })
		streams = append(streams, stream)
	}
	if to := streams[0].ends(); to != "" {
		t.Errorf("the oldest page is sent to %q", to)
	}
	eventually(t, "it has gone", func() bool { return w.server.Streams.Open() == 3 })
	bob.watch("general")
	bob.watch("general")
	bob.get("/ui/events/general?since="+bob.cursorOf("general")).wantBody(204, "")
	streams[1].leave()
	eventually(t, "there is room again", func() bool { return w.server.Streams.Open() == 4 })
	bob.watch("general")
}

func TestAClientThatTalksOnIsCutOff(t *testing.T) {
	w := newWorld(t)
	stream := w.as("alice").watch("general")
	for range 100 {
		if _, err := stream.conn.Write(bytes.Repeat([]byte("x"), 1<<10)); err != nil {
			break
		}
	}
	eventually(t, "it is closed", func() bool { return w.server.Streams.Open() == 0 })
}

func TestAStopEndsEveryStreamAndLeavesNothing(t *testing.T) {
	w := newWorld(t)
	alice := w.as("alice")
	cursor := alice.cursorOf("general")
	stream := alice.watch("general")
	alice.silentStream("/ui/events/general?since=" + cursor)
	eventually(t, "both are open", func() bool { return w.server.Streams.Open() == 2 })
	w.server.Streams.Close()
	if to := stream.ends(); to != "" || w.server.Streams.Open() != 0 || w.server.Streams.Load().Goroutines != 0 {
		t.Errorf("the page is sent to %q, %d are left, %d goroutines", to, w.server.Streams.Open(), w.server.Streams.Load().Goroutines)
	}
	alice.get("/ui/events/general?since="+cursor).wantBody(204, "")
}

// countedStreams counts those that are open.
type countedStreams struct {
	noStats
	open atomic.Int64
}

func (c *countedStreams) StreamOpened() { c.open.Add(1) }

func (c *countedStreams) StreamClosed() { c.open.Add(-1) }

func TestStreamsThatAreLeftLeaveNothing(t *testing.T) {
	var stats countedStreams
	w := newWorld(t, func(c *Config) { c.Stats = &stats })
	alice := w.as("alice")
	cursor := alice.cursorOf("general")
	for range 10 {
		stream := alice.stream("/ui/events/general?since=" + cursor)
		stream.wait("it is open", func() bool { return len(stream.events) > 0 })
		if stats.open.Load() == 0 {
			t.Error("it is not counted")
		}
		stream.leave()
	}
	m := w.server.Streams
	eventually(t, "all have gone", func() bool { return m.Open() == 0 })
	// What is left looks for changes, and waits for streams to serve.
	eventually(t, "their goroutines have ended", func() bool { return m.Load().Goroutines == 1 })
	if n := stats.open.Load(); n != 0 {
		t.Errorf("%d are counted", n)
	}
	if left := m.Load(); left.Channels+left.Readers != 0 {
		t.Errorf("left are %+v", left)
	}
}

func TestAPanicEndsOneStream(t *testing.T) {
	var log bytes.Buffer
	panics := func() (*chat.EmojiSet, error) { panic("a secret") }
	w := newWorld(t, logTo(&log), func(c *Config) { c.Emoji = panics })
	alice := w.as("alice")
	stream, other := alice.watch("general"), alice.watch("random")
	alice.form("/send/general", "text", "hello").want(200)
	stream.shows("hello")
	if _, err := w.store.React(t.Context(), "alice", 1, "👍", w.clock()); err != nil {
		t.Fatal(err)
	}
	stream.wait("it ends", func() bool { return stream.over })
	alice.form("/send/random", "text", "still here").want(200)
	other.shows("still here")
	w.server.Streams.Close()
	if stream.count("a secret") > 0 || !strings.Contains(log.String(), "a secret") {
		t.Errorf("told %+v, logged %q", stream.events, log.String())
	}
}
