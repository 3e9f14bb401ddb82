package handlers

import (
	"slices"
	"testing"

	"minimost/handlers/message"
)

func TestReactingInTheBar(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	alice.form("/send/random", "text", "news").want(200)
	shows := func(w *browser, field, value string, parts ...string) {
		t.Helper()
		w.hxPost("/ui/react/1", field, value).want(204)
		w.get("/c/random").contains(parts...)
	}
	shows(bob, "reaction", "👍", `id="reactions-1"`, "👍 thumbs up, 1 person: you", `aria-pressed="true"`)
	shows(alice, "reaction", "👍", "2 people: you and bob")
	shows(bob, "reaction", "👍", "2 people", `name="take_back" value="👍"`)
	shows(bob, "take_back", "👍", "1 person: alice", `aria-pressed="false"`, `name="reaction" value="👍"`)
	shows(bob, "take_back", "👍", "1 person: alice")
	bob.post("/ui/react/1", []string{"reaction", "👍"}, "Referer", "http://chat.example/c/random").wantBack("/c/random#message-1")
	bob.hxPost("/ui/react/1", "reaction", "nonsense").wantBody(400, "Choose an emoji to react with.")
	bob.hxPost("/ui/react/9", "reaction", "👍").wantBody(404, "There is no such message.")
}

func TestWhatAnotherProgramStoredAsAReactionCanBeTakenBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	alice.form("/send/random", "text", "news").want(200)
	offset := w.server.Changes.Offset()
	w.foreign("INSERT INTO message_reactions (channel, msg_ts, emoji, reactor) SELECT channel, ts, 'party_parrot', 'bob' FROM messages")
	w.until("the commit is noticed", func() bool { return w.server.Changes.Changed(offset) })
	bob.get("/c/random").contains(`name="take_back" value="party_parrot"`)
	bob.hxPost("/ui/react/1", "take_back", "party_parrot").want(204)
	bob.hxPost("/ui/react/1", "take_back", "party_parrot").want(204)
	alice.get("/c/random").contains("!party_parrot")
}

func TestReactingInTheDialog(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	alice.form("/send/random", "text", "news").want(200)
	alice.wantDialog("/ui/react/1", "news", `value="👍"`, `aria-label="👍 thumbs up"`, `aria-pressed="false"`)
	dialog := []string{"HX-Request", "true", "HX-Target", "dialog"}
	alice.post("/ui/react/1", []string{"reaction", "👍"}, dialog...).wantHeader("HX-Trigger", "dialog-close")
	alice.hxGet("/ui/react/1").want(200).contains(`value="👍" aria-pressed="true"`)

	alice.post("/ui/react/1", []string{"reaction", "a <b>"}, dialog...).want(422).
		contains("!"+wholePage, "Choose an emoji to react with.", `value="a &lt;b&gt;"`)
	alice.form("/ui/react/1", "reaction", "thumbs").want(422).contains(wholePage, "Choose an emoji to react with.", `value="thumbs"`)
	alice.form("/delete/1").want(200)
	alice.get("/ui/react/1").want(404)
	alice.form("/ui/react/1", "reaction", "👍").want(404)
}

func TestOneEmojiTooManyIsSaidInTheDialog(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	alice.form("/send/random", "text", "news").want(200)
	for _, emoji := range message.OftenUsed[:20] {
		alice.hxPost("/ui/react/1", "reaction", emoji).want(204)
	}
	alice.form("/ui/react/1", "reaction", message.OftenUsed[20]).want(422).contains("A message carries at most 20 different emoji.")
	alice.hxPost("/ui/react/1", "reaction", message.OftenUsed[20]).want(409)
}

func TestEveryOftenUsedEmojiIsOneToReactWith(t *testing.T) {
	t.Parallel()
	set, err := testEmoji()
	if err != nil {
		t.Fatal(err)
	}
	for i, emoji := range message.OftenUsed {
		if parsed, err := set.Parse(emoji); err != nil || parsed != emoji {
			t.Errorf("%s is stored as %q, %v", emoji, parsed, err)
		}
		if slices.Index(message.OftenUsed, emoji) != i {
			t.Errorf("%s is offered twice", emoji)
		}
	}
}
