package handlers

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	zombiezen "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"minimost/auth"
	"minimost/cache"
	"minimost/chat"
)

// never is a look that does not come: what a stream shows then woke it.
func never(c *Config) { c.Streams = NewStreams(StreamLimits{Look: 24 * time.Hour}) }

func TestAStreamShowsAWriteAtOnce(t *testing.T) {
	w := newWorld(t, never)
	alice, bob := w.as("alice"), w.as("bob")
	stream := alice.watch("general")
	if first := stream.events[0]; first.name != "open" || first.id == "" || first.data != first.id {
		t.Errorf("the first event is %+v", first)
	}
	bob.form("/send/general", "text", "one\r\n\r\ntwo").want(200)
	stream.shows(">one</p>")
	stream.shows(">two</p>")
	bob.json("/typing/general", "").want(204)
	stream.shows("bob is typing…")
	bob.form("/react/1", "reaction", "👍").want(200)
	stream.shows("👍")
	alice.form("/send/general", "text", "mine").want(200)
	stream.shows(">mine</p>")
	bob.form("/mark_read/general").want(204)
	stream.shows("Read by bob")
	if n := stream.count(">mine</p>"); n != 1 {
		t.Errorf("one message came %d times", n)
	}
}

func TestAStreamSaysThatItIsOpenBeforeAnythingElse(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	w.server.Streams.limits.Person = 1000
	cursor := alice.cursorOf("general")
	stop := make(chan struct{})
	var busy sync.WaitGroup
	busy.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				bob.json("/typing/general", "")
				bob.do(fiber.MethodDelete, "/typing/general", "")
			}
		}
	})
	for range 100 {
		stream := alice.stream("/ui/events/general?since=" + cursor)
		stream.wait("an event", func() bool { return len(stream.events) > 0 })
		if first := stream.events[0].name; first != "open" {
			t.Errorf("the first event is %q", first)
		}
		stream.leave()
	}
	close(stop)
	busy.Wait()
}

func TestAStreamHasTheHeadersOfEveryAnswer(t *testing.T) {
	w := newWorld(t)
	alice := w.as("alice")
	poll := alice.get("/ui/live/general?since=" + alice.cursorOf("general"))
	stream := alice.watch("general")
	for name := range poll.header {
		if name == "Date" || name == "Content-Length" || name == "Content-Type" || name == "X-Request-Id" || name == liveSince {
			continue
		}
		if got := stream.answer.Header.Get(name); got != poll.header.Get(name) {
			t.Errorf("%s: %q, the poll's is %q", name, got, poll.header.Get(name))
		}
	}
	if stream.answer.Header.Get("X-Accel-Buffering") != "no" || !stream.answer.Close {
		t.Errorf("headers %v", stream.answer.Header)
	}
}

func TestAStreamGoesOnWhereItBrokeOff(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	start := alice.cursorOf("general")
	stream := alice.stream("/ui/events/general?since=" + start)
	bob.form("/send/general", "text", "before").want(200)
	stream.shows(">before</p>")
	stream.leave()
	bob.form("/send/general", "text", "meanwhile").want(200)
	bob.form("/edit/1", "text", "before, edited").want(200)
	again := alice.stream("/ui/events/general?since="+start, "Last-Event-ID", stream.cursor())
	again.shows(">meanwhile</p>")
	again.shows(">before, edited</p>")
	bob.form("/send/general", "text", "after").want(200)
	again.shows(">after</p>")
	for _, text := range []string{">before, edited</p>", ">meanwhile</p>", ">after</p>"} {
		if n := again.count(text); n != 1 {
			t.Errorf("%s came %d times", text, n)
		}
	}
}

func TestAStreamBringsMoreThanOneAnswerHolds(t *testing.T) {
	w := newWorld(t)
	alice := w.as("alice")
	alice.form("/send/general", "text", "the first").want(200)
	cursor := alice.cursorOf("general")
	for i := range 2*liveMessages + 5 {
		if _, err := w.store.Send(t.Context(), "alice", "general", fmt.Sprintf("number %d.", i), 0, w.clock()); err != nil {
			t.Fatal(err)
		}
	}
	stream := alice.stream("/ui/events/general?since=" + cursor)
	stream.shows(fmt.Sprintf("number %d.", 2*liveMessages+4))
	polled := 0
	for a := alice.get("/ui/live/general?since=" + cursor); a.status == 200; a = alice.get("/ui/live/general?since=" + a.header.Get(liveSince)) {
		polled += strings.Count(a.body, ">number ")
	}
	if n := stream.count(">number "); n != 2*liveMessages+5 || polled != n {
		t.Errorf("%d messages came, %d by polls", n, polled)
	}
}

func TestATypingRowGrowsStaleOnAStream(t *testing.T) {
	w := newWorld(t, never)
	alice, bob := w.as("alice"), w.as("bob")
	stream := alice.watch("general")
	last := w.clock()
	bob.json("/typing/general", "").want(204)
	stream.shows("bob is typing…")
	for _, pass := range []time.Duration{chat.TypingWindow - time.Millisecond, 2 * time.Millisecond} {
		if n := stream.count(`id="typing-general"`); n != 1 {
			t.Errorf("the banner came %d times", n)
		}
		w.pass(pass)
		if err := w.store.Sweep(t.Context(), last, w.clock()); err != nil {
			t.Fatal(err)
		}
		last = w.clock()
	}
	stream.wait("the banner is empty", func() bool {
		banner := stream.events[len(stream.events)-1].data
		return strings.Contains(banner, `id="typing-general"`) && !strings.Contains(banner, "bob")
	})
}

func TestAStreamShowsHowThoseOnItsPageLookAtOnce(t *testing.T) {
	w := newWorld(t, never)
	alice, bob := w.as("alice"), w.as("bob")
	bob.json("/presence", `{"state":"active"}`).want(204)
	bob.form("/send/general", "text", "here").want(200)
	stream := alice.watch("general")
	audience := stream.audience(w, "general")
	eventually(t, "it listens to bob", func() bool {
		audience.near.Lock()
		defer audience.near.Unlock()
		return len(audience.near.names) == 2
	})
	bob.json("/presence/override", `{"override":"idle"}`).want(204)
	stream.shows(`presence-dot--idle" data-user="bob"`)
}

func (e *eventStream) audience(w *world, channel string) *audience {
	w.server.Streams.mu.Lock()
	defer w.server.Streams.mu.Unlock()
	return w.server.Streams.audiences[channel]
}

func TestAStreamShowsWhatConcernsEveryPage(t *testing.T) {
	path := t.TempDir() + "/presence.db"
	w := worldAt(t, path)
	alice, bob := w.as("alice"), w.as("bob")
	stream := alice.watch("general")
	bob.form("/send/random", "text", "over here").want(200)
	stream.shows(`data-unread="1"`)
	conn, err := zombiezen.OpenConn(path, zombiezen.OpenReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	err = sqlitex.ExecuteTransient(conn, "INSERT INTO typing (user, channel, ts) VALUES ('bob', 'general', ?)",
		&sqlitex.ExecOptions{Args: []any{float64(chat.StampOf(w.clock()))}})
	if err != nil {
		t.Fatal(err)
	}
	stream.shows("bob is typing…")
}

func TestAPollBringsWhatAStreamHasNotLookedFor(t *testing.T) {
	w := newWorld(t, never)
	alice, bob := w.as("alice"), w.as("bob")
	stream := alice.watch("general")
	bob.form("/send/random", "text", "over here").want(200)
	bob.form("/send/general", "text", "and here").want(200)
	stream.shows("and here")
	if stream.count("sidebar-lists") > 0 {
		t.Fatal("it has looked")
	}
	a := alice.get("/ui/live/general?since=" + stream.cursor()).want(200)
	if !strings.Contains(a.body, `data-unread="2"`) || strings.Contains(a.body, "and here") {
		t.Error(a.body)
	}
}

func TestAStreamTellsThatTheServerIsAnother(t *testing.T) {
	w := newWorld(t)
	stream := w.as("alice").stream("/ui/events/general" + fromNothing)
	stream.wait("has fragments", func() bool { return len(stream.events) == 3 })
	if stream.events[1].name != triggerRestarted || stream.events[2].name != "" {
		t.Errorf("%+v", stream.events)
	}
}

func TestASilentStreamShowsThatItLives(t *testing.T) {
	w := newWorld(t)
	stream := w.as("alice").watch("general")
	for n := 1; n <= 3; n++ {
		w.pass(streamKeepalive)
		stream.wait("it says that it lives", func() bool { return stream.beats >= n })
	}
}

func TestEveryEndOfASessionEndsItsStreams(t *testing.T) {
	for name, end := range map[string]func(w *world, alice *browser){
		"logout": func(_ *world, alice *browser) { alice.form("/logout").want(302) },
		"another login in the browser": func(w *world, alice *browser) {
			w.account("bob")
			alice.login("bob", testPassword).want(302)
		},
		"the same login again": func(_ *world, alice *browser) { alice.login("alice", testPassword).want(302) },
		"a new password": func(w *world, _ *browser) {
			if err := w.store.CreateResetToken(tContext(), auth.HashResetToken("token"), "alice", chat.StampOf(w.clock().Add(time.Hour))); err != nil {
				t.Fatal(err)
			}
			w.browser().form("/reset/token", "password", "another good password", "confirm_password", "another good password").want(302)
		},
		"two weeks": func(w *world, _ *browser) { w.pass(auth.SessionIdle + 2*time.Second) },
		"its deletion behind the server's back": func(w *world, alice *browser) {
			if err := w.store.Sessions().Delete(auth.HashSessionID(alice.session())); err != nil {
				t.Fatal(err)
			}
			w.pass(streamKeepalive)
			w.server.Changes.(interface{ Publish(...chat.Topic) }).Publish(chat.TopicAnything)
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.server.throttle = nil
			alice := w.as("alice")
			other := w.browser()
			other.login("alice", testPassword).want(302)
			streams := []*eventStream{alice.watch("general"), alice.watch("random")}
			others := other.watch("general")
			end(w, alice)
			for _, stream := range streams {
				if to := stream.ends(); to != "/login" {
					t.Errorf("the page is sent to %q", to)
				}
			}
			if name == "a new password" || name == "two weeks" {
				others.ends()
				return
			}
			w.as("carol").form("/send/general", "text", "still there?").want(200)
			others.shows("still there?")
		})
	}
}

// TestASessionThatEndsWhileItsStreamIsServedEndsIt: it may end after the stream
// has looked at it, and the stream may know of the change before it is told.
func TestASessionThatEndsWhileItsStreamIsServedEndsIt(t *testing.T) {
	for asked := range 3 {
		t.Run(fmt.Sprint("asked for the number of changes ", asked, " times"), func(t *testing.T) {
			var changes *lateChanges
			w := newWorld(t, never, func(c *Config) {
				changes = &lateChanges{Changes: c.Changes, streams: c.Streams, asked: asked}
				c.Changes = changes
			})
			alice, bob := w.as("alice"), w.as("bob")
			err := w.store.CreateResetToken(tContext(), auth.HashResetToken("token"), "alice", chat.StampOf(w.clock().Add(time.Hour)))
			if err != nil {
				t.Fatal(err)
			}
			cursor := alice.cursorOf("general")
			bob.form("/send/general", "text", "to look at").want(200)
			changes.hold(func() {
				if err := w.store.UseResetToken(tContext(), auth.HashResetToken("token"), testHash(), w.clock()); err != nil {
					t.Error(err)
				}
			})
			stream := alice.stream("/ui/events/general?since=" + cursor)
			eventually(t, "the stream is served", func() bool {
				changes.mu.Lock()
				defer changes.mu.Unlock()
				return changes.happens == nil && len(w.server.Streams.slots) == 0
			})
			changes.release()
			if to := stream.ends(); to != "/login" {
				t.Errorf("the page is sent to %q", to)
			}
		})
	}
}

// lateChanges are changes of which nobody is told until they are released. While
// a stream computes, something happens once, when it has asked so often for their
// number.
type lateChanges struct {
	cache.Changes
	streams *Streams
	asked   int

	mu      sync.Mutex
	happens func()
	held    []func()
	holding bool
}

func (l *lateChanges) hold(happens func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.happens, l.holding = happens, true
}

func (l *lateChanges) release() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.holding = false
	for _, wake := range l.held {
		wake()
	}
}

func (l *lateChanges) Offset() uint64 {
	l.mu.Lock()
	happens := l.happens
	switch {
	case happens == nil || len(l.streams.slots) == 0:
		happens = nil
	case l.asked > 0:
		l.asked--
		happens = nil
	default:
		l.happens = nil
	}
	l.mu.Unlock()
	if happens != nil {
		happens()
	}
	return l.Changes.Offset()
}

func (l *lateChanges) Subscribe(wake func(seq uint64), topics ...chat.Topic) (cancel func()) {
	return l.Changes.Subscribe(func(seq uint64) {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.holding {
			l.held = append(l.held, func() { wake(seq) })
			return
		}
		wake(seq)
	}, topics...)
}

func TestALogoutWithoutPresenceEndsItsStreams(t *testing.T) {
	w := newWorld(t)
	alice := w.as("alice")
	stream := alice.watch("general")
	// As if the request had failed after it ended the session.
	if err := w.server.sessions.Storage.Delete(alice.session()); err != nil {
		t.Fatal(err)
	}
	w.server.sessions.Forget(alice.session())
	if to := stream.ends(); to != "/login" {
		t.Errorf("the page is sent to %q", to)
	}
}

func TestAStreamDoesNotExtendItsSession(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	stream := alice.watch("general")
	sets := w.storage.sets
	w.pass(2 * auth.SessionExtendEvery)
	w.server.sessions.Forget(bob.session())
	stream.wait("it says that it lives", func() bool { return stream.beats > 0 })
	if w.storage.sets != sets {
		t.Error("a session was written")
	}
}

func TestAStreamEndsWithItsReadersAccess(t *testing.T) {
	for name, end := range map[string]func(alice, bob *browser){
		"removed": func(alice, _ *browser) {
			alice.json("/private_channels/1/remove_member", `{"username":"bob"}`).want(200)
		},
		"left":     func(_, bob *browser) { bob.json("/private_channels/1/leave", "").want(200) },
		"archived": func(alice, _ *browser) { alice.json("/private_channels/1/archive", "").want(200) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, never)
			alice, bob := w.as("alice"), w.as("bob")
			alice.json("/private_channels/create", `{"name":"plans","members":["bob"]}`).want(200)
			stream := bob.watch("private:1")
			alice.form("/send/private:1", "text", "for bob").want(200)
			stream.shows("for bob")
			end(alice, bob)
			alice.form("/send/private:1", "text", "without bob")
			if to := stream.ends(); to != goneURL {
				t.Errorf("the page is sent to %q", to)
			}
			if stream.count("without bob")+stream.count("alice removed bob")+stream.count("bob has left") > 0 {
				t.Errorf("it shows what came later: %+v", stream.events)
			}
		})
	}
}

func TestASlowReaderHoldsNobodyUpAndIsCutOff(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	target := "/ui/events/general?since=" + bob.cursorOf("general")
	slow := bob.silentStream(target)
	eventually(t, "it is open", func() bool { return w.server.Streams.Open() == 1 })
	st := w.server.Streams.all[0]
	stream := alice.watch("general")
	long := strings.Repeat("many words ", 900)
	sent := 0
	// While it takes nothing the other is sent many more: it waits for its client,
	// and not just for its turn.
	held, knows := 0, uint64(0)
	for ; held < 50 && sent < 3000; sent++ {
		if _, err := w.store.Send(t.Context(), "alice", "general", long, 0, w.clock()); err != nil {
			t.Fatal(err)
		}
		stream.wait("every message", func() bool { return stream.count(">many") == sent+1 })
		held++
		if seq := st.seq.Load(); seq != knows || st.writing.Load() == 0 {
			held, knows = 0, seq
		}
	}
	if held < 50 {
		t.Fatalf("after %d messages nobody waits", sent)
	}
	w.pass(streamWriteTimeout + time.Second)
	eventually(t, "it is cut off", func() bool { return w.server.Streams.Open() == 1 })
	if _, err := w.store.Send(t.Context(), "alice", "general", "goes on", 0, w.clock()); err != nil {
		t.Fatal(err)
	}
	stream.shows("goes on")
	slow.leave()
}

func TestTheStreamsThatASingleClientHoldsAreBounded(t *testing.T) {
	w := newWorld(t, func(c *Config) { c.Streams = NewStreams(StreamLimits{All: 5, Person: 3}) })
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
		if _, err := stream.conn.Write(bytes.Repeat([]byte("x"), streamInput)); err != nil {
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
	if to := stream.ends(); to != "" || w.server.Streams.Open() != 0 || w.server.Streams.alive.Load() != 0 {
		t.Errorf("the page is sent to %q, %d are left, %d goroutines", to, w.server.Streams.Open(), w.server.Streams.alive.Load())
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
	eventually(t, "their goroutines have ended", func() bool { return m.alive.Load() == 1+m.waiting.Load() })
	m.mu.Lock()
	defer m.mu.Unlock()
	if n := stats.open.Load(); n != 0 {
		t.Errorf("%d are counted", n)
	}
	if len(m.audiences)+len(m.persons) != 0 {
		t.Errorf("left are %v and %v", m.audiences, m.persons)
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

var shownMessage = regexp.MustCompile(`>(says \d+-\d+)</p>`)

func TestManyWhoWriteToOneChannelAllSeeEverything(t *testing.T) {
	w := newWorld(t)
	alice := w.as("alice")
	alice.form("/send/general", "text", "the first").want(200)
	cursor := alice.cursorOf("general")
	w.server.Streams.limits.Person = 1000
	var streams []*eventStream
	for range 40 {
		streams = append(streams, alice.stream("/ui/events/general?since="+cursor))
	}
	const writers, each = 200, 3
	var writing sync.WaitGroup
	for i := range writers {
		writing.Go(func() {
			for j := range each {
				if _, err := w.store.Send(tContext(), "alice", "general", fmt.Sprintf("says %d-%d", i, j), 0, w.clock()); err != nil {
					t.Error(err)
				}
				alice.do(fiber.MethodGet, "/typing/general", "").want(200)
			}
		})
	}
	writing.Wait()
	for _, stream := range streams {
		stream.wait("every message", func() bool { return stream.count(">says ") >= writers*each })
		seen := make(map[string]int)
		stream.mu.Lock()
		for _, event := range stream.events {
			for _, found := range shownMessage.FindAllStringSubmatch(event.data, -1) {
				seen[found[1]]++
			}
		}
		stream.mu.Unlock()
		if n := stream.count(">says "); len(seen) != writers*each || n != len(seen) {
			t.Errorf("%d messages came %d times", len(seen), n)
		}
	}
}
