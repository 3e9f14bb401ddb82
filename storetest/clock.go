package storetest

import (
	"testing"
	"time"

	"minimost/chat"
)

var clockTests = []test{
	{"clock set back keeps nobody online for longer than a lease", testClockSetBackKeepsNobodyOnline},
	{"clock set back shows no old keystroke again", testClockSetBackShowsNoOldKeystroke},
	{"clock set back leaves the stamps of a channel in order", testClockSetBackLeavesStampsInOrder},
}

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
