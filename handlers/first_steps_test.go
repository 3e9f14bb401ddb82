package handlers

import (
	"fmt"
	"testing"

	"minimost/handlers/channel"
	"minimost/handlers/message"
)

func TestWhoComesFirstIsToldWhatToDoNext(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	alice.get("/c/general").want(200).contains("Set your status", "Write to somebody", "!Invite people")
	bob := w.as("bob")
	w.change("UPDATE users SET administrator = 1 WHERE username = 'bob'")
	bob.get("/c/general").want(200).contains(`href="/invites"`, "Invite people")
	alice.form("/ui/send/general", "text", "hello").want(303)
	alice.get("/c/general").want(200).contains("!Invite people", "!Write to somebody")
}

func TestAChannelIsIntroducedUntilSomebodyWritesThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	bob.json("/profile", `{"display_name":"Robert Tables"}`).wantBody(200, "ok")
	const beginning = "This is the beginning of "
	alice.json("/public_channels/create", `{"name":"plans"}`).want(200)
	alice.get("/c/plans").want(200).contains(beginning+"plans", "Everybody can find this channel", "Set a topic", "alice has made this channel", "!Set your status")
	bob.json("/private_channels/create", `{"name":"Quiet","members":["alice"]}`).want(200)
	alice.get("/c/private:1").want(200).contains(beginning+"Quiet", "Robert Tables made this channel on ", "Add people", "Set a topic")
	alice.get("/c/private:1", "Accept-Language", "de").want(200).contains("Hier beginnt Quiet", "Robert Tables hat diesen Kanal am ", "Leute hinzufügen")
	alice.get("/c/dm:alice:bob").want(200).contains(beginning+"your conversation with Robert Tables", "Only the two of you see", "avatar--large")
	w.as("carol")
	alice.get("/c/dm:alice:bob:carol").want(200).contains("Only the 3 of you see")
	alice.form("/send/private:1", "text", "hello").want(200)
	alice.get("/c/private:1").want(200).contains("!made this channel", "!Add people")
	alice.form("/ui/channels/plans/archive", "").want(303)
	alice.get("/c/plans").want(200).contains(beginning+"plans", "!Set a topic")
}

func TestANoticeCanBePutAway(t *testing.T) {
	t.Parallel()
	alice := newWorld(t).as("alice")
	alice.get("/?gone=1").want(200).contains(`id="notice"`, message.NoticeGone, `href="/c/general" aria-label="Dismiss the notice"`)
	alice.get("/c/general").want(200).contains(`!id="notice"`)
}

func TestMembersAreSearchedWhereThereAreMany(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	alice.hxGet("/ui/channels/general/members").want(200).contains("!Find a member")
	for i := range channel.SearchedFrom {
		w.as(fmt.Sprintf("person%d", i))
	}
	alice.hxGet("/ui/channels/general/members?q=SON3").want(200).contains("Find a member", "person3", "!person4",
		fmt.Sprintf("%d members of", channel.SearchedFrom+1))
	alice.get("/ui/channels/general/members?q=zebra").want(200).contains(wholePage, "Nobody here matches", "!person3")
}
