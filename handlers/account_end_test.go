package handlers

import (
	"fmt"
	"testing"

	"minimost/chat"
)

const endedWith = `"password":"` + testPassword + `"`

func TestOnesOwnAccountIsDeactivatedByItsPassword(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	other := alice.again()
	page := other.watch("general")
	alice.form("/send/general", "text", "I stay").want(200)
	alice.get("/ui/account").want(200).contains(`href="/ui/account/end"`)
	alice.form("/ui/account/end", "what", "deactivate", "password", "not this").want(422).contains("This is not your password.")
	alice.form("/ui/account/end", "password", testPassword).want(422).contains("Choose what is to become of your account.")
	alice.get("/users").want(200)
	alice.hxPost("/ui/account/end", "what", "deactivate", "password", testPassword).wantHeader("HX-Redirect", "/login?gone=deactivate")
	if alice.session() != "" {
		t.Error("the cookie stays")
	}
	if to := page.ends(); to != "/login" {
		t.Errorf("the other page is sent to %q", to)
	}
	other.get("/users").want(302)
	alice.get("/login?gone=deactivate").want(200).contains("Your account is deactivated.")
	w.browser().login("alice", testPassword).want(422).contains("This account has been deactivated.")
	bob.get("/users").wantBody(200, "[]")
	bob.get("/messages/general").want(200).contains(`"sender":"alice"`, "I stay")
}

func TestOnesOwnAccountIsRemovedWithItsMessagesOrWithout(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob, carol := w.as("alice"), w.as("bob"), w.as("carol")
	alice.form("/send/general", "text", "a text of alice").want(200)
	bob.form("/send/general", "text", "a text of bob").want(200)
	bob.json("/account/remove", `{"messages":"keep"}`).want(400)
	bob.json("/account/remove", `{"messages":"burn",`+endedWith+`}`).want(400)
	bob.json("/account/remove", `{"messages":"keep",`+endedWith+`}`).wantBody(200, "ok")
	alice.form("/ui/account/end", "what", "remove", "password", testPassword).want(303)
	bob.get("/users").want(302)
	carol.get("/messages/general").want(200).contains(`"sender":"Deleted user 1"`, "a text of bob", `"sender":"Deleted user 2"`, "!a text of alice")
	carol.get("/users").wantBody(200, "[]")
	w.browser().form("/signup", "username", "ALICE", "password", testPassword, "confirm_password", testPassword).want(422)
}

func TestTheOnlyAdministratorCannotGo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	for _, name := range []string{"alice", "bob"} {
		if err := w.store.SetAdministrator(tContext(), "", name, true, w.clock()); err != nil {
			t.Fatal(err)
		}
	}
	bob.json("/account/deactivate", fmt.Sprintf(`{%s}`, endedWith)).want(200)
	const sentence = "alice is the only administrator."
	alice.json("/account/deactivate", fmt.Sprintf(`{%s}`, endedWith)).want(409).contains(sentence)
	alice.json("/account/remove", `{"messages":"keep",`+endedWith+`}`).want(409).contains(sentence)
	alice.hxPost("/ui/account/end", "what", "keep", "password", testPassword).want(422).contains(sentence)
	alice.get("/users").want(200)
	if u, err := w.store.User(tContext(), "alice"); err != nil || u.Deactivated != 0 || !u.Administrator {
		t.Errorf("%+v, %v", u, err)
	}
	if entries, err := w.store.AuditEntries(tContext(), chat.AuditFilter{Action: chat.AuditAccountDeactivated}, 10); err != nil || len(entries) != 1 || entries[0].Actor != "bob" {
		t.Errorf("%+v, %v", entries, err)
	}
}

// TestWhoIsNoMoreIsNamedInTheReadersLanguage: wherever the name stands, and as it is stored to programs.
func TestWhoIsNoMoreIsNamedInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob, carol := w.as("alice"), w.as("bob"), w.as("carol")
	alice.json("/look", `{"language":"de"}`).wantBody(200, "ok")
	alice.form("/send/dm:alice:bob", "text", "to bob").want(200)
	bob.form("/mark_read/dm:alice:bob", "").want(204)
	bob.form("/send/dm:alice:bob", "text", "of bob").want(200)
	alice.form("/send/dm:alice:bob", "text", "a reply", "reply_to_id", "2").want(200)
	bob.form("/react/1", "reaction", "👍").want(200)
	bob.json("/private_channels/create", `{"name":"Deleted user 1","members":["alice","carol"]}`).want(200)
	bob.json("/account/remove", `{"messages":"keep",`+endedWith+`}`).wantBody(200, "ok")

	const conversation = "/c/dm:Deleted%20user%201:alice"
	alice.get(conversation).want(200).contains("Gelöschtes Konto 1\u2069 · MiniMost</title>", ">Gelöschtes Konto 1</bdi>", "\u2068Gelöschtes Konto 1\u2069 hat mit 👍 Daumen hoch reagiert",
		`placeholder="Nachricht an`)
	alice.get("/c/private:1").want(200).contains("Gelöschtes Konto 1 hat den Kanal verlassen", `<span class="truncate"><bdi>Deleted user 1</bdi>`)
	alice.get("/messages/dm:Deleted%20user%201:alice").want(200).contains(`"sender":"Deleted user 1"`)
	carol.get("/c/private:1").want(200).contains("Deleted user 1 has left the channel", "!Gelöschtes Konto")
}
