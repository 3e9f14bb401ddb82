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
