package handlers

import (
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"minimost/auth"
)

const nextPassword = "a new battery staple"

func (b *browser) again() *browser {
	b.w.t.Helper()
	other := b.w.browser()
	other.login(b.name, testPassword).want(302)
	other.name = b.name
	return other
}

func TestANewPasswordEndsEverySessionButThisOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	other, bob := alice.again(), w.as("bob")
	alice.json("/presence", `{"state":"active","tab":"here"}`).want(204)
	other.json("/presence", `{"state":"active","tab":"there"}`).want(204)
	id := alice.session()
	alice.form("/ui/account/password", "current_password", "not this one", "password", nextPassword, "confirm_password", nextPassword).
		want(422).contains("This is not your password.", "!"+nextPassword)
	alice.form("/ui/account/password", "current_password", testPassword, "password", nextPassword, "confirm_password", nextPassword+"x").
		want(422).contains("The two passwords differ.")
	other.get("/users").want(200)
	alice.form("/ui/account/password", "current_password", testPassword, "password", nextPassword, "confirm_password", nextPassword).want(303)
	if alice.session() != id {
		t.Error("the session has another id")
	}
	alice.get("/ui/account/password?changed=1").want(200).contains("Your new password is set.")
	alice.get("/users").want(200)
	other.get("/users").want(302)
	bob.get("/users").want(200)
	alice.get("/online_users").wantBody(200, `{"alice":"active"}`)
	w.browser().login("alice", testPassword).want(422)
	w.browser().login("alice", nextPassword).want(302)
	// In a fragment, where scripts run.
	alice.hxPost("/ui/account/password", "current_password", nextPassword, "password", testPassword, "confirm_password", testPassword).
		want(200).contains("Your new password is set.", "!"+wholePage)
	alice.get("/users").want(200)
}

// TestANewPasswordThatCannotBeStoredLeavesEverythingAsItWas: the session must not
// go on in an epoch that never came.
func TestANewPasswordThatCannotBeStoredLeavesEverythingAsItWas(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	w.asks.Store = failingPassword{w.asks.Store}
	alice.json("/account/password", fmt.Sprintf(`{"password":%q,"new_password":%q}`, testPassword, nextPassword)).want(503)
	alice.get("/users").want(200)
	w.pass(2 * time.Minute)
	alice.get("/users").want(200)
	w.browser().login("alice", testPassword).want(302)
}

func TestASessionThatGuessesThePasswordIsSlowedDownAndNobodyElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t, limited)
	alice := w.as("alice")
	other := alice.again()
	wrong := fmt.Sprintf(`{"password":"wrong","new_password":%q}`, nextPassword)
	right := fmt.Sprintf(`{"password":%q,"new_password":%q}`, testPassword, nextPassword)
	for range auth.DeviceTries.Burst {
		alice.json("/account/password", wrong).want(403)
	}
	if got := alice.json("/account/password", right).want(429); got.header.Get("Retry-After") == "" {
		t.Error("it does not say when to come back")
	}
	other.json("/account/password", right).want(200)
	alice.get("/users").want(302)
}

var sessionIDs = regexp.MustCompile(`"id":"([0-9a-f]{64})"`)

func TestASessionIsListedAndEndedFromAnother(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	phone := w.browser()
	phone.do("POST", "/login", "username=alice&password=correct+horse+battery", "Content-Type", "application/x-www-form-urlencoded",
		"User-Agent", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1").want(302)
	phone.json("/presence", `{"state":"active","tab":"p"}`).want(204)
	alice.get("/ui/account/sessions").want(200).contains("Safari on iPhone", "(this one)", "0.0.0.0")
	list := alice.get("/account/sessions").want(200).contains(`"current":true`, `"current":false`)
	ids := sessionIDs.FindAllStringSubmatch(list.body, -1)
	if len(ids) != 2 {
		t.Fatalf("listed: %s", list.body)
	}
	w.as("bob").json("/account/sessions/end", fmt.Sprintf(`{"id":%q}`, ids[1][1])).want(404)
	phone.get("/users").want(200)
	alice.hxPost("/ui/account/sessions/end", "id", ids[1][1]).want(200).contains("!Safari on iPhone", "(this one)")
	phone.get("/users").want(302)
	alice.get("/users").want(200)
	alice.get("/online_users").wantBody(200, `{"alice":"offline"}`)
	alice.hxPost("/ui/account/sessions/end", "id", ids[1][1]).want(422).contains("ended already")
	alice.again().form("/logout").want(302)
	if ids := sessionIDs.FindAllString(alice.get("/account/sessions").body, -1); len(ids) != 1 {
		t.Errorf("after a logout %d sessions are listed", len(ids))
	}
}

func TestSigningOutEverywhereEndsThisSessionToo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	other, bob := alice.again(), w.as("bob")
	alice.hxPost("/ui/account/sessions/end_all").wantHeader("HX-Redirect", "/login")
	if alice.session() != "" {
		t.Error("the cookie stays")
	}
	alice.get("/users").want(302)
	other.get("/users").want(302)
	bob.get("/users").want(200)
}

// TestTheOwnerIsLetInWhileOthersGuessAlsoAfterARestart: one wrong password every 30
// seconds from elsewhere keeps nobody out who has logged in on that device before.
func TestTheOwnerIsLetInWhileOthersGuessAlsoAfterARestart(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "presence.db")
	before := worldAt(t, path, limited)
	alice := before.as("alice")
	device := alice.cookies[auth.DeviceCookie]
	if device == "" {
		t.Fatal("the login sets no cookie for the device")
	}
	var now time.Time
	restarted := func() *world {
		w := worldAt(t, path, limited)
		if !now.IsZero() {
			w.now = now
		}
		for range auth.AccountTries.Burst {
			w.browser().login("alice", "wrong").want(422)
		}
		return w
	}
	for range 3 {
		w := restarted()
		w.pass(auth.AccountTries.Refill)
		w.browser().login("alice", "wrong").want(422)
		w.browser().login("alice", testPassword).want(429)
		owner := w.browser()
		owner.cookies[auth.DeviceCookie] = device
		owner.login("ALICE", testPassword).want(302)
		if device = owner.cookies[auth.DeviceCookie]; device == "" {
			t.Fatal("the device is forgotten")
		}
		now = w.clock()
	}
	w := restarted()
	// One that is made up helps nobody.
	guesser := w.browser()
	guesser.cookies[auth.DeviceCookie] = "made up"
	guesser.login("alice", testPassword).want(429)
	// It is no good for another account.
	w.account("bob")
	for range auth.AccountTries.Burst {
		w.browser().login("bob", "wrong").want(422)
	}
	guesser.cookies[auth.DeviceCookie] = device
	guesser.login("bob", testPassword).want(429)

	owner := w.browser()
	owner.cookies[auth.DeviceCookie], owner.name = device, "alice"
	owner.login("alice", testPassword).want(302)
	device = owner.cookies[auth.DeviceCookie]
	owner.form("/ui/account/sessions/end_all").want(303)
	now = w.clock()
	again := restarted().browser()
	again.cookies[auth.DeviceCookie] = device
	again.login("alice", testPassword).want(429)
}

func TestANewPasswordForgetsEveryDeviceButThisOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t, limited)
	alice := w.as("alice")
	other := alice.again()
	alice.json("/account/password", fmt.Sprintf(`{"password":%q,"new_password":%q}`, testPassword, nextPassword)).want(200)
	w.server.Throttle = auth.NewThrottle() // which knows no address
	for range auth.AccountTries.Burst {
		w.browser().login("alice", "wrong").want(422)
	}
	stale, fresh := w.browser(), w.browser()
	stale.cookies[auth.DeviceCookie], fresh.cookies[auth.DeviceCookie] = other.cookies[auth.DeviceCookie], alice.cookies[auth.DeviceCookie]
	stale.login("alice", nextPassword).want(429)
	fresh.login("alice", nextPassword).want(302)
}

// failingPassword is a store that cannot store a new password.
type failingPassword struct{ Store }

func (failingPassword) ChangePassword(context.Context, string, string, string, int64, string, []byte, time.Time) error {
	return errBroken
}

func TestANewPasswordKeepsThisSessionsSocketsAndEndsTheOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	other := alice.again()
	own, others := alice.watch("general"), other.watch("general")
	alice.json("/account/password", fmt.Sprintf(`{"password":%q,"new_password":%q}`, testPassword, nextPassword)).want(200)
	if to := others.ends(); to != "/login" {
		t.Errorf("the other page is sent to %q", to)
	}
	w.as("carol").form("/send/general", "text", "still there?").want(200)
	own.shows("still there?")
}
