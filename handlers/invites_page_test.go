package handlers

import (
	"regexp"
	"testing"
)

func TestAnInviteOffersChannelsInWhichNotEverybodyIsAnyway(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	if err := w.store.SetAdministrator(tContext(), "", "alice", true, w.clock()); err != nil {
		t.Fatal(err)
	}
	bob.json("/public_channels/create", `{"name":"ideas"}`).want(200)
	bob.json("/private_channels/create", `{"name":"secret plans"}`).want(200)
	alice.json("/private_channels/create", `{"name":"plans"}`).want(200)
	alice.get("/invites").want(200).contains(`value="ideas"`, `value="private:2"`, `!value="private:1"`, `!value="general"`, "!secret plans")
	alice.form("/ui/invites/create", "days", "7", "uses", "1", "channels", "private:1").want(403)
	link := alice.form("/ui/invites/create", "days", "7", "uses", "1", "channels", "ideas", "channels", "private:2").want(200).body
	carol := w.browser()
	carol.form(regexp.MustCompile(`/invite/[\w-]+`).FindString(link), "username", "carol", "password", testPassword, "confirm_password", testPassword).want(302)
	carol.get("/channels").wantBody(200, `["general","random","ideas"]`)
	carol.get("/private_channels").want(200).contains(`"channel":"private:2"`)
}

func TestAnInviteThatCannotBeUsedLeadsToNoChat(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, visitor := w.as("alice"), w.browser()
	if err := w.store.SetAdministrator(tContext(), "", "alice", true, w.clock()); err != nil {
		t.Fatal(err)
	}
	link := regexp.MustCompile(`/invite/[\w-]+`).FindString(alice.form("/ui/invites/create", "days", "7", "uses", "1").want(200).body)
	visitor.get(link, "Accept", "text/html").want(200).contains("has invited you.")
	alice.form("/ui/invites/end", "id", "1").want(303)
	for _, address := range []string{link, "/invite/none"} {
		visitor.get(address, "Accept", "text/html").want(404).contains("<h1>This invite cannot be used</h1>", `href="/login">Log in</a>`, "!Back to the chat")
		alice.get(address, "Accept", "text/html").want(404).contains("<h1>This invite cannot be used</h1>", `href="/">Back to the chat</a>`, "!Log in")
	}
}

func TestWhatNoInviteCanBeIsSaidBesideItsField(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	if err := w.store.SetAdministrator(tContext(), "", "alice", true, w.clock()); err != nil {
		t.Fatal(err)
	}
	alice.form("/ui/invites/create", "days", "91", "uses", "1").want(422).contains(`id="days-error"`, "An invite lasts 1 to 90 days.", `value="91"`, `!id="uses-error"`, "!alert--danger")
	alice.form("/ui/invites/create", "days", "7", "uses", "no").want(422).contains(`id="uses-error"`, "An invite can be used 1 to 1000 times.", `!id="days-error"`)
}
