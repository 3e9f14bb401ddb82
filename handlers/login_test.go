package handlers

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"

	"minimost/handlers/account"

	"github.com/alexedwards/argon2id"

	"minimost/auth"
)

// spyHasher calls match before each comparison.
type spyHasher struct {
	auth.Hasher
	match func(password, hash string)
}

func (s *spyHasher) Match(ctx context.Context, password, hash string) (ok, outdated bool, err error) {
	s.match(password, hash)
	return s.Hasher.Match(ctx, password, hash)
}

func TestFailedLoginCostsOneComparisonWhetherOrNotTheAccountExists(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.account("alice")
	var compared []string
	w.server.Authenticator.Passwords = &spyHasher{Hasher: w.server.Authenticator.Passwords, match: func(_, hash string) {
		compared = append(compared, hash)
	}}
	existing := w.browser().login("alice", "wrong password").want(422)
	missing := w.browser().login("nobody", "wrong password").want(422)
	// An account that is missing costs one with a decoy: package auth's own tests say so.
	if !slices.Equal(compared, []string{testHash(), ""}) {
		t.Fatalf("compared with %q, want one each", compared)
	}
	if strings.ReplaceAll(existing.body, "alice", "nobody") != missing.body {
		t.Error("the pages differ")
	}
	if !strings.Contains(missing.body, account.WrongLogin) {
		t.Error("the sentence is missing")
	}
}

func TestPasswordsAreHashedAtFullCostUnlessTheServerIsToldOtherwise(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *config) { c.Passwords = nil })
	w.browser().form("/signup", "username", "alice", "password", testPassword, "confirm_password", testPassword).want(302)
	if hash := w.hashOf("alice"); !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("the hash is %s", hash)
	}
	w.browser().login("alice", testPassword+"!").want(422)
	w.browser().login("alice", testPassword).want(302)
}

func TestImpossibleFieldsAreSaidBesideThemAndCostNoComparison(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.server.Authenticator.Passwords = &spyHasher{Hasher: w.server.Authenticator.Passwords, match: func(string, string) { t.Error("compared") }}
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
	t.Parallel()
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
	t.Parallel()
	w := newWorld(t)
	w.account("alice")
	for name, try := range map[string]struct{ username, password, confirm, says string }{
		"taken":       {"ALICE", testPassword, testPassword, "taken"},
		"reserved":    {"System", testPassword, testPassword, "reserved"},
		"bad name":    {"a b", testPassword, testPassword, "letters"},
		"no name":     {"", testPassword, testPassword, "Choose a username"},
		"short":       {"bob", "short", "short", "at least 8"},
		"common":      {"bob", "password", "password", "too common"},
		"differs":     {"bob", testPassword, testPassword + "x", account.NotConfirmed},
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

func TestGuessingOneAccountIsSlowedDown(t *testing.T) {
	t.Parallel()
	w := newWorld(t, limited)
	w.account("alice")
	for range auth.AccountTries.Burst {
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
	w.pass(auth.AccountTries.Refill)
	w.browser().login("alice", "wrong").want(422)
	w.browser().login("alice", testPassword).want(429)
	w.pass(auth.AccountTries.Refill)
	w.browser().login("alice", testPassword).want(302)
}

func TestSuccessesTakeNothingOutOfTheBuckets(t *testing.T) {
	t.Parallel()
	w := newWorld(t, limited)
	w.account("alice")
	for range 2 * auth.AddressTries.Burst {
		w.browser().login("alice", testPassword).want(302)
	}
}

func TestPasswordHashIsRenewedWithTodaysParameters(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.account("alice")
	old := auth.CheapCost
	old.Iterations++
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
