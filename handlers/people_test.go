package handlers

import (
	"net/url"
	"testing"
	"time"

	"minimost/chat"
)

// TestAStatusIsLiveAndGoesByTheClock sets one, and moves the clock past its end.
func TestAStatusIsLiveAndGoesByTheClock(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	alice.form("/send/general", "text", "hello").want(200)
	p := bob.measure("general")
	until := chat.StampOf(w.clock().Add(time.Minute)).Text()
	alice.json("/status", `{"emoji":"🎉","text":"Party","until_ts":`+until+`}`).want(200)
	answer{t: t, asked: "the poll", status: 200, body: p.polled()}.contains(`data-user="alice"`, `aria-label="Status: Party, until `)
	bob.get("/people/alice").want(200).contains(`"text":"Party"`)
	before := w.clock()
	w.pass(61 * time.Second)
	if err := w.store.Sweep(tContext(), before, w.clock()); err != nil {
		t.Fatal(err)
	}
	answer{t: t, asked: "the poll", status: 200, body: p.polled()}.contains(`data-user="alice"`, "!Party")
	bob.get("/people/alice").want(200).contains(`"status":null`)
}

func TestWhoBlocksShowsNoStatusAndNoTimeToTheBlocked(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	alice.json("/status", `{"text":"Lunch"}`).want(200)
	alice.json("/blocks/add", `{"username":"bob"}`).want(200)
	bob.get("/people/alice").want(200).contains(`"state":"offline"`, `"status":null`, `"last_seen_ts":null`)
	bob.get("/ui/people/alice").want(200).contains("!Lunch", "/c/dm:alice:bob")
	alice.get("/ui/people/bob").want(200).contains("You have blocked bob.", "!/c/dm:alice:bob")
}

// TestPeopleAreFoundByTheirDisplayNames and are told apart where two have one.
func TestPeopleAreFoundByTheirDisplayNames(t *testing.T) {
	w := newWorld(t)
	alice, bob, carol := w.as("alice"), w.as("bob"), w.as("carol")
	bob.json("/profile", `{"display_name":"Zoë Müller"}`).want(200)
	q := url.QueryEscape("mull")
	alice.hxGet("/ui/mentions/people?channel=general&q="+q).want(200).contains(`data-name="bob"`, "Zoë Müller", "@bob", "!carol")
	alice.hxGet("/ui/users/search?for=dm&q="+q).want(200).contains(`value="bob"`, "Zoë Müller", "!carol")
	alice.hxGet("/ui/switcher/found?q="+q).want(200).contains("/c/dm:alice:bob", "Zoë Müller", "!carol")
	bob.form("/send/general", "text", "hello").want(200)
	alice.get("/c/general").want(200).contains(">\u2068Zoë Müller\u2069</a>")
	carol.json("/profile", `{"display_name":"zoe muller"}`).want(200)
	alice.get("/c/general").want(200).contains("Zoë Müller (bob)")
}
