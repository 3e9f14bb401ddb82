package storetest

import (
	"reflect"
	"sync/atomic"
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("user", []test{
	{"one name in any case is one account though asked at once", testOneNameInAnyCaseIsOneAccountThoughAskedAtOnce},
	{"every setting starts true and is kept", testEverySettingStartsTrueAndIsKept},
	{"settings survive a reopening", testSettingsSurviveAReopening},
	{"look starts as by default, and each part is kept", testLookStartsAsByDefaultAndEachPartIsKept},
	{"reset link works once and ends every session", testResetLinkWorksOnceAndEndsEverySession},
})

func testOneNameInAnyCaseIsOneAccountThoughAskedAtOnce(t *testing.T, db Database) {
	s := newStore(t, db)
	var made atomic.Int64
	together(t, 16, func(i int) error {
		name := []string{"alice", "Alice", "ALICE", "aLiCe"}[i%4]
		err := s.CreateUser(t.Context(), chat.User{Username: name, PasswordHash: "h", CreatedTS: chat.StampOf(noon)})
		if err == nil {
			made.Add(1)
		} else if chat.CodeOf(err) != chat.Conflict {
			return err
		}
		return nil
	})
	equal(t, "accounts made", made.Load(), int64(1))
	equal(t, "accounts", len(got(s.Usernames(t.Context()))(t)), 1)
	u := got(s.User(t.Context(), "ALICE"))(t)
	equal(t, "settings", u.Settings, chat.Settings{ShareReceipts: true, ShareTyping: true, ShareLastSeen: true})
	refused(t, "no account", onlyError(s.User(t.Context(), "bob")), chat.NotFound)
}

func testSettingsSurviveAReopening(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	must(t, s.SaveSettings(t.Context(), "alice", chat.Settings{ShareTyping: true}.All(), noon))
	must(t, s.RenewPasswordHash(t.Context(), "alice", "hash", "new"))
	must(t, s.RenewPasswordHash(t.Context(), "alice", "hash", "of a password that was changed since"))
	u := got(s.reopen(t).User(t.Context(), "alice"))(t)
	equal(t, "settings", u.Settings, chat.Settings{ShareTyping: true})
	equal(t, "password hash", u.PasswordHash, "new")
}

func testLookStartsAsByDefaultAndEachPartIsKept(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	equal(t, "look", got(s.User(t.Context(), "alice"))(t).Look, chat.DefaultLook)
	must(t, s.SaveLook(t.Context(), "alice", chat.LookChange{Theme: chat.DarkTheme}, noon))
	must(t, s.SaveLook(t.Context(), "alice", chat.LookChange{Density: chat.Compact}, noon))
	dark := chat.Look{Theme: chat.DarkTheme, Density: chat.Compact, Language: "de", SkinTone: 3}
	must(t, s.SaveLook(t.Context(), "alice", chat.LookChange{Language: "de"}, noon))
	must(t, s.SaveLook(t.Context(), "alice", chat.LookChange{SkinTone: &dark.SkinTone}, noon))
	s = s.reopen(t)
	equal(t, "look", got(s.User(t.Context(), "alice"))(t).Look, dark)
	must(t, s.SaveLook(t.Context(), "alice", chat.DefaultLook.All(), noon))
	equal(t, "look again", got(s.User(t.Context(), "alice"))(t).Look, chat.DefaultLook)
	equal(t, "another's look", got(s.User(t.Context(), "bob"))(t).Look, chat.DefaultLook)
}

func testResetLinkWorksOnceAndEndsEverySession(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	alice, bob := got(s.User(ctx, "alice"))(t).SessionEpoch, got(s.User(ctx, "bob"))(t).SessionEpoch
	equal(t, "two accounts share an epoch", alice == bob, false)
	report(t, s, "alice", "laptop", "a", chat.Active, noon)
	report(t, s, "alice", "phone", "b", chat.Active, noon)
	must(t, s.CreateResetToken(ctx, []byte("one"), "alice", chat.StampOf(after(time.Hour))))
	must(t, s.CreateResetToken(ctx, []byte("two"), "alice", chat.StampOf(after(time.Hour))))
	equal(t, "whose", got(s.ResetTokenUser(ctx, []byte("one"), noon))(t), "alice")
	refused(t, "expired", onlyError(s.ResetTokenUser(ctx, []byte("one"), after(time.Hour))), chat.NotFound)
	refused(t, "use expired", s.UseResetToken(ctx, []byte("one"), "x", after(time.Hour)), chat.NotFound)
	refused(t, "unknown", s.UseResetToken(ctx, []byte("three"), "x", noon), chat.NotFound)

	var used atomic.Int64
	together(t, 8, func(int) error {
		err := s.UseResetToken(ctx, []byte("one"), "new", noon)
		if err == nil {
			used.Add(1)
		} else if chat.CodeOf(err) != chat.NotFound {
			return err
		}
		return nil
	})
	equal(t, "times used", used.Load(), int64(1))
	refused(t, "the other link", onlyError(s.ResetTokenUser(ctx, []byte("two"), noon)), chat.NotFound)
	u := got(s.User(ctx, "alice"))(t)
	equal(t, "password hash", u.PasswordHash, "new")
	equal(t, "the session epoch is the same", u.SessionEpoch == alice, false)
	equal(t, "bob's session epoch", got(s.User(ctx, "bob"))(t).SessionEpoch, bob)
	equal(t, "alice", seen(t, s, "alice", noon), chat.Offline)
}

// A setting that the store forgets would be told apart by nothing else.
func testEverySettingStartsTrueAndIsKept(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	fields := reflect.TypeFor[chat.Settings]()
	for i := range fields.NumField() {
		name := fields.Field(i).Name
		value := func() bool {
			settings := got(s.User(t.Context(), "alice"))(t).Settings
			return reflect.ValueOf(settings).Field(i).Bool()
		}
		equal(t, name+" of a new account", value(), true)
		var change chat.SettingsChange
		to := reflect.ValueOf(&change).Elem().FieldByName(name)
		to.Set(reflect.New(to.Type().Elem())) // false
		must(t, s.SaveSettings(t.Context(), "alice", change, noon))
		equal(t, name+" switched off", value(), false)
		for j := range fields.NumField() {
			settings := got(s.User(t.Context(), "alice"))(t).Settings
			equal(t, fields.Field(j).Name+" after that of "+name, reflect.ValueOf(settings).Field(j).Bool(), j > i)
		}
	}
}
