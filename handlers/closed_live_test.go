package handlers

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// actions are what a message can offer, but for the reader's own.
var actions = []string{"react", "reply", "mark_unread", "link", "edit", "pin", "save", "block", "delete"}

// actionsOf are the actions of a message that a page or an update has.
func actionsOf(page answer, id int) (offers []string) {
	for _, action := range actions {
		if strings.Contains(page.body, fmt.Sprintf(`formaction="/ui/%s/%d"`, action, id)) {
			offers = append(offers, action)
		}
	}
	return offers
}

func wantOffers(t *testing.T, where string, page answer, id int, want ...string) {
	t.Helper()
	if got := actionsOf(page, id); !slices.Equal(got, want) {
		t.Errorf("%s: message %d offers %v, want %v", where, id, got, want)
	}
}

// Who reads a public channel without being in it is offered what goes there, and
// everything as soon as they have joined.
func TestNothingIsOfferedThatAReaderOutsideCannotDo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	alice.json("/public_channels/create", `{"name":"launch"}`).want(200)
	bob.json("/public_channels/launch/join", "").want(200)
	bob.form("/send/launch", "text", "lift-off").want(200) // 3, after two lines about who came
	alice.form("/send/launch", "text", "at last").want(200)
	alice.json("/pin/4", "").want(200) // and a line
	const his, hers = 3, 4

	all := func(where string, page answer) {
		t.Helper()
		wantOffers(t, where, page, his, "react", "reply", "mark_unread", "link", "edit", "pin", "save", "delete")
		wantOffers(t, where, page, hers, "react", "reply", "mark_unread", "link", "pin", "save", "block")
	}
	fewer := func(where string, page answer) {
		t.Helper()
		wantOffers(t, where, page, his, "react", "link", "edit", "save", "delete")
		wantOffers(t, where, page, hers, "react", "link", "save", "block")
	}
	all("in it", bob.get("/c/launch").want(200))
	open := bob.cursorOf("launch")
	bob.json("/public_channels/launch/leave", "").want(200) // and a line
	fewer("open as one leaves", bob.get("/ui/live/launch?since="+open).want(200))
	fewer("left", bob.get("/c/launch").want(200))
	fewer("around a message", bob.get("/c/launch?at=3").want(200))
	bob.get("/ui/channels/launch/pins").want(200).contains("at last", "!/ui/pin/")

	open = bob.cursorOf("launch")
	alice.form("/send/launch", "text", "news").want(200)
	wantOffers(t, "one that comes", bob.get("/ui/live/launch?since="+open).want(200), 7, "react", "link", "save", "block")

	const topic, settings, text = "Add a topic", "/ui/channel_settings/launch", `name="topic"`
	bob.get("/c/launch").want(200).contains("!"+topic, "!"+settings)
	bob.hxGet("/ui/channels/launch/topic").want(200).contains("Join it to write here", "!"+text)
	bob.hxPost("/ui/channels/launch/topic", "topic", "mine").want(422).contains("Join it to write here", "!"+text)
	alice.get("/c/launch").want(200).contains(topic, settings)
	alice.hxGet("/ui/channels/launch/topic").want(200).contains("!Join it", text)

	const unread, write = "nothing here counts as unread", "Join it to write here"
	bob.json("/mark_unread/4", "").want(409).contains(unread)
	bob.hxPost("/ui/mark_unread/4").want(422).contains(unread)
	bob.get("/ui/mark_unread/4").want(409).contains(unread)
	bob.get("/ui/reply/4").want(409).contains(write)
	bob.get("/ui/pin/4").want(409).contains(write)
	bob.hxPost("/ui/pin/4", "keep", "true").want(422).contains(write)
	bob.form("/send/launch", "text", "me too", "reply_to_id", "4").want(409).contains(write)
	bob.get("/ui/react/4").want(200)
	bob.form("/react/4", "reaction", "👍").want(200)
	bob.get("/ui/edit/3").want(200).contains("lift-off</textarea>", "data-edits")
	bob.form("/edit/3", "text", "We have lift-off").want(200)

	open = bob.cursorOf("launch")
	bob.json("/public_channels/launch/join", "").want(200)
	all("open as one joins", bob.get("/ui/live/launch?since="+open).want(200))
	alice.form("/send/launch", "text", "welcome back").want(200)
	bob.hxPost("/ui/mark_unread/9").want(204)

	alice.json("/public_channels/launch/archive", "").want(200)
	bob.json("/mark_unread/4", "").want(409).contains("is archived, so nothing here counts as unread")
	bob.get("/ui/reply/4").want(409).contains("is archived")
	bob.get("/ui/edit/3").want(409).contains("is archived")
}

// A conversation whose other account is removed, or blocked, says so in the place of
// the composer, and offers nothing that is refused.
func TestNothingIsOfferedInAConversationThatTakesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	bob.form("/send/dm:alice:bob", "text", "psst").want(200)
	alice.form("/send/dm:alice:bob", "text", "yes?").want(200)
	alice.form("/send/dm:alice:bob", "text", "go on").want(200)

	open := alice.cursorOf("dm:alice:bob")
	alice.json("/blocks/add", `{"username":"bob"}`).want(200)
	const blocked = "You have blocked bob. Unblock them to write to each other."
	page := alice.get("/c/dm:alice:bob").want(200).contains(blocked)
	wantOffers(t, "blocked", page, 2, "react", "mark_unread", "link", "edit", "save", "delete")
	alice.get("/ui/live/dm:alice:bob?since=" + open).want(200).contains(blocked)
	alice.get("/ui/reply/2").want(403).contains(blocked)
	alice.json("/blocks/remove", `{"username":"bob"}`).want(200)
	page = alice.get("/c/dm:alice:bob").want(200).contains("!You have blocked")
	wantOffers(t, "unblocked", page, 1, "react", "reply", "mark_unread", "link", "pin", "save", "block")

	bob.form("/ui/account/end", "what", "keep", "password", testPassword).want(303)
	const removed = "This conversation can only be read"
	page = alice.get("/c/dm:Deleted%20user%201:alice").want(200).contains(removed)
	wantOffers(t, "removed", page, 2, "mark_unread", "link", "save", "delete")
	alice.get("/ui/reply/2").want(403).contains(removed)
	alice.form("/send/dm:Deleted%20user%201:alice", "text", "still there?").want(403).contains(removed)
}
