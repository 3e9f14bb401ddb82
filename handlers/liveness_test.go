package handlers

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"minimost/chat"
)

// seenAs is how others see somebody now.
func (w *world) seenAs(name string) chat.State {
	w.t.Helper()
	p, err := w.store.Presence(tContext(), name)
	if err != nil {
		w.t.Fatal(err)
	}
	return p.Seen(w.clock())
}

func (w *world) wantSeen(name string, want chat.State) {
	w.t.Helper()
	if got := w.seenAs(name); got != want {
		w.t.Errorf("%s is seen as %s, want %s", name, got, want)
	}
}

func (b *browser) pollsAs(tab, state string, word int, more string) {
	b.w.t.Helper()
	query := fmt.Sprintf("&tab=%s&state=%s&n=%d%s", tab, state, word, more)
	if a := b.get("/ui/live/general?since="+b.cursorOf("general")+query, "HX-Request", "true"); a.status >= 300 {
		b.w.t.Fatalf("%s: %d", a.asked, a.status)
	}
}

func TestAPollIsASignOfLife(t *testing.T) {
	w := newWorld(t)
	bob := w.as("bob")
	bob.pollsAs("t1", "active", 1, "")
	w.wantSeen("bob", chat.Active)
	bob.pollsAs("t1", "hidden", 2, "")
	w.wantSeen("bob", chat.Hidden)
	for _, nonsense := range []string{"?tab=t2&state=active", "?tab=t2&state=offline&n=1", "?state=active&n=1", "?tab=t2&state=sleepy&n=1"} {
		bob.get("/ui/live/general"+nonsense+"&since="+bob.cursorOf("general"), "HX-Request", "true").want(204)
	}
	w.wantSeen("bob", chat.Hidden)
}

func TestAPageWithoutAChannelIsOpenAsAnyOther(t *testing.T) {
	w := newWorld(t)
	bob := w.as("bob")
	bob.get("/ui/live?tab=t1&state=hidden&n=1").want(204)
	w.wantSeen("bob", chat.Hidden)

	page := bob.socket("/ui/socket?tab=t2&state=idle&n=1&follows=t1")
	page.wait("the socket makes bob idle", func() bool { return w.seenAs("bob") == chat.Idle })
	page.say("active 2")
	page.wait("what the page says counts", func() bool { return w.seenAs("bob") == chat.Active })
	w.as("alice").form("/send/general", "text", "nothing of this comes on the page").want(200)
	page.say("look 1")
	page.wait("is answered", func() bool { return slices.Contains(page.beats, "1") })
	if n := page.count("fragments"); n != 0 {
		t.Errorf("%d fragments came", n)
	}
	bob.form("/logout").want(302)
	if to := page.ends(); to != "/login" {
		t.Errorf("the end of the session leads to %q", to)
	}
}

func TestWhatAPageSaysInAnyOrder(t *testing.T) {
	w := newWorld(t)
	bob := w.as("bob")
	bob.pollsAs("t1", "active", 1, "")
	bob.json("/presence", `{"state":"offline","tab":"t1","n":3}`).want(204)
	bob.json("/presence", `{"state":"active","tab":"t1","n":2}`).want(204) // it comes late
	w.pass(chat.LeftGrace)
	w.wantSeen("bob", chat.Offline)
}

func TestAPollThatComesAfterItsPageHasGoneIsNoSignOfLife(t *testing.T) {
	w := newWorld(t)
	bob := w.as("bob")
	bob.pollsAs("t1", "active", 1, "")
	bob.json("/presence", `{"state":"offline","tab":"t1","n":3}`).want(204)
	bob.pollsAs("t1", "active", 2, "")
	bob.pollsAs("t1", "active", 4, "") // it is shown again from the back/forward cache
	w.pass(chat.LeftGrace)
	w.wantSeen("bob", chat.Active)
}

func TestALeavingThatComesAfterThePageIsBackEndsNothing(t *testing.T) {
	w := newWorld(t)
	bob := w.as("bob")
	bob.pollsAs("t1", "active", 1, "")
	bob.pollsAs("t1", "active", 4, "") // it is back, and no other than before
	bob.json("/presence", `{"state":"offline","tab":"t1","n":3}`).want(204)
	w.pass(chat.LeftGrace)
	w.wantSeen("bob", chat.Active)

	bob.pollsAs("t1", "active", 6, "&follows=t2") // t2 was there for a moment, and nobody has heard of it
	bob.json("/presence", `{"state":"offline","tab":"t2","n":5,"follows":"t1"}`).want(204)
	w.pass(chat.LeftGrace)
	w.wantSeen("bob", chat.Active)

	bob.json("/presence", `{"state":"offline","tab":"t2","n":7,"word":"going-on","follows":"t1"}`).want(204)
	bob.pollsAs("t1", "active", 8, "&follows=t2") // t2 was there again
	w.pass(chat.GoingGrace)
	w.wantSeen("bob", chat.Active)
}

func TestAPageThatGoesOnCountsUntilTheNextIsThere(t *testing.T) {
	w := newWorld(t)
	bob := w.as("bob")
	bob.pollsAs("t1", "active", 1, "")
	bob.json("/presence", `{"state":"offline","tab":"t1","n":2,"word":"going-on"}`).want(204)
	w.pass(chat.GoingGrace - time.Millisecond)
	w.wantSeen("bob", chat.Active)
	bob.pollsAs("t2", "hidden", 1, "&follows=t1")
	w.wantSeen("bob", chat.Hidden)
}

func TestAskingForADocumentGivesTheNextPageTime(t *testing.T) {
	w := newWorld(t)
	bob := w.as("bob")
	for header, want := range map[string]chat.State{"document": chat.Active, "empty": chat.Offline, "iframe": chat.Offline} {
		bob.json("/presence", `{"state":"active","tab":"`+header+`"}`).want(204)
		bob.json("/presence", `{"state":"offline","tab":"`+header+`"}`).want(204)
		w.pass(time.Second)
		bob.get("/c/random", "Sec-Fetch-Dest", header).want(200)
		w.pass(5 * time.Second)
		w.wantSeen("bob", want)
		w.pass(time.Minute)
	}
}

func TestALogoutEndsPagesThatPoll(t *testing.T) {
	w := newWorld(t)
	bob := w.as("bob")
	bob.pollsAs("t1", "active", 1, "")
	bob.form("/logout").want(302)
	w.wantSeen("bob", chat.Offline)
}
