package handlers

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// drawnKey is the key of a form, which is another each time it is drawn.
var drawnKey = regexp.MustCompile(`name="key" value="[^"]*"`)

var messageID = regexp.MustCompile(`"(?:msg_)?id": ?(\d+)`)

// TestAPollBringsWhatASocketDoes holds polls and sockets to one answer, so that
// what a browser's page does with one of them need not be shown for both.
func TestAPollBringsWhatASocketDoes(t *testing.T) {
	w := newWorld(t)
	alice, bob, carol := w.as("alice"), w.as("bob"), w.as("carol")
	const channel = "private:1"
	alice.json("/private_channels/create", `{"name":"plans","members":["bob","carol"]}`).want(200)
	bob.json("/presence", `{"state":"active","tab":"t1"}`).want(204)
	sent := ""
	send := func(by *browser, where, text string) {
		by.form("/send/"+where, "text", text).want(200)
		ids := messageID.FindAllStringSubmatch(by.get("/messages/"+where).want(200).body, -1)
		sent = ids[len(ids)-1][1]
	}
	send(alice, channel, "an earlier one")
	socket, looks := alice.watch(channel), 0
	for _, change := range []struct {
		what string
		do   func()
	}{
		{"a message", func() { send(bob, channel, "hello") }},
		{"an edit", func() { bob.form("/edit/"+sent, "text", "hello there").want(200) }},
		{"a reaction", func() { carol.form("/react/"+sent, "reaction", "👍").want(200) }},
		{"a pin", func() { carol.json("/pin/"+sent, "").want(200) }},
		{"a receipt", func() { carol.json("/mark_read/"+channel, "").want(204) }},
		{"typing", func() { bob.json("/typing/"+channel, "").want(204) }},
		{"an idle tab", func() { bob.json("/presence", `{"state":"idle","tab":"t1"}`).want(204) }},
		{"a chosen status", func() { bob.json("/presence/override", `{"override":"offline"}`).want(204) }},
		{"a message elsewhere", func() { send(bob, "general", "over there") }},
		{"a message to oneself alone", func() { send(carol, "dm:alice:carol", "just you") }},
		{"what one has read elsewhere", func() { alice.json("/mark_read/general", "").want(204) }},
		{"a name", func() { bob.json("/profile", `{"display_name":"Bob the builder"}`).want(200) }},
		{"the channel's name", func() { alice.json("/private_channels/1/rename", `{"name":"schemes"}`).want(200) }},
		{"one who leaves", func() { carol.json("/private_channels/1/leave", "").want(200) }},
		{"a further message", func() { send(bob, channel, "a mistake") }},
		{"a deleted message", func() { bob.json("/delete/"+sent, "").want(200) }},
		{"what one begins to write elsewhere", func() { alice.form("/drafts/general", "text", "half").want(204) }},
		{"one's own settings", func() { alice.json("/channel_settings/general", `{"muted":true}`).want(200) }},
	} {
		t.Run(change.what, func(t *testing.T) {
			before, seen := socket.cursor(), len(socket.received())
			w.pass(time.Second)
			change.do()
			looks++
			socket.say("look " + strconv.Itoa(looks))
			socket.wait("has looked", func() bool { return slices.Contains(socket.beats, strconv.Itoa(looks)) })
			var pushed strings.Builder
			for _, event := range socket.received()[seen:] {
				pushed.WriteString(event.data)
			}
			polled := alice.get("/ui/live/"+channel+"?since="+before, "HX-Request", "true")
			got, want := fragmentsOf(t, pushed.String()), fragmentsOf(t, polled.body)
			if len(want) == 0 {
				t.Error("nothing comes of it")
			}
			for _, place := range slices.Concat(slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want))) {
				if got[place] != want[place] {
					t.Errorf("%s: a socket brings\n%s\na poll\n%s", place, got[place], want[place])
				}
			}
		})
	}
}

// fragmentsOf are the fragments of an answer by where they go: the last one of those
// that take its place, all of those that are put behind it.
func fragmentsOf(t testing.TB, body string) map[string]string {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(drawnKey.ReplaceAllString(body, "")), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		t.Fatal(err)
	}
	fragments := map[string]string{}
	for _, node := range nodes {
		if node.Type != html.ElementNode {
			continue
		}
		var drawn strings.Builder
		if err := html.Render(&drawn, node); err != nil {
			t.Fatal(err)
		}
		attributes := map[string]string{}
		for _, a := range node.Attr {
			attributes[a.Key] = a.Val
		}
		place := attributes["hx-swap-oob"] + " " + attributes["id"]
		if strings.HasPrefix(place, "beforeend") {
			drawn.WriteString(fragments[place])
		}
		fragments[place] = drawn.String()
	}
	return fragments
}
