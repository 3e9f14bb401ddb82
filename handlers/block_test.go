package handlers

import (
	"strings"
	"testing"
	"time"

	"minimost/chat"
)

// aBlock is a world in which alice, who is there, has just blocked bob; carol
// watches, and all have pages open.
func aBlock(t *testing.T) (w *world, alice, bob, carol *browser, cursors map[string]string) {
	w = newWorld(t)
	alice, bob, carol = w.as("alice"), w.as("bob"), w.as("carol")
	for _, b := range []*browser{alice, bob, carol} {
		b.json("/presence", `{"state":"active","tab":"t"}`).want(204)
	}
	bob.form("/send/general", "text", "buy my watches").want(200)
	alice.form("/mark_read/general").want(204)
	cursors = map[string]string{"alice": alice.cursorOf("general"), "bob": bob.cursorOf("general"), "carol": carol.cursorOf("general")}
	w.pass(time.Second)
	alice.json("/blocks/add", `{"username":"bob"}`).wantBody(200, "ok")
	w.pass(time.Second)
	return w, alice, bob, carol, cursors
}

const (
	aliceOffline = `presence-dot--offline" data-user="alice"`
	aliceActive  = `presence-dot--active" data-user="alice"`
)

func TestWhoBlocksLooksOfflineToWhoIsBlockedAlone(t *testing.T) {
	t.Parallel()
	w, alice, bob, carol, cursors := aBlock(t)
	bob.get("/ui/live/general?since=" + cursors["bob"]).want(200).contains(aliceOffline)
	if told := carol.get("/ui/live/general?since=" + cursors["carol"]); strings.Contains(told.body, aliceOffline) {
		t.Error("carol is shown alice as offline")
	}
	alice.form("/typing/general").want(204)
	alice.form("/send/general", "text", "hello").want(200)
	for _, target := range []string{"/c/general", "/ui/channels/general/members", "/c/dm:alice:bob", "/ui/users/search?q=alice", "/ui/switcher"} {
		if page := bob.get(target).want(200); strings.Contains(page.body, aliceActive) {
			t.Errorf("%s shows bob alice as active", target)
		}
	}
	carol.get("/c/general").want(200).contains(aliceActive)
	bob.get("/online_users").wantBody(200, `{"alice":"offline","bob":"active","carol":"active"}`)
	carol.get("/online_users").wantBody(200, `{"alice":"active","bob":"active","carol":"active"}`)
	bob.get("/typing/general").wantBody(200, "[]")
	w.pass(chat.OnlineWindow)
	for _, b := range []*browser{alice, carol} {
		b.json("/presence", `{"state":"active","tab":"t"}`).want(204)
	}
	bob.get("/online_users").wantBody(200, `{"carol":"active"}`)

	alice.json("/blocks/remove", `{"username":"bob"}`).want(200)
	bob.get("/online_users").wantBody(200, `{"alice":"active","carol":"active"}`)
}

func TestReceiptsOfWhoBlocksEndWithTheBlock(t *testing.T) {
	t.Parallel()
	w, alice, bob, carol, _ := aBlock(t)
	before := bob.get("/read_receipts/general").want(200).body
	if !strings.Contains(before, `"alice"`) {
		t.Fatalf("before: %s", before)
	}
	bob.form("/send/general", "text", "more watches").want(200)
	w.pass(time.Second)
	alice.form("/mark_read/general").want(204)
	bob.get("/read_receipts/general").wantBody(200, before)
	bob.get("/read_receipts/general/2").wantBody(200, "[]")
	carol.get("/read_receipts/general/2").want(200).contains(`"alice"`)
	if after := carol.get("/read_receipts/general").want(200).body; after == before {
		t.Error("carol is not shown that alice read on")
	}
	if page := bob.get("/ui/receipts/2").want(200); strings.Contains(page.body, "Read by alice") {
		t.Error("the dialog says that alice has read it")
	}
}

func TestMessagesOfWhoIsBlockedAreFoldedOnOpenPages(t *testing.T) {
	t.Parallel()
	_, alice, bob, carol, cursors := aBlock(t)
	const folded = `<details class="message__folded">`
	alice.get("/ui/live/general?since=" + cursors["alice"]).want(200).contains(folded)
	alice.get("/c/general").want(200).contains(folded)
	open := alice.cursorOf("general")
	bob.form("/send/general", "text", "more watches").want(200)
	alice.get("/ui/live/general?since=" + open).want(200).contains(folded)
	carol.form("/send/general", "text", "no thanks", "reply_to_id", "2").want(200)
	alice.get("/c/general").want(200).contains("message of somebody you have blocked</em>")
	for _, b := range []*browser{bob, carol} {
		if page := b.get("/c/general").want(200); strings.Contains(page.body, "blocked") {
			t.Errorf("%s is shown a fold", b.name)
		}
	}
	open = alice.cursorOf("general")
	alice.form("/ui/blocks/remove", "username", "bob").want(303)
	if page := alice.get("/ui/live/general?since=" + open).want(200); strings.Contains(page.body, folded) || !strings.Contains(page.body, "more watches") {
		t.Error("the fold stays")
	}
}

// What a person is answered must not depend on who has blocked them.
func TestNothingTellsTheBlocked(t *testing.T) {
	t.Parallel()
	_, alice, bob, carol, _ := aBlock(t)
	carol.form("/send/dm:alice:carol", "text", "hi").wantBody(200, "ok")
	bob.form("/send/dm:alice:bob", "text", "hi").wantBody(200, "ok")
	bob.form("/ui/send/dm:alice:bob", "text", "hi again").want(303)
	bob.get("/c/dm:alice:bob").want(200).contains("hi again")
	bob.get("/dms").wantBody(200, `[{"channel":"dm:alice:bob","users":["alice"],"unread":0}]`)
	bob.get("/blocks").wantBody(200, "[]")
	alice.get("/dms").wantBody(200, `[{"channel":"dm:alice:carol","users":["carol"],"unread":1}]`)
	alice.get("/unread_count").wantBody(200, `{"count":1}`)
	alice.form("/send/dm:alice:bob", "text", "hi").want(403)
	if page := alice.get("/c/general").want(200); strings.Contains(page.body, `href="/c/dm:alice:bob"`) {
		t.Error("the conversation is listed")
	}
}

// TestPeopleAreCalledAsTheyAreShown: in dialogs too that name them beside a button or a time.
func TestPeopleAreCalledAsTheyAreShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	bob.json("/profile", `{"display_name":"Robert Tables"}`).wantBody(200, "ok")
	bob.form("/send/general", "text", "hello").want(200)
	alice.form("/send/dm:alice:bob", "text", "read me").want(200)
	alice.wantDialog("/ui/receipts/2", "Robert Tables")
	bob.form("/mark_read/dm:alice:bob", "").want(204)
	alice.wantDialog("/ui/receipts/2", "Robert Tables")
	alice.wantDialog("/ui/block/1", "Robert Tables")
	alice.wantDialog("/ui/mark_unread/1", "The message from Robert Tables")
	alice.get("/ui/people/bob").want(200).contains("<title>Robert Tables")
	alice.get("/ui/reply/1").want(200).contains("Replying to <strong>Robert Tables</strong>")
	alice.hxGet("/ui/reply/1").want(200).contains("Replying to <strong>Robert Tables</strong>")
	alice.get("/search?q=hello", "Accept", "text/html").want(200).contains(`<a class="search-hit__sender person-link" href="/ui/people/bob"><bdi>Robert Tables</bdi></a>`)
	alice.get("/c/general").want(200).contains("Actions for the message from Robert Tables", "!message from bob")
	alice.hxPost("/ui/pin/1", "keep", "true").want(204)
	alice.wantDialog("/ui/channels/general/pins", "Unpin the message of Robert Tables")
	alice.json("/private_channels/create", `{"name":"Plans","members":["bob"]}`).want(200)
	alice.wantDialog("/ui/private_channels/1/remove_member?username=bob", "Remove Robert Tables?", "Robert Tables can no longer open", `value="bob"`)
	alice.wantDialog("/ui/private_channels/1/leave", "Robert Tables becomes its owner")
	alice.form("/ui/blocks/add", "username", "bob").want(303)
	alice.wantDialog("/ui/blocks", "Robert Tables", `value="bob"`)
}
