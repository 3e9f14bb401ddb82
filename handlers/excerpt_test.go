package handlers

import "testing"

// TestNoExcerptShowsMarksOfWriting: where a message stands in a line it is as it is read, with emoji for their names.
func TestNoExcerptShowsMarksOfWriting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	bob.form("/send/general", "text", "a **bold** `word` & [a link](https://a.example/) :rocket:").want(200)
	alice.form("/send/general", "text", "yes", "reply_to_id", "1").want(200)
	const read = "a bold word &amp; a link 🚀"
	alice.get("/c/general").want(200).contains(`<span class="truncate" dir="auto">`+read+`</span>`, "<strong>bold</strong>")
	alice.get("/search?q=bold+word", "Accept", "text/html").want(200).contains(`a <mark>bold</mark> <mark>word</mark> &amp; a link 🚀`, "!**")
	for _, dialog := range []string{"/ui/reply/1", "/ui/receipts/1", "/ui/react/1", "/ui/pin/1", "/ui/save/1"} {
		alice.hxGet(dialog).want(200).contains(read, "!**")
	}
	bob.hxGet("/ui/delete/1").want(200).contains(read, "!**")
}

// TestSystemLinesCallPeopleAsTheyAreShown: and open pages follow when somebody presents themselves otherwise.
func TestSystemLinesCallPeopleAsTheyAreShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	alice.json("/private_channels/create", `{"name":"Plans"}`).want(200)
	alice.json("/private_channels/1/add_member", `{"username":"bob"}`).want(200)
	bob.form("/send/private:1", "text", "hello").want(200)
	alice.form("/pin/2", "").want(200)
	alice.json("/private_channels/1/rename", `{"name":"bob"}`).want(200)
	open := alice.cursorOf("private:1")
	bob.json("/profile", `{"display_name":"Robert Tables"}`).wantBody(200, "ok")
	alice.json("/profile", `{"display_name":"Alice Liddell"}`).wantBody(200, "ok")
	lines := []string{
		"Alice Liddell added Robert Tables to this channel", "Alice Liddell pinned a message",
		"Alice Liddell has renamed the channel to &#34;bob&#34;", `Pinned by <a class="person-link" href="/ui/people/alice"><bdi>Alice Liddell</bdi></a>`,
	}
	alice.get("/ui/live/private:1?since=" + open).want(200).contains(lines...)
	alice.get("/c/private:1").want(200).contains(lines...)
	alice.wantDialog("/ui/channels/private:1/pins", `Pinned by <a class="person-link" href="/ui/people/alice"><bdi>Alice Liddell</bdi></a>`)
	alice.form("/delete/2", "").want(200)
	bob.get("/c/private:1").want(200).contains("!Pinned by")
	alice.get("/messages/private:1?after=0").want(200).contains("alice added bob to this channel", "!Liddell")
}

// TestQuotesCallPeopleAsTheyAreShown: on open pages too, of messages beyond these as well.
func TestQuotesCallPeopleAsTheyAreShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	bob.form("/send/general", "text", "of bob").want(200)
	alice.form("/send/general", "text", "of alice").want(200)
	for range 60 {
		alice.form("/send/general", "text", "between").want(200)
	}
	alice.form("/send/general", "text", "to bob", "reply_to_id", "1").want(200)
	alice.form("/send/general", "text", "to alice", "reply_to_id", "2").want(200)
	alice.form("/mark_read/general", "").want(204)
	open := alice.cursorOf("general")
	bob.json("/profile", `{"display_name":"Robert Tables"}`).wantBody(200, "ok")
	alice.get("/ui/live/general?since="+open).want(200).contains("to bob", "Robert Tables", "!to alice")
}
