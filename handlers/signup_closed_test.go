package handlers

import (
	"testing"

	"minimost/chat"
)

func TestAClosedServerOffersNoInvites(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.server.Signup = chat.SignupClosed
	w.account("dora")
	dora := w.browser()
	dora.login("dora", testPassword).want(302)
	dora.name = "dora"
	if err := w.store.SetAdministrator(tContext(), "", "dora", true, w.clock()); err != nil {
		t.Fatal(err)
	}
	dora.get("/invites").want(200).contains("--signup=closed", "!Make an invite link")
	dora.form("/ui/invites/create", "days", "7", "uses", "1").want(403)
	if err := w.store.SetServerSettings(tContext(), "", chat.ServerSettings{Inviting: chat.Members, CreatingChannels: chat.Members}, w.clock()); err != nil {
		t.Fatal(err)
	}
	w.account("bob")
	bob := w.browser()
	bob.login("bob", testPassword).want(302)
	bob.name = "bob"
	bob.get("/ui/account").want(200).contains("!Invite people")
	w.server.Signup = chat.SignupInvite
	bob.get("/ui/account").want(200).contains("Invite people")
}

func TestNewPrivateChannelIsOfferedToThoseWhoMayMakeOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	if err := w.store.SetAdministrator(tContext(), "", "alice", true, w.clock()); err != nil {
		t.Fatal(err)
	}
	const offer = `href="/ui/private_channels/new"`
	bob.get("/c/general").want(200).contains(offer)
	alice.form("/ui/admin/settings", "inviting", "administrators", "creating_channels", "administrators").want(303)
	bob.get("/c/general").want(200).contains("!"+offer, "Administrators make them here.")
	bob.json("/private_channels/create", `{"name":"x"}`).want(403)
	alice.get("/c/general").want(200).contains(offer)
}
