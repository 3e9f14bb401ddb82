package handlers

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/auth"
	"minimost/chat"
)

func TestLoginNeverKeepsAnIDThatWasSetBefore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	attacker := w.as("mallory")
	w.account("alice")
	for name, id := range map[string]string{"unknown": "planted-by-someone", "known": attacker.session()} {
		victim := w.browser()
		victim.cookies[auth.Cookie] = id
		victim.login("alice", testPassword).want(fiber.StatusFound)
		if victim.session() == id || victim.session() == "" {
			t.Errorf("%s id: the session is %q", name, victim.session())
		}
		thief := w.browser()
		thief.cookies[auth.Cookie] = id
		if got := thief.get("/users"); got.status != fiber.StatusFound {
			t.Errorf("%s id: status %d with the id from before", name, got.status)
		}
	}
}

func TestUnknownCookieIsNoSessionAndIsNotAnswered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.browser()
	b.cookies[auth.Cookie] = "planted"
	got := b.get("/users").want(fiber.StatusFound)
	if got.header.Get("Set-Cookie") != "" || w.storage.sets != 0 {
		t.Errorf("cookie %q, %d writes", got.header.Get("Set-Cookie"), w.storage.sets)
	}
}

func TestLogoutEndsTheSessionOnTheServer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	id := alice.session()
	alice.json("/presence", `{"state":"active","tab":"t1"}`).want(fiber.StatusNoContent)
	got := alice.form("/logout").want(fiber.StatusFound)
	if got.header.Get("Location") != "/login" || alice.session() != "" {
		t.Errorf("to %q with cookie %q", got.header.Get("Location"), alice.session())
	}
	alice.cookies[auth.Cookie] = id
	alice.get("/users").want(fiber.StatusFound)
	w.as("bob").get("/online_users").wantBody(200, `{"alice":"offline"}`)
}

func TestLogoutForgetsTheLastChannel(t *testing.T) {
	w := newWorld(t)
	alice := w.as("alice")
	alice.get("/c/random", "Accept", "text/html").want(200)
	if got := alice.cookies[web.LastChannelCookie]; got != "random" {
		t.Fatalf("the last channel is %q", got)
	}
	got := alice.form("/logout").want(fiber.StatusFound)
	for _, line := range got.header.Values("Set-Cookie") {
		cookie, err := http.ParseSetCookie(line)
		if err == nil && cookie.Name == web.LastChannelCookie && cookie.Path == "/" && cookie.Value == "" && cookie.Expires.Before(w.clock()) {
			return
		}
	}
	t.Errorf("cookies: %q", got.header.Values("Set-Cookie"))
}

func TestLoggingInAsSomeoneElseEndsThePresenceOfTheFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("alice")
	b.json("/presence", `{"state":"active","tab":"t1"}`).want(fiber.StatusNoContent)
	w.account("bob")
	b.login("bob", testPassword).want(fiber.StatusFound)
	b.get("/online_users").wantBody(200, `{"alice":"offline"}`)
}

func TestNewPasswordEndsEverySession(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	token := "a-token"
	expires := w.clock().Add(time.Hour)
	if err := w.store.CreateResetToken(tContext(), auth.HashResetToken(token), "alice", chat.StampOf(expires)); err != nil {
		t.Fatal(err)
	}
	other := w.browser()
	if page := other.get("/reset/" + token).want(200); !strings.Contains(page.body, "alice") {
		t.Error("the page does not name the account")
	}
	other.form("/reset/"+token, "password", "short", "confirm_password", "short").want(422)
	got := other.form("/reset/"+token, "password", "another good one", "confirm_password", "another good one").want(302)
	if got.header.Get("Location") != "/login?reset=1" {
		t.Errorf("to %q", got.header.Get("Location"))
	}
	if page := other.get("/login?reset=1"); !strings.Contains(page.body, "Your new password is set") {
		t.Error("the notice is missing")
	}
	alice.get("/users").want(302)
	other.get("/reset/"+token, "Accept", "text/html").want(404)
	other.form("/reset/"+token, "password", "a third good one", "confirm_password", "a third good one").want(404)
	other.login("alice", testPassword).want(422)
	other.login("alice", "another good one").want(302)
}

func TestResetLinkOfAnHourAgoIsGone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.account("alice")
	if err := w.store.CreateResetToken(tContext(), auth.HashResetToken("t"), "alice", chat.StampOf(w.clock().Add(time.Hour))); err != nil {
		t.Fatal(err)
	}
	w.pass(time.Hour + time.Second)
	got := w.browser().get("/reset/t", "Accept", "text/html").want(404)
	if !strings.Contains(got.body, "<html") {
		t.Error("no page")
	}
}

func TestPollsDoNotExtendASessionAndPagesDoAtMostHourly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	sets := func(f func()) int {
		before := w.storage.sets
		f()
		return w.storage.sets - before
	}
	page := func() { alice.get("/").want(200) }
	polls := func() {
		alice.get("/messages/general").want(200)
		alice.json("/presence", `{"state":"active"}`).want(204)
		alice.do(fiber.MethodPost, "/typing/general", "").want(204)
		alice.form("/mark_read/general").want(204)
	}
	if n := sets(page); n != 0 {
		t.Errorf("a page right after the login wrote the session %d times", n)
	}
	w.pass(2 * time.Hour)
	if n := sets(polls); n != 0 {
		t.Errorf("polls wrote the session %d times", n)
	}
	if n := sets(page); n != 1 {
		t.Errorf("a page after two hours wrote the session %d times", n)
	}
	if n := sets(page); n != 0 {
		t.Errorf("the next page wrote the session %d times", n)
	}
	w.pass(auth.SessionIdle + time.Second)
	alice.get("/users").want(302)
}

func TestExtendingDoesNotBringBackASessionThatEnded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	twin := w.browser()
	twin.cookies[auth.Cookie] = alice.session()
	w.pass(2 * time.Hour)
	// The page's session was loaded, then the logout came.
	w.storage.Storage = &endingStorage{Storage: w.storage.Storage, afterFirstGet: func() { alice.form("/logout").want(302) }}
	twin.get("/").want(200)
	twin.get("/").want(302)
}

// endingStorage lets something happen between two reads of a session.
type endingStorage struct {
	fiber.Storage
	afterFirstGet func()
}

func (e *endingStorage) Get(key string) ([]byte, error) {
	data, err := e.Storage.Get(key)
	if f := e.afterFirstGet; f != nil {
		e.afterFirstGet = nil
		f()
	}
	return data, err
}

func TestStorageFailureIsUnavailableAndNotALogout(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	w.storage.broken = true
	for _, path := range []string{"/users", "/typing/general", "/", "/presence/override"} {
		got := alice.get(path).want(fiber.StatusServiceUnavailable)
		if strings.Contains(got.body, "secret") {
			t.Errorf("%s tells %q", path, got.body)
		}
	}
	alice.get("/livez").want(200)
	w.storage.broken = false
	alice.get("/users").want(200)
}

func TestSessionThatCannotBeDecodedIsNone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	if err := w.storage.Set(auth.HashSessionID(alice.session()), []byte("not gob"), time.Hour); err != nil {
		t.Fatal(err)
	}
	alice.get("/users").want(302)
	alice.login("alice", testPassword).want(302)
	alice.get("/users").want(200)
}

func TestCookieAttributes(t *testing.T) {
	t.Parallel()
	for _, secure := range []bool{false, true} {
		w := newWorld(t, func(c *config) { c.Secure = secure })
		w.account("alice")
		cookie := w.browser().login("alice", testPassword).header.Get("Set-Cookie")
		for _, part := range []string{"HttpOnly", "SameSite=Lax", "path=/", "max-age=1209600"} {
			if !strings.Contains(cookie, part) {
				t.Errorf("%q lacks %s", cookie, part)
			}
		}
		if strings.Contains(cookie, "secure") != secure {
			t.Errorf("secure %v: %q", secure, cookie)
		}
	}
}

func TestStoredSessionDoesNotHoldTheCookie(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.as("alice").session()
	if data, err := w.store.Sessions().Get(id); err != nil || data != nil {
		t.Errorf("found under the cookie's value: %q, %v", data, err)
	}
}
