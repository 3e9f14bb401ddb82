package storetest

import (
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("typing", []test{
	{"typing lasts the typing window to the millisecond", testTypingLastsTheWindowToTheMillisecond},
	{"who started first comes first though they type on", testWhoStartedFirstComesFirstThoughTheyTypeOn},
	{"typing that is not shared is never written", testTypingThatIsNotSharedIsNeverWritten},
	{"typing ends with sending stopping and losing access", testTypingEndsWithSendingStoppingAndLosingAccess},
	{"typing ends with the last session only", testTypingEndsWithTheLastSessionOnly},
})

func typists(t *testing.T, s *fixture, user, channel string, now time.Time) []string {
	t.Helper()
	return chat.Typists(got(s.Typing(t.Context(), channel, now))(t), user, now)
}

func testTypingLastsTheWindowToTheMillisecond(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	must(t, s.StartTyping(t.Context(), "bob", "general", noon))
	for _, c := range []struct {
		at    time.Duration
		shown bool
	}{
		{-1001 * time.Millisecond, false}, {-time.Second, true}, {0, true}, {chat.TypingWindow - time.Millisecond, true},
		{chat.TypingWindow, true}, {chat.TypingWindow + time.Millisecond, false}, {time.Hour, false},
	} {
		equal(t, "shown after "+c.at.String(), len(typists(t, s, "alice", "general", after(c.at))) == 1, c.shown)
	}
}

func testWhoStartedFirstComesFirstThoughTheyTypeOn(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol", "dave")
	step := chat.TypingWindow / 5
	for _, k := range []struct {
		user string
		at   time.Duration
	}{{"dave", -30 * step}, {"carol", 0}, {"bob", step}, {"alice", 2 * step}, {"carol", 3 * step}, {"dave", 4 * step}} {
		must(t, s.StartTyping(t.Context(), k.user, "general", after(k.at)))
	}
	equal(t, "typists", typists(t, s, "bob", "general", after(5*step)), []string{"carol", "alice", "dave"})
	equal(t, "elsewhere", typists(t, s, "bob", "random", after(5*step)), []string{})
	equal(t, "rows", count(t, s, "SELECT count(*) FROM typing"), int64(4))
}

func testTypingThatIsNotSharedIsNeverWritten(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	must(t, s.StartTyping(ctx, "bob", "general", noon))
	must(t, s.StartTyping(ctx, "carol", "general", noon))
	equal(t, "typists", typists(t, s, "alice", "general", noon), []string{"bob", "carol"})
	must(t, s.SaveSettings(ctx, "bob", chat.Settings{ShareReceipts: true}.All(), noon))
	must(t, s.ChooseOverride(ctx, "carol", chat.OverrideOffline, 10, noon))
	equal(t, "gone at once", typists(t, s, "alice", "general", noon), []string{})
	must(t, s.StartTyping(ctx, "bob", "general", noon))
	must(t, s.StartTyping(ctx, "carol", "general", noon))
	equal(t, "rows", count(t, s, "SELECT count(*) FROM typing"), int64(0))

	later := after(10*time.Minute + time.Millisecond)
	must(t, s.StartTyping(ctx, "carol", "general", later))
	equal(t, "once the override is past", typists(t, s, "alice", "general", later), []string{"carol"})
}

func testTypingEndsWithSendingStoppingAndLosingAccess(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	id, channel := newPrivate(t, s, "alice", "bob", "carol")
	start := func(user string) { must(t, s.StartTyping(ctx, user, channel, noon)) }
	shown := func(what string, want ...string) {
		t.Helper()
		equal(t, what, typists(t, s, "alice", channel, noon), append([]string{}, want...))
	}
	start("bob")
	start("carol")
	send(t, s, "bob", channel, "done", noon)
	shown("bob sent", "carol")
	must(t, s.StopTyping(ctx, "carol", channel))
	shown("carol stopped")
	start("bob")
	start("carol")
	must(t, s.RemoveMember(ctx, "alice", id, "bob", noon))
	shown("bob was removed", "carol")
	must(t, s.LeavePrivateChannel(ctx, "carol", id, noon))
	shown("carol left")
	refused(t, "bob types", s.StartTyping(ctx, "bob", channel, noon), chat.Forbidden)

	start("alice")
	must(t, s.ArchivePrivateChannel(ctx, "alice", id, noon))
	equal(t, "rows", count(t, s, "SELECT count(*) FROM typing"), int64(0))
}

func testTypingEndsWithTheLastSessionOnly(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	must(t, s.ReportPresence(ctx, "bob", "laptop", "tab1", chat.Active, noon))
	must(t, s.ReportPresence(ctx, "bob", "phone", "tab2", chat.Active, noon))
	must(t, s.StartTyping(ctx, "bob", "general", noon))
	must(t, s.EndSession(ctx, "bob", "laptop", noon))
	equal(t, "with another session", typists(t, s, "alice", "general", noon), []string{"bob"})
	must(t, s.EndSession(ctx, "bob", "phone", noon))
	equal(t, "with none", typists(t, s, "alice", "general", noon), []string{})
}
