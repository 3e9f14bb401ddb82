package storetest

import (
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("clock", []test{
	{"clock set back keeps nobody online for longer than a lease", testClockSetBackKeepsNobodyOnline},
	{"clock set back shows no old keystroke again", testClockSetBackShowsNoOldKeystroke},
	{"clock set back leaves the stamps of a channel in order", testClockSetBackLeavesStampsInOrder},
	{"clock set back shows when something was done", testClockSetBackShowsWhenSomethingWasDone},
	{"clock that was ahead keeps no message longer", testClockThatWasAheadKeepsNoMessageLonger},
	{"clock that was ahead leaves newcomers nothing to read", testClockThatWasAheadLeavesNewcomersNothingToRead},
})

const setBack = 3 * time.Hour

func testClockSetBackKeepsNobodyOnline(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	report(t, s, "alice", "s", "a", chat.Active, noon)
	s.published.forget()
	now := before(setBack)
	must(t, s.Sweep(t.Context(), noon, now))
	equal(t, "published", s.published.contain(chat.TopicAnything), true)
	equal(t, "still there", seen(t, s, "alice", now), chat.Active)
	equal(t, "last seen", got(s.Presence(t.Context(), "alice"))(t).LastSeen, chat.StampOf(now))
	past := now.Add(chat.Lease + time.Second)
	equal(t, "past a lease", seen(t, s, "alice", past), chat.Offline)
	must(t, s.Sweep(t.Context(), now, past))
	equal(t, "row", storedState(t, s, "alice"), string(chat.Offline))
}

func testClockSetBackShowsNoOldKeystroke(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	must(t, s.StartTyping(t.Context(), "bob", "general", noon))
	now := before(setBack)
	must(t, s.Sweep(t.Context(), noon, now))
	for _, at := range []time.Duration{chat.TypingWindow + time.Millisecond, setBack - time.Second, setBack, setBack + time.Second} {
		equal(t, "typing "+at.String()+" later", typists(t, s, "alice", "general", now.Add(at)), []string{})
	}
}

func testClockSetBackLeavesStampsInOrder(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	first := send(t, s, "alice", "general", "first", noon)
	must(t, s.Sweep(t.Context(), noon, before(setBack)))
	second := send(t, s, "alice", "general", "second", before(setBack))
	if second.TS <= first.TS {
		t.Errorf("%.6f, then %.6f", first.TS, second.TS)
	}
	equal(t, "after a cursor", contents(got(s.MessagesAfter(t.Context(), "alice", "general", first.TS, 0))(t)), []string{"second"})
}

// The clock was three hours ahead until noon.
func sendAhead(t *testing.T, s *fixture, channel string) {
	t.Helper()
	send(t, s, "alice", channel, "ahead", after(setBack))
	must(t, s.Sweep(t.Context(), after(setBack), noon))
}

func testClockSetBackShowsWhenSomethingWasDone(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	id, channel := newPrivate(t, s, "alice")
	sendAhead(t, s, channel)
	must(t, s.AddMember(ctx, "alice", id, "bob", chat.HistoryAll, noon))
	sent := send(t, s, "alice", channel, "sent", noon)
	equal(t, "answered as sent", sent.SentTS, chat.StampOf(noon))
	must(t, s.EditMessage(ctx, "alice", sent.ID, "edited", after(time.Minute)))

	m := got(s.Message(ctx, "alice", sent.ID))(t)
	equal(t, "sent", m.SentTS, chat.StampOf(noon))
	equal(t, "edited", m.EditedAtTS, chat.StampOf(after(time.Minute)))
	if m.TS < chat.StampOf(after(setBack)) || m.EditedTS <= m.TS {
		t.Errorf("out of order: sent %v, edited %v", m.TS, m.EditedTS)
	}
	equal(t, "the same by its stamp", got(s.MessageAt(ctx, "alice", channel, m.TS))(t).SentTS, m.SentTS)
	c := got(s.PrivateChannel(ctx, "alice", id))(t)
	bob, _ := c.Member("bob")
	equal(t, "joined", bob.JoinedAtTS, chat.StampOf(noon))
	if bob.JoinedTS < chat.StampOf(after(setBack)) {
		t.Errorf("joined at %v, before what was there", bob.JoinedTS)
	}
	refused(t, "the message of no stamp", onlyError(s.MessageAt(ctx, "alice", channel, 1)), chat.NotFound)
	refused(t, "a stranger's look", onlyError(s.MessageAt(ctx, "mallory", channel, m.TS)), chat.Forbidden)
}

func testClockThatWasAheadKeepsNoMessageLonger(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	sendAhead(t, s, "general")
	for range 2 {
		m := send(t, s, "alice", "general", "sent", noon)
		got(s.React(t.Context(), "bob", m.ID, "👍", noon))(t)
		markRead(t, s, "bob", "general", 0, noon)
	}
	removed := got(s.RemoveMessages(t.Context(), chat.StampOf(after(time.Hour)), noPause))(t)
	// The one with the newest change stays for the channel's clock.
	equal(t, "removed", removed, 1)
	equal(t, "left", rowsOf(t, s, "messages"), 2)
	equal(t, "reactions left", rowsOf(t, s, "message_reactions"), 1)
	equal(t, "receipts left", rowsOf(t, s, "read_receipts"), 2)
}

func testClockThatWasAheadLeavesNewcomersNothingToRead(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	sendAhead(t, s, "general")
	send(t, s, "alice", "general", "before", before(time.Minute))
	must(t, s.CreateUser(t.Context(), chat.User{Username: "bob", PasswordHash: "hash", CreatedTS: chat.StampOf(noon)}))
	send(t, s, "alice", "general", "for bob too", after(time.Minute))
	equal(t, "unread", unread(t, s, "bob", "general"), 1)
}
