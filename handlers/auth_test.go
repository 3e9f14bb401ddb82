package handlers

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
)

func TestFailedLoginCostsOneComparisonWhetherOrNotTheAccountExists(t *testing.T) {
	w := newWorld(t)
	w.account("alice")
	var compared []string
	w.server.passwords.compare = func(password, hash string) (bool, *argon2id.Params, error) {
		compared = append(compared, hash)
		return argon2id.CheckHash(password, hash)
	}
	existing := w.browser().login("alice", "wrong password").want(422)
	missing := w.browser().login("nobody", "wrong password").want(422)
	if len(compared) != 2 {
		t.Fatalf("%d comparisons, want one each", len(compared))
	}
	for _, hash := range compared {
		if params, _, _, err := argon2id.DecodeHash(hash); err != nil || *params != hashParams {
			t.Errorf("compared with the parameters %+v, %v", params, err)
		}
	}
	if strings.ReplaceAll(existing.body, "alice", "nobody") != missing.body {
		t.Error("the pages differ")
	}
	if !strings.Contains(missing.body, wrongLogin) {
		t.Error("the sentence is missing")
	}
}

func TestImpossibleFieldsAreSaidBesideThemAndCostNoComparison(t *testing.T) {
	w := newWorld(t)
	w.server.passwords.compare = func(string, string) (bool, *argon2id.Params, error) {
		t.Error("compared")
		return false, &hashParams, nil
	}
	for name, fields := range map[string][2]string{
		"nothing":           {"", ""},
		"no password":       {"alice", ""},
		"no username":       {"", "something long"},
		"long username":     {strings.Repeat("a", 33), "something long"},
		"long password":     {"alice", strings.Repeat("a", 129)},
		"username no UTF-8": {"al\xffce", "something long"},
		"password no UTF-8": {"alice", "something \xff long"},
	} {
		got := w.browser().login(fields[0], fields[1])
		if got.status != 422 || !strings.Contains(got.body, "aria-invalid") {
			t.Errorf("%s: status %d", name, got.status)
		}
		if strings.Contains(got.body, "\xff") {
			t.Errorf("%s: echoed", name)
		}
	}
	w.browser().json("/login", `{"username":"alice"}`).want(422)
	w.browser().do("POST", "/login?username=alice&password="+testPassword[:7], "").want(422)
}

func TestLoginMatchesTheNameInAnyCase(t *testing.T) {
	w := newWorld(t)
	w.account("Alice")
	b := w.browser()
	if got := b.login("aLICE", testPassword).want(302); got.header.Get("Location") != "/" {
		t.Errorf("to %q", got.header.Get("Location"))
	}
	if page := b.get("/"); !strings.Contains(page.body, "Alice") {
		t.Error("the account's own spelling is not shown")
	}
	if got := b.get("/login").want(302); got.header.Get("Location") != "/" {
		t.Errorf("logged in already, to %q", got.header.Get("Location"))
	}
}

func TestSignupSaysWhatIsWrongBesideEachField(t *testing.T) {
	w := newWorld(t)
	w.account("alice")
	for name, try := range map[string]struct{ username, password, confirm, says string }{
		"taken":       {"ALICE", testPassword, testPassword, "taken"},
		"reserved":    {"System", testPassword, testPassword, "reserved"},
		"bad name":    {"a b", testPassword, testPassword, "letters"},
		"no name":     {"", testPassword, testPassword, "Choose a username"},
		"short":       {"bob", "short", "short", "at least 8"},
		"common":      {"bob", "password", "password", "too common"},
		"differs":     {"bob", testPassword, testPassword + "x", notConfirmed},
		"bad UTF-8":   {"b\xff", testPassword, testPassword, "letters"},
		"no password": {"bob", "", "", "at least 8"},
	} {
		got := w.browser().form("/signup", "username", try.username, "password", try.password, "confirm_password", try.confirm)
		if got.status != 422 || !strings.Contains(got.body, try.says) {
			t.Errorf("%s: status %d without %q", name, got.status, try.says)
		}
		if strings.Contains(got.body, testPassword) {
			t.Errorf("%s: the password is echoed", name)
		}
	}
	b := w.browser()
	b.form("/signup", "username", "bob", "password", testPassword, "confirm_password", testPassword).want(302)
	b.get("/users").wantBody(200, `["alice"]`)
}

func TestPasswordHashIsRenewedWithTodaysParameters(t *testing.T) {
	w := newWorld(t)
	w.account("alice")
	old := hashParams
	old.Iterations = 1
	hash, err := argon2id.CreateHash(testPassword, &old)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.store.RenewPasswordHash(tContext(), "alice", testHash(), hash); err != nil {
		t.Fatal(err)
	}
	w.browser().login("alice", testPassword).want(302)
	user, err := w.store.User(tContext(), "alice")
	if err != nil || user.PasswordHash == hash {
		t.Fatalf("kept the old hash, %v", err)
	}
	w.browser().login("alice", testPassword).want(302)
}

func TestGuessingOneAccountIsSlowedDown(t *testing.T) {
	w := newWorld(t, limited)
	w.account("alice")
	fast(w)
	for range accountTries.Burst {
		w.browser().login("alice", "wrong").want(422)
	}
	got := w.browser().login("ALICE", testPassword).want(429)
	if seconds, err := strconv.Atoi(got.header.Get("Retry-After")); err != nil || seconds < 1 || seconds > 30 {
		t.Errorf("Retry-After %q", got.header.Get("Retry-After"))
	}
	if !strings.Contains(got.body, "Too many failed tries") || !strings.Contains(got.body, "<form") {
		t.Error("the form and its sentence are missing")
	}
	w.account("bob")
	w.browser().login("bob", testPassword).want(302)
	w.pass(accountTries.Refill)
	w.browser().login("alice", "wrong").want(422)
	w.browser().login("alice", testPassword).want(429)
	w.pass(accountTries.Refill)
	w.browser().login("alice", testPassword).want(302)
}

func TestSuccessesTakeNothingOutOfTheBuckets(t *testing.T) {
	w := newWorld(t, limited)
	w.account("alice")
	fast(w)
	for range 2 * addressTries.Burst {
		w.browser().login("alice", testPassword).want(302)
	}
}

func TestOwnerIsLetInFromAKnownAddressWhileOthersGuess(t *testing.T) {
	w := newWorld(t, limited)
	now := w.clock()
	throttle := w.server.throttle
	try, _ := throttle.admit("alice", "home", now)
	try.succeed()
	for range accountTries.Burst {
		if _, wait := throttle.admit("alice", "elsewhere", now); wait > 0 {
			t.Fatal("too early")
		}
	}
	if _, wait := throttle.admit("alice", "third", now); wait == 0 {
		t.Error("the account's bucket is not empty")
	}
	try, wait := throttle.admit("Alice", "home", now)
	if wait > 0 {
		t.Fatalf("the owner waits %v", wait)
	}
	try.succeed()
	for range addressTries.Burst {
		if _, wait := throttle.admit("alice", "home", now); wait > 0 {
			t.Fatal("too early")
		}
	}
	if _, wait := throttle.admit("alice", "home", now); wait == 0 {
		t.Error("a known address guesses without end")
	}
}

func TestGuessingManyAccountsFromOneAddressIsSlowedDown(t *testing.T) {
	throttle, now := newThrottle(), time.Now()
	for i := range addressTries.Burst {
		if _, wait := throttle.admit("user"+strconv.Itoa(i), "a", now); wait > 0 {
			t.Fatalf("waits after %d", i)
		}
	}
	if _, wait := throttle.admit("another", "a", now); wait <= 0 || wait > addressTries.Refill {
		t.Errorf("waits %v", wait)
	}
	if _, wait := throttle.admit("another", "b", now); wait > 0 {
		t.Error("another address waits")
	}
	if _, wait := throttle.admit("another", "a", now.Add(addressTries.Refill)); wait > 0 {
		t.Error("waits after the refill")
	}
}

// fast compares without hashing: these tests count tries.
func fast(w *world) {
	w.server.passwords.compare = func(password, hash string) (bool, *argon2id.Params, error) {
		return password == testPassword && hash != w.server.passwords.decoy, &hashParams, nil
	}
}
