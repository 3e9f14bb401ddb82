package storetest

import (
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("login", []test{
	{"sessions are listed while they last, the one used last first", testLoginsAreListedWhileTheyLast},
	{"a new password ends all sessions but one and forgets devices", testChangePassword},
	{"devices are known by account, under their newest id, and not without end", testKnownDevices},
})

// begin is a session of somebody's from now on.
func begin(t *testing.T, s *fixture, user, session string, now time.Time) {
	t.Helper()
	must(t, s.SessionStorage().Set(session, []byte("of "+user), 20*365*24*time.Hour))
	must(t, s.NoteLogin(t.Context(), user, chat.Login{Session: session, Address: "192.0.2.1", Browser: "Firefox"}, now))
}

func sessionsOf(t *testing.T, s *fixture, user string, now time.Time) []string {
	t.Helper()
	list := []string{}
	for _, l := range got(s.Logins(t.Context(), user, now))(t) {
		list = append(list, l.Session)
	}
	return list
}

func testLoginsAreListedWhileTheyLast(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	begin(t, s, "alice", "a", noon)
	begin(t, s, "alice", "b", after(time.Minute))
	begin(t, s, "bob", "c", noon)
	must(t, s.NoteLogin(ctx, "alice", chat.Login{Session: "a", Address: "192.0.2.2", Browser: "Firefox"}, after(time.Hour)))
	list := got(s.Logins(ctx, "alice", noon))(t)
	equal(t, "sessions", sessionsOf(t, s, "alice", noon), []string{"a", "b"})
	equal(t, "the first", list[0], chat.Login{
		Session: "a", Address: "192.0.2.2", Browser: "Firefox", Started: chat.StampOf(noon), Seen: chat.StampOf(after(time.Hour)),
	})
	equal(t, "when they have expired", sessionsOf(t, s, "alice", after(50*365*24*time.Hour)), []string{})
	refused(t, "bob's", s.EndLogin(ctx, "alice", "c", noon), chat.NotFound)
	refused(t, "none", s.EndLogin(ctx, "alice", "d", noon), chat.NotFound)
	report(t, s, "alice", "a", "laptop", chat.Active, noon)
	report(t, s, "alice", "b", "phone", chat.Idle, noon)
	must(t, s.EndLogin(ctx, "alice", "a", noon))
	equal(t, "what is left", sessionsOf(t, s, "alice", noon), []string{"b"})
	equal(t, "the storage", got(s.SessionStorage().Get("a"))(t), []byte(nil))
	equal(t, "alice", seen(t, s, "alice", noon), chat.Idle)
	must(t, s.EndSession(ctx, "alice", "b", noon))
	equal(t, "after a logout", sessionsOf(t, s, "alice", noon), []string{})
	must(t, s.SignOutEverywhere(ctx, "bob", noon))
	equal(t, "bob's", sessionsOf(t, s, "bob", noon), []string{})
	equal(t, "bob's storage", got(s.SessionStorage().Get("c"))(t), []byte(nil))
}

func testChangePassword(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	ctx := t.Context()
	begin(t, s, "alice", "a", noon)
	begin(t, s, "alice", "b", noon)
	was, now, again := deviceID("was"), deviceID("now"), deviceID("again")
	must(t, s.StartLogin(ctx, "alice", chat.Login{Session: "b"}, nil, was, noon))
	must(t, s.CreateResetToken(ctx, []byte("token"), "alice", chat.StampOf(after(time.Hour))))
	epoch := chat.NewEpoch()
	refused(t, "of another hash", s.ChangePassword(ctx, "alice", "other", "new", epoch, "a", now, noon), chat.Conflict)
	equal(t, "known", got(s.KnowsDevice(ctx, "alice", was))(t), true)
	must(t, s.ChangePassword(ctx, "alice", "hash", "new", epoch, "a", now, noon))
	u := got(s.User(ctx, "alice"))(t)
	equal(t, "hash and epoch", []any{u.PasswordHash, u.SessionEpoch}, []any{"new", epoch})
	equal(t, "sessions", sessionsOf(t, s, "alice", noon), []string{"a"})
	equal(t, "the other's storage", got(s.SessionStorage().Get("b"))(t), []byte(nil))
	equal(t, "the old device", got(s.KnowsDevice(ctx, "alice", was))(t), false)
	equal(t, "this device", got(s.KnowsDevice(ctx, "alice", now))(t), true)
	refused(t, "the link", onlyError(s.ResetTokenUser(ctx, []byte("token"), noon)), chat.NotFound)
	must(t, s.StartLogin(ctx, "alice", chat.Login{Session: "c"}, nil, again, noon))
	must(t, s.SignOutEverywhere(ctx, "alice", noon))
	equal(t, "after signing out everywhere", got(s.KnowsDevice(ctx, "alice", again))(t), false)
	equal(t, "the epoch is the same", got(s.User(ctx, "alice"))(t).SessionEpoch == epoch, false)
}

func deviceID(of string) []byte {
	sum := sha256.Sum256([]byte(of))
	return sum[:]
}

func testKnownDevices(t *testing.T, db Database) {
	s := newStore(t, db, "Alice", "bob")
	ctx := t.Context()
	knows := func(user, device string) bool {
		t.Helper()
		return got(s.KnowsDevice(ctx, user, deviceID(device)))(t)
	}
	must(t, s.StartLogin(ctx, "Alice", chat.Login{Session: "a"}, nil, deviceID("one"), noon))
	equal(t, "in any case", knows("aLICE", "one"), true)
	equal(t, "by bob", knows("bob", "one"), false)
	equal(t, "by nobody", knows("zed", "one"), false)
	// bob logs in with the same browser, which has another id then.
	must(t, s.StartLogin(ctx, "bob", chat.Login{Session: "b"}, deviceID("one"), deviceID("two"), noon))
	equal(t, "the old id", knows("alice", "one"), false)
	equal(t, "the new id", []bool{knows("alice", "two"), knows("bob", "two")}, []bool{true, true})
	for i := range chat.MaxDevices {
		must(t, s.StartLogin(ctx, "bob", chat.Login{Session: "b"}, nil, deviceID(fmt.Sprint(i)), after(time.Duration(i+1)*time.Minute)))
	}
	equal(t, "the oldest of too many", []bool{knows("bob", "two"), knows("bob", "0")}, []bool{false, true})
	must(t, s.StartLogin(ctx, "Alice", chat.Login{Session: "a"}, nil, deviceID("three"), after(chat.DeviceLifetime+time.Hour)))
	equal(t, "one that was not used for long", []bool{knows("alice", "two"), knows("alice", "three")}, []bool{false, true})
}
