package handlers

import (
	"strings"
	"testing"
)

// What a public channel offers goes from open pages as it is archived, and comes back
// with it.
func TestAnArchivedChannelTakesNoMoreOnOpenPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	alice.json("/public_channels/create", `{"name":"launch"}`).want(200)
	bob.json("/public_channels/launch/join", "").want(200)
	bob.form("/send/launch", "text", "lift-off").want(200)
	const id = "3" // after two lines about who came
	alice.form("/react/"+id, "reaction", "👍").want(200)

	offers := []string{`formaction="/ui/react/` + id, `formaction="/ui/reply/` + id, `formaction="/ui/edit/` + id, `formaction="/ui/pin/` + id, `value="👍"`}
	remain := []string{`formaction="/ui/link/` + id, `formaction="/ui/save/` + id, `formaction="/ui/delete/` + id}
	const closed, restore = "This channel is archived", `action="/ui/channels/launch/restore"`
	is := func(page answer, archived bool, where string) {
		t.Helper()
		for _, offer := range offers {
			if strings.Contains(page.body, offer) == archived {
				t.Errorf("%s, archived %t: %s", where, archived, offer)
			}
		}
		for _, action := range remain {
			if !strings.Contains(page.body, action) {
				t.Errorf("%s, archived %t: no %s", where, archived, action)
			}
		}
		if strings.Contains(page.body, closed) != archived {
			t.Errorf("%s, archived %t: the composer says otherwise", where, archived)
		}
	}
	is(bob.get("/c/launch").want(200), false, "page")

	open, hers := bob.cursorOf("launch"), alice.cursorOf("launch")
	alice.json("/public_channels/launch/archive", "").want(200)
	update := bob.get("/ui/live/launch?since=" + open).want(200)
	is(update, true, "open page")
	if strings.Contains(update.body, restore) {
		t.Error("who may not is offered to bring it back")
	}
	alice.get("/ui/live/launch?since=" + hers).want(200).contains(restore)
	is(bob.get("/c/launch").want(200), true, "page")

	open = bob.cursorOf("launch")
	alice.json("/public_channels/launch/restore", "").want(200)
	is(bob.get("/ui/live/launch?since="+open).want(200), false, "open page")
	is(bob.get("/c/launch").want(200), false, "page")
}

// Who joins or leaves a channel on one page can write, or not, on the others too.
func TestOtherPagesKnowOfJoiningAndLeaving(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	alice.json("/public_channels/create", `{"name":"launch"}`).want(200)
	const join = `action="/ui/channels/launch/join"`
	open := bob.cursorOf("launch")
	bob.get("/c/launch").want(200).contains(join)
	bob.json("/public_channels/launch/join", "").want(200)
	if update := bob.get("/ui/live/launch?since=" + open).want(200); strings.Contains(update.body, join) {
		t.Error("an open page asks to join who has joined")
	}
	open = bob.cursorOf("launch")
	bob.json("/public_channels/launch/leave", "").want(200)
	bob.get("/ui/live/launch?since=" + open).want(200).contains(join)
}

func TestARefusedArchiveCallsTheChannelByItsName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	if err := w.store.SetAdministrator(tContext(), "", "alice", true, w.clock()); err != nil {
		t.Fatal(err)
	}
	alice.json("/public_channels/random/archive", "").want(200)
	alice.json("/public_channels/general/rename", `{"name":"lobby"}`).want(200)
	alice.hxPost("/ui/channels/general/archive").want(422).contains("lobby")
}
