package storetest

import (
	"fmt"
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("token", []test{
	{"token acts as its account until it is ended", testTokenActsAsItsAccountUntilItIsEnded},
	{"token ends with the sessions of its account", testTokenEndsWithTheSessionsOfItsAccount},
	{"one name is one token, and an account has so many", testOneNameIsOneToken},
	{"use of a token is kept", testUseOfATokenIsKept},
})

func newToken(t testing.TB, s *fixture, user, name string) chat.Token {
	t.Helper()
	return got(s.CreateToken(t.Context(), user, tokenHash(name), chat.Token{Username: user, Name: name, Scope: chat.ReadScope}, noon))(t)
}

// tokenHash is as long as a hash.
func tokenHash(name string) []byte { return fmt.Appendf(nil, "%32.32s", name) }

func testTokenActsAsItsAccountUntilItIsEnded(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	made := newToken(t, s, "alice", "cron")
	found, user, err := s.TokenUser(ctx, tokenHash("cron"))
	must(t, err)
	equal(t, "token", found, made)
	equal(t, "user", user.Username, "alice")
	refused(t, "another hash", tokenError(s.TokenUser(ctx, tokenHash("other"))), chat.NotFound)
	refused(t, "ended by somebody else", s.EndToken(ctx, "bob", made.ID, noon), chat.NotFound)
	must(t, s.EndToken(ctx, "alice", made.ID, noon))
	refused(t, "ended", tokenError(s.TokenUser(ctx, tokenHash("cron"))), chat.NotFound)
	refused(t, "ended again", s.EndToken(ctx, "alice", made.ID, noon), chat.NotFound)
	equal(t, "left", len(got(s.Tokens(ctx, "alice"))(t)), 0)
}

func tokenError(_ chat.Token, _ chat.User, err error) error { return err }

func testTokenEndsWithTheSessionsOfItsAccount(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	newToken(t, s, "alice", "cron")
	kept := newToken(t, s, "bob", "backup")
	must(t, s.CreateResetToken(ctx, []byte("one"), "alice", chat.StampOf(after(time.Hour))))
	must(t, s.UseResetToken(ctx, []byte("one"), "new", noon))
	refused(t, "alice's", tokenError(s.TokenUser(ctx, tokenHash("cron"))), chat.NotFound)
	equal(t, "bob's", got(s.Tokens(ctx, "bob"))(t), []chat.Token{kept})
	newToken(t, s, "alice", "cron") // the name is free again
}

func testOneNameIsOneToken(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	newToken(t, s, "alice", "cron")
	create := func(user, name, hash string) error {
		return onlyError(s.CreateToken(t.Context(), user, tokenHash(hash), chat.Token{Username: user, Name: name, Scope: chat.WriteScope}, noon))
	}
	refused(t, "the same name", create("alice", "cron", "x"), chat.Conflict)
	must(t, create("bob", "cron", "y"))
	for i := 1; i < chat.MaxTokens; i++ {
		must(t, create("alice", fmt.Sprint("cron ", i), fmt.Sprint("alice ", i)))
	}
	refused(t, "one too many", create("alice", "more", "z"), chat.Conflict)
}

func testUseOfATokenIsKept(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	made := newToken(t, s, "alice", "cron")
	must(t, s.TouchToken(t.Context(), made.ID, after(time.Minute)))
	equal(t, "used", got(s.reopen(t).Tokens(t.Context(), "alice"))(t)[0].LastUsedTS, chat.StampOf(after(time.Minute)))
}
