package storetest

import (
	"context"
	"crypto/sha256"
	"sync/atomic"
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("signup", []test{
	{"the first to sign up where anyone may is administrator, once", testFirstToSignUpIsAdministrator},
	{"a database that was used has no administrator", testUsedDatabaseHasNoAdministrator},
	{"nobody signs up without the right to", testNobodySignsUpWithoutTheRight},
	{"the first administrator comes by the newest link alone", testFirstAdministratorComesByTheNewestLink},
})

// hashOf is what is stored of a link's secret.
func hashOf(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

func signUp(s Store, name string, a chat.Admission, at time.Time) (chat.User, error) {
	return s.SignUp(context.Background(), chat.User{Username: name, PasswordHash: "hash", CreatedTS: chat.StampOf(at)}, a, at)
}

var anyone = chat.Admission{Mode: chat.SignupOpen}

func testFirstToSignUpIsAdministrator(t *testing.T, db Database) {
	s := newStore(t, db)
	equal(t, "unused", got(s.Unused(t.Context()))(t), true)
	var administrators atomic.Int64
	names := []string{"alice", "bob", "carol", "dave"}
	together(t, len(names), func(i int) error {
		u, err := signUp(s, names[i], anyone, noon)
		if u.Administrator {
			administrators.Add(1)
		}
		return err
	})
	equal(t, "administrators", administrators.Load(), int64(1))
	equal(t, "in the table", db.Count(t, "SELECT count(*) FROM users WHERE administrator = 1"), int64(1))
	equal(t, "unused", got(s.Unused(t.Context()))(t), false)
}

func testUsedDatabaseHasNoAdministrator(t *testing.T, db Database) {
	s := newStore(t, db)
	db.AddMessages(t, "general", "ghost", chat.StampOf(noon), 1)
	equal(t, "alice", got(signUp(s, "alice", anyone, noon))(t).Administrator, false)
	refused(t, "the setup link", onlyError(setUp(t, s, "bob")), chat.NotFound)
}

// setUp signs up by a new link for the first administrator.
func setUp(t testing.TB, s Store, name string) (chat.User, error) {
	t.Helper()
	must(t, s.CreateSetupInvite(context.Background(), hashOf("setup"), noon))
	return signUp(s, name, chat.Admission{Mode: chat.SignupClosed, Invite: hashOf("setup")}, noon)
}

func testNobodySignsUpWithoutTheRight(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	for mode, code := range map[chat.SignupMode]chat.Code{chat.SignupInvite: chat.Forbidden, chat.SignupClosed: chat.Forbidden} {
		refused(t, string(mode), onlyError(signUp(s, "bob", chat.Admission{Mode: mode}, noon)), code)
	}
	for _, mode := range []chat.SignupMode{chat.SignupOpen, chat.SignupInvite, chat.SignupClosed} {
		refused(t, "by no invite", onlyError(signUp(s, "bob", chat.Admission{Mode: mode, Invite: hashOf("guess")}, noon)), chat.NotFound)
	}
	refused(t, "a name that is taken", onlyError(signUp(s, "ALICE", anyone, noon)), chat.Conflict)
	equal(t, "accounts", got(s.Usernames(t.Context()))(t), []string{"alice"})
	equal(t, "audited", db.Count(t, "SELECT count(*) FROM audit"), int64(0))
}

func testFirstAdministratorComesByTheNewestLink(t *testing.T, db Database) {
	s := newStore(t, db)
	must(t, s.CreateSetupInvite(t.Context(), hashOf("first start"), noon))
	must(t, s.CreateSetupInvite(t.Context(), hashOf("second start"), noon))
	by := func(secret string) chat.Admission {
		return chat.Admission{Mode: chat.SignupInvite, Invite: hashOf(secret)}
	}
	refused(t, "without", onlyError(signUp(s, "mallory", chat.Admission{Mode: chat.SignupInvite}, noon)), chat.Forbidden)
	refused(t, "the older link", onlyError(signUp(s, "mallory", by("first start"), noon)), chat.NotFound)
	refused(t, "too late", onlyError(signUp(s, "mallory", by("second start"), after(chat.SetupLasts))), chat.NotFound)
	equal(t, "alice", got(signUp(s, "alice", by("second start"), noon))(t).Administrator, true)
	refused(t, "again", onlyError(signUp(s, "mallory", by("second start"), noon)), chat.NotFound)
}
