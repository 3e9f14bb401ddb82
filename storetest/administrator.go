package storetest

import (
	"fmt"
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("administrator", []test{
	{"the last administrator cannot go", testLastAdministratorCannotGo},
	{"a bot is no administrator and has no password", testABotIsNoAdministrator},
	{"only administrators make administrators", testOnlyAdministratorsMakeAdministrators},
	{"people are listed by name, part by part", testPeopleAreListedByName},
	{"what administrators set for everyone holds", testServerSettingsHold},
	{"the audit log tells of a scripted day", testAuditLogOfAScriptedDay},
	{"the audit log forgets what is too old, and is read page by page", testAuditLogForgets},
})

func testLastAdministratorCannotGo(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	must(t, s.SetAdministrator(t.Context(), "", "alice", true, noon))
	refused(t, "the only one", s.SetAdministrator(t.Context(), "alice", "alice", false, noon), chat.Conflict)
	must(t, s.SetAdministrator(t.Context(), "alice", "bob", true, noon))
	// Two that go at once: one of them is the last.
	var gone [2]error
	together(t, 2, func(i int) error {
		gone[i] = s.SetAdministrator(t.Context(), "", []string{"alice", "bob"}[i], false, noon)
		return nil
	})
	if (gone[0] == nil) == (gone[1] == nil) {
		t.Errorf("alice: %v, bob: %v", gone[0], gone[1])
	}
	equal(t, "administrators", db.Count(t, "SELECT count(*) FROM users WHERE administrator = 1"), int64(1))
}

func testOnlyAdministratorsMakeAdministrators(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	for _, by := range []string{"alice", "bob", "ghost"} {
		refused(t, by, s.SetAdministrator(t.Context(), by, "alice", true, noon), chat.NotFound)
	}
	refused(t, "nobody", s.SetAdministrator(t.Context(), "", "ghost", true, noon), chat.NotFound)
	equal(t, "audited", db.Count(t, "SELECT count(*) FROM audit"), int64(0))
}

func testAuditLogOfAScriptedDay(t *testing.T, db Database) {
	s := newStore(t, db)
	ctx := chat.WithAuditSource(t.Context(), chat.AuditSource{Actor: "alice", Address: "192.0.2.1"})
	must(t, onlyError(s.SignUp(ctx, chat.User{Username: "alice", PasswordHash: "hash", CreatedTS: 1}, anyone, noon)))
	must(t, s.SetServerSettings(ctx, "alice", everybody, noon))
	must(t, onlyError(s.CreateInvite(ctx, "alice", hashOf("link"), weekOfTwo, noon)))
	must(t, onlyError(s.SignUp(chat.WithAuditSource(t.Context(), chat.AuditSource{Address: "192.0.2.2"}),
		chat.User{Username: "bob", PasswordHash: "hash", CreatedTS: 1}, byInvite("link"), noon)))
	must(t, s.SetAdministrator(ctx, "alice", "bob", true, noon))
	must(t, s.SetAdministrator(ctx, "alice", "bob", true, noon)) // nothing new
	must(t, s.SetAdministrator(t.Context(), "", "bob", false, noon))
	must(t, s.WriteAudit(ctx, noon, chat.AuditLoginFailed, "bob", ""))
	must(t, s.EndInvite(ctx, "alice", 1, noon))
	var day []string
	entries := got(s.AuditEntries(t.Context(), chat.AuditFilter{}, 100))(t)
	for i := range entries {
		e := entries[len(entries)-1-i]
		day = append(day, fmt.Sprintf("%s %s from %q to %s %s", e.Actor, e.Action, e.Address, e.Subject, e.Detail))
	}
	equal(t, "day", day, []string{
		`alice signed-up from "192.0.2.1" to alice `,
		`alice role-given from "192.0.2.1" to alice administrator`,
		`alice setting-changed from "192.0.2.1" to inviting members`,
		`alice invite-made from "192.0.2.1" to  1`,
		`bob signed-up from "192.0.2.2" to bob `,
		`bob invite-used from "192.0.2.2" to alice 1`,
		`alice role-given from "192.0.2.1" to bob administrator`,
		` role-taken from "" to bob administrator`,
		`alice login-failed from "192.0.2.1" to bob `,
		`alice invite-ended from "192.0.2.1" to alice 1`,
	})
	equal(t, "of bob", len(got(s.AuditEntries(t.Context(), chat.AuditFilter{Person: "BOB"}, 100))(t)), 5)
	equal(t, "of one kind", len(got(s.AuditEntries(t.Context(), chat.AuditFilter{Action: chat.AuditSignedUp}, 100))(t)), 2)
}

func testAuditLogForgets(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	for i := range 5 {
		must(t, s.WriteAudit(t.Context(), after(time.Duration(i)*time.Hour), chat.AuditLoggedIn, "alice", ""))
	}
	must(t, s.RemoveAudit(t.Context(), chat.StampOf(after(2*time.Hour))))
	first := got(s.AuditEntries(t.Context(), chat.AuditFilter{}, 2))(t)
	rest := got(s.AuditEntries(t.Context(), chat.AuditFilter{Before: first[1].ID}, 2))(t)
	if len(rest) != 1 || first[0].TS != chat.StampOf(after(4*time.Hour)) || rest[0].TS != chat.StampOf(after(2*time.Hour)) {
		t.Errorf("%v, then %v", first, rest)
	}
}

func testABotIsNoAdministrator(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	ctx := t.Context()
	must(t, s.CreateBot(ctx, "alice", "reporter", noon))
	refused(t, "as administrator", s.SetAdministrator(ctx, "", "reporter", true, noon), chat.Invalid)
	refused(t, "a password", s.CreateResetToken(ctx, []byte("hash"), "reporter", chat.StampOf(noon)), chat.Invalid)
}

func testPeopleAreListedByName(t *testing.T, db Database) {
	s := newStore(t, db, "bob", "Alice", "_zed", "alan", "carol")
	ctx := t.Context()
	must(t, s.SetAdministrator(ctx, "", "Alice", true, noon))
	must(t, s.CreateBot(ctx, "bob", "Balloon", noon))
	must(t, s.Deactivate(ctx, "Alice", "carol", noon))
	must(t, s.NoteLogin(ctx, "bob", chat.Login{Session: "one"}, noon))
	must(t, s.NoteLogin(ctx, "bob", chat.Login{Session: "two"}, after(time.Minute)))
	refused(t, "to somebody else", onlyError(s.People(ctx, "bob", "", "", 10)), chat.NotFound)
	list := func(part, after string, limit int) (names []string) {
		for _, p := range got(s.People(ctx, "Alice", part, after, limit))(t) {
			names = append(names, p.Username)
		}
		return names
	}
	equal(t, "all", list("", "", 10), []string{"_zed", "alan", "Alice", "Balloon", "bob", "carol"})
	equal(t, "some", list("AL", "", 2), []string{"alan", "Alice"})
	equal(t, "those after", list("AL", "ALICE", 2), []string{"Balloon"})
	equal(t, "of no pattern", len(list("%", "", 10)), 0)
	was := chat.StampOf(before(24 * time.Hour))
	equal(t, "what is said of them", got(s.People(ctx, "Alice", "", "alan", 10))(t), []chat.Person{
		{Username: "Alice", CreatedTS: was, Administrator: true},
		{Username: "Balloon", CreatedTS: chat.StampOf(noon), Bot: true},
		{Username: "bob", CreatedTS: was, SeenTS: chat.StampOf(after(time.Minute))},
		{Username: "carol", CreatedTS: was, Deactivated: true},
	})
}

func testServerSettingsHold(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	equal(t, "at first", got(s.ServerSettings(ctx))(t), chat.DefaultServerSettings)
	must(t, s.SetAdministrator(ctx, "", "alice", true, noon))
	set := chat.ServerSettings{Inviting: chat.Members, CreatingChannels: chat.Administrators}
	refused(t, "by somebody else", s.SetServerSettings(ctx, "bob", set, noon), chat.NotFound)
	must(t, s.SetServerSettings(ctx, "alice", set, noon))
	s = s.reopen(t)
	equal(t, "set", got(s.ServerSettings(ctx))(t), set)
	refused(t, "a channel of bob's", onlyError(s.CreatePrivateChannel(ctx, "bob", "plans", nil, noon)), chat.Forbidden)
	must(t, onlyError(s.CreatePrivateChannel(ctx, "alice", "plans", nil, noon)))
}
