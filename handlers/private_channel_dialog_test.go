package handlers

import (
	"strings"
	"testing"

	"minimost/handlers/channel"
	"minimost/handlers/message"
)

// club is a private channel of alice, who owns it, and bob; carol is outside.
func club(t *testing.T) (w *world, alice, bob, carol *browser) {
	t.Helper()
	w = newWorld(t)
	alice, bob, carol = w.as("alice"), w.as("bob"), w.as("carol")
	alice.json("/private_channels/create", `{"name":"plans","members":["bob"]}`).want(200)
	return w, alice, bob, carol
}

func TestCreatingAPrivateChannel(t *testing.T) {
	t.Parallel()
	_, alice, _, _ := club(t)
	alice.hxPost("/ui/private_channels/create", "name", " new ", "members", "carol", "members", "bob", "q", "c").
		wantHeader("HX-Redirect", "/c/private:2")
	alice.form("/ui/private_channels/create", "name", "alone").wantBack("/c/private:3")
	alice.get("/private_channels").want(200).contains(`"name":"new","unread":0,"members":["alice","bob","carol"]`, `"name":"alone","unread":0,"members":["alice"]`)
}

func TestAChannelThatIsRefusedIsKept(t *testing.T) {
	t.Parallel()
	_, alice, _, _ := club(t)
	long := strings.Repeat("ü", 81)
	for _, post := range []func(string, ...string) answer{alice.hxPost, alice.form} {
		post("/ui/private_channels/create", "name", " ", "members", "carol", "q", "o").want(422).
			contains(`id="channel-name-error">A channel needs a name.`, `value="carol" checked`, `name="q" value="o"`, `value="bob"`)
		post("/ui/private_channels/create", "name", long).want(422).
			contains("A channel name has at most 80 characters; this one has 81.", `value="`+long+`"`)
	}
	alice.get("/ui/private_channels/new?name=draft&members=carol&q=bo").want(200).
		contains(wholePage, `value="draft"`, `value="carol" checked`, `value="bob"`)
}

func TestRenaming(t *testing.T) {
	t.Parallel()
	_, alice, bob, carol := club(t)
	bob.wantDialog("/ui/private_channels/1/rename", `value="plans"`)
	bob.hxPost("/ui/private_channels/1/rename", "name", "better").wantHeader("HX-Trigger", "dialog-close")
	alice.form("/ui/private_channels/1/rename", "name", "best").wantBack("/c/private:1")
	alice.hxPost("/ui/private_channels/1/rename", "name", "").want(422).contains(`id="channel-name-error">A channel needs a name.`)
	alice.form("/ui/private_channels/1/rename", "name", "a\nb").want(422).contains(wholePage, "A channel name is a single line of text.")
	carol.hxPost("/ui/private_channels/1/rename", "name", "").wantBody(403, "You have no access to this channel.")
	carol.hxPost("/ui/private_channels/2/rename", "name", "x").wantBody(403, "You have no access to this channel.")
	alice.get("/private_channels").want(200).contains(`"name":"best"`)
}

func TestAddingAMember(t *testing.T) {
	t.Parallel()
	w, alice, bob, carol := club(t)
	w.account("dave")
	alice.form("/send/private:1", "text", "before").want(200)
	const target = "/ui/private_channels/1/add_member"
	bob.wantDialog(target, `value="carol"`, `value="join" checked`, "!"+`value="alice"`)
	carol.hxGet(target).wantBody(403, "You have no access to this channel.")
	alice.hxPost(target, "history", "all").want(422).
		contains(`id="user-search-error">Choose somebody to add.`, `value="all" checked`)
	alice.hxPost(target, "username", "BOB").want(422).contains("bob is a member already.")
	alice.form(target, "q", "zed").want(422).contains(wholePage, "There is no account of that name.", `name="q" value="zed"`)
	alice.hxPost(target, "username", "carol", "history", "sometimes").want(422).contains(`value="carol" checked`, "The history is ")
	alice.hxPost(target, "username", "carol", "history", "all").wantHeader("HX-Trigger", "dialog-close")
	carol.get("/messages/private:1").want(200).contains("before")
	alice.form(target, "q", "dave", "history", "join").wantBack("/c/private:1")
	alice.get(target).want(200).contains("There is nobody else here yet.")
}

func TestRemovingAMember(t *testing.T) {
	t.Parallel()
	_, alice, bob, carol := club(t)
	const target = "/ui/private_channels/1/remove_member"
	alice.wantDialog(target+"?username=bob", "Remove bob?", `name="username" value="bob"`)
	alice.hxGet(target+"?username=carol").wantBody(404, "There is no member of that name.")
	for _, other := range []*browser{bob, carol} {
		other.hxGet(target + "?username=alice").want(403)
		other.hxPost(target, "username", "alice").want(403)
	}
	alice.hxPost(target, "username", "alice").want(422).contains("To go yourself, leave the channel.")
	alice.hxPost(target, "username", "bob").wantHeader("HX-Trigger", "dialog-close")
	alice.form(target, "username", "bob").want(422).contains(wholePage, "There is no member of that name.")
	bob.get("/c/private:1").want(403)
}

func TestLeaving(t *testing.T) {
	t.Parallel()
	_, alice, bob, carol := club(t)
	const target = "/ui/private_channels/1/leave"
	alice.wantDialog(target, "bob becomes its owner.")
	bob.wantDialog(target, "To come back, a member has to add you.", "!owner")
	carol.hxGet(target).wantBody(403, "You have no access to this channel.")
	alice.hxPost(target).wantHeader("HX-Redirect", "/?gone=1")
	alice.get("/?gone=1").want(200).contains(`id="notice"`, "You left plans.", "!no longer")
	alice.hxPost(target).want(403)
	bob.wantDialog(target, "You are its last member")
	bob.form(target).wantBack("/?gone=1")
	bob.get("/c/private:1").want(403)
}

func TestArchiving(t *testing.T) {
	t.Parallel()
	_, alice, bob, carol := club(t)
	const target = "/ui/private_channels/1/archive"
	alice.wantDialog(target, "This cannot be undone here.")
	bob.hxGet(target).wantBody(403, "Only the owner of the channel can do that.")
	bob.hxPost(target).wantBody(403, "Only the owner of the channel can do that.")
	carol.hxPost(target).wantBody(403, "You have no access to this channel.")
	alice.hxPost(target).wantHeader("HX-Redirect", "/?gone=1")
	alice.get("/c/private:1").want(403)
	alice.get("/?gone=1").want(200).contains("You archived plans.", "!no longer")
	bob.get("/?gone=1").want(200).contains("alice archived plans.", "!no longer")
	carol.get("/?gone=1").want(200).contains(message.NoticeGone, "!archived")
	bob.get("/?gone=back").want(200).contains(message.NoticeGone, "!archived")
}

func TestMembers(t *testing.T) {
	t.Parallel()
	w, alice, bob, carol := club(t)
	bob.json("/presence", `{"state":"active","tab":"a"}`).want(204)
	bob.hxGet("/ui/private_channels/1/members").want(200).contains("2 members of plans", "Owner", "(you)", "Since <time", "Rename", "!Archive", "!Remove")
	alice.hxGet("/ui/channels/private:1/members").want(200).contains("Archive", `aria-label="Remove bob"`, "!Remove alice")
	public := alice.hxGet("/ui/channels/general/members").want(200).contains("3 members of general", "!Leave", "!Since")
	if strings.Index(public.body, ">bob") > strings.Index(public.body, ">alice") {
		t.Error("who is online does not come first")
	}
	carol.hxGet("/ui/private_channels/1/members").wantBody(403, "You have no access to this channel.")
	carol.hxGet("/ui/channels/private:1/members").wantBody(403, "You have no access to this channel.")
	carol.hxGet("/ui/channels/dm:alice:bob/members").want(403)
	for i := range channel.MembersShown {
		w.account("user" + strings.Repeat("x", i/26) + string(rune('a'+i%26)))
	}
	alice.hxGet("/ui/channels/general/members").want(200).contains("203 members of general", "And 3 more.")
}
