package handlers

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"

	"minimost/handlers/presence"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
	"minimost/push"
)

// manyEach lets one person have many streams.
func manyEach(c *config) { c.Sockets = push.NewSockets(push.Limits{Person: 1000}) }

func TestAStreamSaysThatItIsOpenBeforeAnythingElse(t *testing.T) {
	w := newWorld(t, manyEach)
	alice, bob := w.as("alice"), w.as("bob")
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
		stream := alice.socket("/ui/socket/general?since=" + cursor)
		stream.wait("an event", func() bool { return len(stream.events) > 0 })
		stream.mu.Lock()
		if first := stream.events[0].name; first != "open" {
			t.Errorf("the first event is %q", first)
		}
		stream.mu.Unlock()
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
		if name == "Date" || name == "Content-Length" || name == "Content-Type" || name == "X-Request-Id" || name == presence.LiveSince {
			continue
		}
		if got := stream.answer.Header.Get(name); got != poll.header.Get(name) {
			t.Errorf("%s: %q, the poll's is %q", name, got, poll.header.Get(name))
		}
	}
	if stream.answer.Header.Get("X-Request-Id") == "" || stream.answer.Header.Get("Content-Type") != "" {
		t.Errorf("headers %v", stream.answer.Header)
	}
}

func TestAStreamGoesOnWhereItBrokeOff(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	start := alice.cursorOf("general")
	stream := alice.socket("/ui/socket/general?since=" + start)
	bob.form("/send/general", "text", "before").want(200)
	stream.shows(">before</p>")
	stream.leave()
	bob.form("/send/general", "text", "meanwhile").want(200)
	bob.form("/edit/1", "text", "before, edited").want(200)
	again := alice.socket("/ui/socket/general?since=" + stream.cursor())
	again.shows(">meanwhile</p>")
	again.shows(">before, edited</p>")
	bob.form("/send/general", "text", "after").want(200)
	again.shows(">after</p>")
	for _, text := range []string{">before, edited</p>", ">meanwhile</p>", ">after</p>"} {
		if n := again.came(text); n != 1 {
			t.Errorf("%s came %d times", text, n)
		}
	}
}

func TestAStreamBringsMoreThanOneAnswerHolds(t *testing.T) {
	w := newWorld(t)
	alice := w.as("alice")
	alice.form("/send/general", "text", "the first").want(200)
	cursor := alice.cursorOf("general")
	for i := range 2*page.UpdateMessages + 5 {
		if _, err := w.store.Send(t.Context(), "alice", "general", fmt.Sprintf("number %d.", i), 0, w.clock()); err != nil {
			t.Fatal(err)
		}
	}
	stream := alice.socket("/ui/socket/general?since=" + cursor)
	stream.shows(fmt.Sprintf("number %d.", 2*page.UpdateMessages+4))
	polled := 0
	for a := alice.get("/ui/live/general?since=" + cursor); a.status == 200; a = alice.get("/ui/live/general?since=" + a.header.Get(presence.LiveSince)) {
		polled += strings.Count(a.body, ">number ")
	}
	if n := stream.came(">number "); n != 2*page.UpdateMessages+5 || polled != n {
		t.Errorf("%d messages came, %d by polls", n, polled)
	}
}

func TestAStreamTellsThatTheServerIsAnother(t *testing.T) {
	w := newWorld(t)
	stream := w.as("alice").socket("/ui/socket/general" + fromNothing)
	stream.wait("has fragments", func() bool { return len(stream.events) == 3 })
	if events := stream.received(); events[1].name != page.EpochChanged || events[2].name != "fragments" {
		t.Errorf("%+v", events)
	}
}

func TestASilentStreamShowsThatItLives(t *testing.T) {
	w := newWorld(t)
	stream := w.as("alice").watch("general")
	for n := 1; n <= 3; n++ {
		w.pass(chat.PingVisible)
		stream.wait("it says that it lives", func() bool { return len(stream.beats) >= n && stream.pings >= n })
	}
}

var shownMessage = regexp.MustCompile(`>(says \d+-\d+)</p>`)

func TestManyWhoWriteToOneChannelAllSeeEverything(t *testing.T) {
	w := newWorld(t, manyEach)
	alice := w.as("alice")
	alice.form("/send/general", "text", "the first").want(200)
	cursor := alice.cursorOf("general")
	var streams []*socketClient
	for range 40 {
		streams = append(streams, alice.socket("/ui/socket/general?since="+cursor))
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
		if n := stream.came(">says "); len(seen) != writers*each || n != len(seen) {
			t.Errorf("%d messages came %d times", len(seen), n)
		}
	}
}
