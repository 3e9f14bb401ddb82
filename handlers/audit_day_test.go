package handlers

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"minimost/chat"
)

// TestTheAuditLogOfADay plays what a team does in a day and reads the whole log: what
// was done, by whom, to whom and from where, and nothing that anybody wrote or keeps
// secret.
func TestTheAuditLogOfADay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	signUp := func(name string) *browser {
		b := w.browser()
		b.form("/signup", "username", name, "password", testPassword, "confirm_password", testPassword).want(302)
		b.name = name
		return b
	}
	dora, alice, bob := signUp("dora"), signUp("alice"), signUp("bob")
	w.browser().login("bob", "not his password").want(422)
	w.browser().login("my password, typed into the wrong field", "x").want(422)
	w.browser().login("BOB", testPassword).want(302)
	dora.json("/administration/settings", `{"inviting":"members"}`).want(200)
	link := alice.json("/invite_links", `{"days":7,"uses":1}`).want(200).body
	carol := w.browser()
	carol.form(regexp.MustCompile(`/invite/[^"]+`).FindString(link), "username", "carol", "password", testPassword, "confirm_password", testPassword).want(302)
	carol.name = "carol"
	alice.json("/invite_links/1/end", "").want(200)
	dora.json("/administration/people/alice/administrator", `{"administrator":true}`).want(200)
	alice.form("/send/general", "text", "a text that nobody may find in a log").want(200)
	bob.form("/send/general", "text", "of bob").want(200)
	alice.json("/delete/2", "").want(200)
	alice.json("/delete/1", "").want(200) // her own: nothing to tell
	reset := dora.json("/administration/people/bob/reset_link", "").want(200).body
	w.browser().form(regexp.MustCompile(`/reset/[^"]+`).FindString(reset), "password", nextPassword, "confirm_password", nextPassword).want(302)
	alice.json("/account/password", `{"password":"`+testPassword+`","new_password":"`+nextPassword+`"}`).want(200)
	alice.form("/account/export").want(200)
	carol.json("/private_channels/create", `{"name":"left behind"}`).want(200)
	carol.json("/account/sessions/end_all", "").want(200)
	dora.json("/administration/people/carol/deactivate", "").want(200)
	w.browser().login("carol", testPassword).want(422)
	dora.json("/administration/channels/1/take_over", "").want(200)
	dora.json("/administration/people/carol/reactivate", "").want(200)
	dora.json("/administration/people/carol/remove", `{"messages":"keep"}`).want(200)
	dora.json("/administration/people/alice/administrator", `{"administrator":false}`).want(200)
	alice.json("/account/remove", `{"password":"`+nextPassword+`","messages":"remove"}`).want(200)

	entries, err := w.store.AuditEntries(tContext(), chat.AuditFilter{}, 100)
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(entries)
	var told []string
	for _, e := range entries {
		told = append(told, strings.TrimSpace(strings.Join([]string{string(e.Action), e.Actor, e.Subject, e.Detail}, ",")))
		if e.Address != "0.0.0.0" {
			t.Errorf("%+v comes from %q", e, e.Address)
		}
		if e.TS.Time().Sub(w.clock()).Abs() > time.Minute {
			t.Errorf("%+v is of another time", e)
		}
	}
	want := strings.Fields(`
		signed-up,dora,dora, role-given,dora,dora,administrator signed-up,alice,alice, signed-up,bob,bob,
		login-failed,,bob, logged-in,bob,bob,
		setting-changed,dora,inviting,members
		invite-made,alice,,1 signed-up,carol,carol, invite-used,carol,alice,1 invite-ended,alice,alice,1
		role-given,dora,alice,administrator
		message-deleted,alice,general,2
		reset-link-made,dora,bob, password-reset,bob,bob,
		password-changed,alice,alice, data-exported,alice,alice,
		sessions-ended,carol,carol, account-deactivated,dora,carol, login-failed,,carol, channel-takeover,dora,private:1, account-reactivated,dora,carol, account-removed,dora,carol,1
		role-taken,dora,alice,administrator account-removed,alice,alice,2`)
	if !slices.Equal(told, want) {
		t.Errorf("the log is\n%s\nwant\n%s", strings.Join(told, "\n"), strings.Join(want, "\n"))
	}
	dora.get("/admin/audit").want(200).contains("<strong>Account removed</strong> carol 1", ", by dora, from 0.0.0.0<", "!a text that nobody", "!my password", "!"+testPassword)
}
