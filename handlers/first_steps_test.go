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
