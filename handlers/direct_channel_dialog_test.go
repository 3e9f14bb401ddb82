package handlers

import "testing"

func TestOpeningAConversation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	w.account("Bob")
	w.account("carol")
	alice.hxPost("/ui/dms/open", "users", "Bob").wantHeader("HX-Redirect", "/c/dm:Bob:alice")
	alice.form("/ui/dms/open", "users", "carol", "users", "bob", "users", "BOB", "users", "alice", "q", "x").wantBack("/c/dm:Bob:alice:carol")
	alice.form("/ui/dms/open", "q", " CAROL ").wantBack("/c/dm:alice:carol")
	alice.get("/c/dm:alice:carol").want(200)
	alice.get("/dms").wantBody(200, "[]")
}

func TestAConversationThatIsRefusedIsKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	w.account("bob")
	for _, post := range []func(string, ...string) answer{alice.hxPost, alice.form} {
		post("/ui/dms/open").want(422).contains(`id="user-search-error">Choose at least one person.`, `value="bob"`)
		post("/ui/dms/open", "users", "alice").want(422).contains("Choose at least one person.")
		post("/ui/dms/open", "users", "bob", "users", "zed").want(422).contains("There is no account zed.", `value="bob" checked`)
	}
	alice.get("/ui/dms/new?users=bob&q=z").want(200).contains(wholePage, `value="bob" checked`, `name="q" value="z"`)
}

func TestHidingAConversation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	carol := w.as("carol")
	for range 2 {
		w.pass(1e9)
		bob.form("/send/dm:alice:bob", "text", "hi").want(200)
		alice.get("/dms").want(200).contains("dm:alice:bob")
		alice.hxPost("/ui/dms/close", "channel", "dm:alice:bob").wantHeader("HX-Trigger", "")
		alice.get("/dms").wantBody(200, "[]")
	}
	alice.post("/ui/dms/close", []string{"channel", "dm:alice:bob"}, "Referer", "http://chat.example/c/general").wantBack("/c/general")
	carol.hxPost("/ui/dms/close", "channel", "dm:alice:bob").wantBody(403, "You have no access to this channel.")
	alice.hxPost("/ui/dms/close", "channel", "general").want(400)
}

// TestSeveralNamesInALineKeepTheirPlaces: none of them turns the others, wherever their conversation is named.
func TestSeveralNamesInALineKeepTheirPlaces(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	w.as("carol")
	bob.json("/profile", `{"display_name":"דוד"}`).want(200)
	const channel, named = "dm:alice:bob:carol", "\u2068דוד\u2069, carol"
	bob.form("/send/"+channel, "text", "hello").want(200)
	alice.form("/save/1").want(200)
	for target, want := range map[string]string{
		"/c/" + channel: "<bdi>" + named + "</bdi>", "/c/general": "<bdi>" + named + "</bdi>", "/search?q=hello": "<bdi>" + named + "</bdi>",
		"/ui/switcher?q=carol": "<bdi>" + named + "</bdi>", "/saved": named, "/ui/channel_settings/" + channel: named,
		"/ui/channels/" + channel + "/pins": named, "/ui/channels/" + channel + "/members": named,
	} {
		alice.get(target, "Accept", "text/html").want(200).contains(want)
	}
}
