package handlers

import (
	"fmt"
	"strings"
	"testing"

	"minimost/handlers/message"

	"minimost/chat"
	"minimost/page"
)

func TestSendingWithTheComposer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	alice.hxPost("/ui/send/general", "text", "first").wantHeader("HX-Trigger", "sent")
	alice.form("/ui/send/general", "text", "second", "reply_to_id", "1").wantBack("/c/general")
	alice.get("/message/2").want(200).contains(`"content":"second"`, `"reply_to_id":1`)
}

func TestARefusedMessageIsKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	alice.form("/send/general", "text", "first").want(200)
	long := strings.Repeat("ä", 10_001)
	for text, sentence := range map[string]string{
		" \n":  "A message needs some text.",
		long:   "A message has at most 10,000 characters; this one has 10001.",
		"\xff": "The text is not valid UTF-8.",
	} {
		alice.hxPost("/ui/send/general", "text", text).want(422).
			contains(`id="composer-error"`, `hx-swap-oob="innerHTML"`, sentence, "!"+wholePage)
		alice.form("/ui/send/general", "text", text, "reply_to_id", "1").want(422).
			contains(wholePage, sentence, text+"</textarea>", `name="reply_to_id" value="1"`, "first")
	}
	alice.form("/ui/send/dm:alice:zed", "text", "hi zed").want(422).contains("There is no account zed.", "hi zed</textarea>")
	alice.hxPost("/ui/send/dm:alice:zed", "text", "hi zed").want(422).contains("There is no account zed.")
	for _, channel := range []string{"nowhere", "private:1", "dm:bob:carol"} {
		alice.hxPost("/ui/send/"+channel, "text", "x").wantBody(403, "You have no access to this channel.")
		alice.form("/ui/send/"+channel, "text", "").want(403)
	}
	if got := alice.get("/messages/general").want(200); strings.Count(got.body, `"id"`) != 1 {
		t.Errorf("sent: %s", got.body)
	}
}

func TestReplyingOpensTheComposer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	alice.form("/send/random", "text", "shall we?").want(200)
	bob.hxGet("/ui/reply/1").want(200).contains("!"+wholePage, "Replying to <strong>alice</strong>: <bdi>shall we?</bdi>", `name="reply_to_id" value="1"`)
	bob.get("/ui/reply/1").want(200).contains(wholePage, `data-channel="random"`, `name="reply_to_id" value="1"`)
	alice.form("/delete/1").want(200)
	bob.hxGet("/ui/reply/1").wantBody(404, "There is no such message.")
}

func TestEditing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	alice.form("/send/random", "text", "a <b>").want(200)
	alice.hxGet("/ui/edit/1").want(200).contains("!"+wholePage, `id="edit-form"`, "a &lt;b&gt;</textarea>")
	alice.get("/ui/edit/1").want(200).contains(wholePage, `data-channel="random"`, `id="edit-form"`, "a &lt;b&gt;</textarea>")

	alice.hxPost("/ui/edit/1", "text", " ").want(422).contains(`id="edit-error"`, `hx-swap-oob="innerHTML"`, "A message needs some text.")
	alice.form("/ui/edit/1", "text", strings.Repeat("x", 10_001)).want(422).
		contains(wholePage, "this one has 10001.", strings.Repeat("x", 10_001)+"</textarea>", `data-edits="1"`)
	alice.hxPost("/ui/edit/1", "text", "b").wantHeader("HX-Trigger", "")
	alice.post("/ui/edit/1", []string{"text", "c"}, "Referer", "http://chat.example/c/random").wantBack("/c/random#message-1")
	alice.get("/message/1").want(200).contains(`"content":"c","content_type":"text"`, `"edited":1`)

	for _, id := range []int{1, 9} {
		bob.hxGet(fmt.Sprint("/ui/edit/", id)).wantBody(403, "Only the sender can change a message.")
		bob.hxPost(fmt.Sprint("/ui/edit/", id), "text", "mine").wantBody(403, "Only the sender can change a message.")
	}
	alice.form("/delete/1").want(200)
	alice.hxPost("/ui/edit/1", "text", "d").want(422).contains(`id="edit-error"`, "This message was deleted already.")
	alice.form("/ui/edit/1", "text", "d").want(409)
}

func TestDeleting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	for range 2 {
		alice.form("/send/random", "text", "regrets").want(200)
	}
	alice.wantDialog("/ui/delete/1", "Delete this message?", "regrets")
	for _, id := range []int{1, 9} {
		bob.hxGet(fmt.Sprint("/ui/delete/", id)).wantBody(403, "Only the sender can change a message.")
		bob.hxPost(fmt.Sprint("/ui/delete/", id)).wantBody(403, "Only the sender can change a message.")
	}
	alice.hxPost("/ui/delete/1").wantHeader("HX-Trigger", "dialog-close")
	alice.form("/ui/delete/2").wantBack("/c/random#message-2")
	alice.hxPost("/ui/delete/1").want(422).contains("dialog__panel", "This message was deleted already.")
	alice.get("/messages/random").want(200).contains(`!"deleted":0`)
}

func TestEarlierMessages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	for i := range page.Messages + 10 {
		if _, err := w.store.Send(tContext(), "alice", "random", fmt.Sprint("number ", i, "."), 0, w.clock()); err != nil {
			t.Fatal(err)
		}
	}
	shown := alice.get("/c/random").want(200).contains("number 10.", "!number 9.")
	_, link, _ := strings.Cut(shown.body, `href="/ui/messages/random/before?`)
	link, _, _ = strings.Cut(link, `"`)
	target := "/ui/messages/random/before?" + link
	alice.hxGet(target).want(200).contains("!"+wholePage, "number 9.", "number 0.", "!number 10.", "!Load earlier", `hx-swap-oob="delete"`)
	alice.get(target).want(200).contains(wholePage, "number 9.", "!number 10.", `href="/c/random"`, `!id="chat"`)
	alice.get("/ui/messages/random/before?before=9999999999").want(200).contains("number 59.", "Load earlier")
	alice.get("/ui/messages/random/before?before=1").want(200).contains("There are no earlier messages")
	alice.hxGet("/ui/messages/nowhere/before?before=1").want(403)
	alice.hxGet("/ui/messages/random/before?before=x").want(400)
}

func TestMarkingReadWithoutScripts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	w.pass(1)
	alice.form("/send/random", "text", "news").want(200)
	bob.get("/c/random").want(200).contains("Mark as read")
	bob.form("/ui/mark_read/random").wantBack("/c/random")
	bob.get("/c/random").want(200).contains("!Mark as read")
	bob.hxPost("/ui/mark_read/random", "up_to", "1").wantHeader("HX-Trigger", "")
	bob.hxPost("/ui/mark_read/nowhere").want(403)
	bob.hxPost("/ui/mark_read/random", "up_to", "x").want(400)
}

func TestAnEditOfATextThatIsNoLongerThereLosesNeither(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	alice.form("/send/general", "text", "first").want(200)
	version := func() string {
		t.Helper()
		_, rest, _ := strings.Cut(alice.get("/ui/edit/1").want(200).body, `name="edited_ts" value="`)
		version, _, _ := strings.Cut(rest, `"`)
		return version
	}
	old := version()
	if old != "0" {
		t.Fatalf("a message that was never edited has the version %q", old)
	}
	alice.hxPost("/ui/edit/1", "text", "first", "edited_ts", old).want(204)
	alice.get("/message/1").contains(`"edited":0`)
	alice.hxPost("/ui/edit/1", "text", "second", "edited_ts", old).want(204)
	alice.get("/message/1").contains(`"content":"second"`, `"edited":1`)

	fresh := version()
	refused := alice.hxPost("/ui/edit/1", "text", "third", "edited_ts", old).want(422)
	refused.contains("second</blockquote>", `name="edited_ts" value="`+fresh+`"`, message.ErrTwoTexts.Message, "!"+wholePage)
	alice.form("/ui/edit/1", "text", "third", "edited_ts", old).want(422).
		contains("second</blockquote>", "third</textarea>", `name="edited_ts" value="`+fresh+`"`, wholePage)
	alice.form("/edit/1", "text", "third", "edited_ts", old).wantBody(409, chat.ErrEdited.Message)
	alice.form("/edit/1", "text", "third", "edited_ts", "then").want(400)
	alice.hxPost("/ui/edit/1", "text", "second", "edited_ts", old).want(204) // as it is already
	alice.get("/message/1").contains(`"content":"second"`)

	alice.hxPost("/ui/edit/1", "text", "third", "edited_ts", fresh).want(204)
	alice.form("/edit/1", "text", "fourth", "edited_ts", version()).want(200)
	alice.form("/edit/1", "text", "fifth").want(200)
	alice.get("/message/1").contains(`"content":"fifth"`)
}
