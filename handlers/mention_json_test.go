package handlers

import (
	"regexp"
	"strings"
	"testing"
)

var mentionOption = regexp.MustCompile(`data-name="([^"]*)"`)

// mentionable lists the names that the completion offers.
func mentionable(a answer) string {
	var names []string
	for _, match := range mentionOption.FindAllStringSubmatch(a.body, -1) {
		names = append(names, match[1])
	}
	return strings.Join(names, " ")
}

func TestAMentionIsShownCountedAndListed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob, carol := w.as("alice"), w.as("bob"), w.as("carol")
	alice.form("/send/general", "text", "look, @Bob: `@carol`").want(200)
	bob.get("/c/random").want(200).contains(`<span class="badge" id="unread:/c/general"`, "unread, 1 with your name")
	carol.get("/c/random").want(200).contains(`<span class="badge badge--quiet" id="unread:/c/general"`, "!with your name")
	bob.get("/c/general").want(200).contains("message--mentions", `look, <span class="mention">@Bob</span>: <code>@carol</code>`)
	carol.get("/c/general").want(200).contains(`<span class="mention">@Bob</span>`, "!message--mentions")
	bob.get("/messages/general?limit=1").want(200).contains(`"mentions":["bob"]`)

	bob.get("/mentions").want(200).contains(`"content":"look, @Bob: `)
	carol.get("/mentions").wantBody(200, "[]")
	bob.get("/ui/mentions").want(200).contains("Mentions", `href="/m/1"`, "alice", "general")
	carol.get("/ui/mentions").want(200).contains("Nobody has mentioned you here", `!href="/m/1"`)

	alice.form("/edit/1", "text", "look").want(200)
	bob.get("/mentions").wantBody(200, "[]")
	bob.get("/c/random").want(200).contains(`<span class="badge badge--quiet" id="unread:/c/general"`, "!with your name")
}

func TestWhoIsThereIsOfferedFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bobby")
	w.account("bob")
	w.account("carol")
	bob.json("/presence", `{"tab":"t","state":"active"}`).want(204)
	for query, want := range map[string]string{
		"":      "bobby bob carol here channel",
		"B":     "bobby bob",
		"@bob":  "bobby bob",
		"c":     "carol channel",
		"h":     "here",
		"alice": "",
		"é":     "",
	} {
		if got := mentionable(alice.hxGet("/ui/mentions/people?channel=general&q=" + query).want(200)); got != want {
			t.Errorf("%q offers %q, want %q", query, got, want)
		}
	}
	alice.hxGet("/ui/mentions/people?channel=private:1&q=b").want(403)
}
