package handlers

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"minimost/handlers/presence"

	"minimost/chat"
	"minimost/page"
)

var sinceAttribute = regexp.MustCompile(`data-since="([^"]+)"`)

// cursorOf is the cursor of a page of the channel that is opened now.
func (b *browser) cursorOf(channel string) string {
	b.w.t.Helper()
	found := sinceAttribute.FindStringSubmatch(b.get("/c/" + channel).want(200).body)
	if found == nil {
		b.w.t.Fatalf("the page of %s has no cursor", channel)
	}
	return found[1]
}

func TestAnOutsiderLearnsNothingFromACursorOfAnotherChannel(t *testing.T) {
	w := newWorld(t)
	alice, mallory := w.as("alice"), w.as("mallory")
	w.account("bob")
	cursor := mallory.cursorOf("general")
	poll := func(channel string) string {
		a := mallory.get("/ui/live/"+channel+"?since="+cursor, "HX-Request", "true").want(204)
		return a.header.Get("HX-Redirect") + a.header.Get(presence.LiveSince)
	}
	quiet := poll("dm:alice:bob")
	alice.json("/typing/dm:alice:bob", "").want(204)
	busy := poll("dm:alice:bob")
	if quiet != "/?gone=1" || busy != quiet || poll("dm:alice:nobody") != quiet || poll("private:77") != quiet {
		t.Errorf("quiet %q, busy %q, none %q", quiet, busy, poll("private:77"))
	}
}

func TestAPageThatLostItsChannelIsSentAwayInsteadOfRefused(t *testing.T) {
	w := newWorld(t)
	mallory := w.as("mallory")
	mallory.get("/ui/live/private:77"+fromNothing, "HX-Request", "true").want(204).wantHeader("HX-Redirect", "/?gone=1")
	mallory.get("/ui/socket/private:77" + fromNothing).want(403)
}

func TestAPageOnWhichNothingChangedIsToldSoFromMemory(t *testing.T) {
	store := &removableStore{}
	w := newWorld(t, func(c *config) {
		store.Store = c.Store
		c.Store = store
	})
	alice, bob := w.as("alice"), w.as("bob")
	cursor := alice.cursorOf("general")
	removed := store.Store
	store.Store = nil // a look at the store would panic
	a := alice.get("/ui/live/general?since=" + cursor)
	store.Store = removed
	a.wantBody(204, "")
	bob.json("/typing/general", "").want(204)
	alice.get("/ui/live/general?since=" + cursor).want(200)
}

// removableStore is a store that can be taken away.
type removableStore struct{ Store }

func TestALoginOfAnotherPersonIsNoChangeForAPage(t *testing.T) {
	w := newWorld(t)
	alice := w.as("alice")
	w.account("bob")
	w.server.Throttle = nil
	cursor := alice.cursorOf("general")
	for range 3 {
		w.browser().login("bob", testPassword).want(302)
	}
	alice.get("/ui/live/general?since="+cursor).wantBody(204, "")
}

func TestASnapshotFollowsTheClockAndEveryChange(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	bob.json("/presence", `{"state":"active"}`).want(204)
	look := func() string {
		t.Helper()
		a := alice.get("/c/general").want(200)
		return regexp.MustCompile(`presence-dot--(\w+)" data-user="bob"`).FindStringSubmatch(a.body)[1]
	}
	if got := look(); got != "active" {
		t.Fatalf("bob is drawn %s", got)
	}
	bob.json("/presence", `{"state":"idle"}`).want(204)
	if got := look(); got != "idle" {
		t.Errorf("after a report at the same instant bob is drawn %s", got)
	}
	w.pass(111 * time.Second)
	if got := look(); got != "offline" {
		t.Errorf("after his lease bob is drawn %s", got)
	}
}

func TestAPageOfAnEmptyChannelMissesNoneOfMany(t *testing.T) {
	missesNoneOf(t, page.UpdateMessages+10, strconv.Itoa)
}

// Nor does it where an answer is full of few, because they are long.
func TestAPageOfAnEmptyChannelMissesNoLongMessage(t *testing.T) {
	long := strings.Repeat("👍", chat.MaxMessageChars)
	missesNoneOf(t, page.Messages+20, func(int) string { return long })
}

func missesNoneOf(t *testing.T, many int, text func(int) string) {
	t.Helper()
	w := newWorld(t)
	alice := w.as("alice")
	cursor := alice.cursorOf("random")
	for i := range many {
		w.pass(time.Second)
		if _, err := w.store.Send(t.Context(), "alice", "random", text(i), 0, w.clock()); err != nil {
			t.Fatal(err)
		}
	}
	shown := 0
	for {
		a := alice.get("/ui/live/random?since=" + cursor)
		shown += strings.Count(a.body, "<article ")
		if a.status == 204 {
			break
		}
		cursor = a.header.Get(presence.LiveSince)
	}
	if shown != many {
		t.Errorf("%d of %d messages are shown", shown, many)
	}
}
