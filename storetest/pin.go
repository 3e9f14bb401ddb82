package storetest

import (
	"testing"
	"time"

	"minimost/chat"
	"minimost/search"
)

var _ = addTests("pin", []test{
	{"anyone in the channel pins and unpins anyone's message", testPinsAreAnyones},
	{"a line says who pinned and quotes nothing", testAPinLeavesALine},
	{"pinning moves the message for its readers", testPinningMovesTheMessage},
	{"a deleted message is pinned no more", testADeletedMessageIsPinnedNoMore},
	{"what cannot be seen or written in cannot be pinned", testWhatCannotBePinned},
	{"so many messages of a channel are pinned and no more", testTooManyPins},
	{"a search finds what is pinned", testASearchFindsPins},
})

// pinned are the numbers of the pinned messages of a channel.
func pinned(t testing.TB, s *fixture, channel string) []int64 {
	t.Helper()
	ids := []int64{}
	for _, p := range got(s.Pins(t.Context(), channel))(t) {
		ids = append(ids, p.MessageID)
	}
	return ids
}

func testPinsAreAnyones(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	first, second := send(t, s, "alice", "general", "first", noon), send(t, s, "bob", "general", "second", noon)
	must(t, s.SetPin(ctx, "bob", first.ID, true, noon))
	must(t, s.SetPin(ctx, "alice", second.ID, true, after(time.Second)))
	must(t, s.SetPin(ctx, "carol", second.ID, true, after(time.Minute)))
	equal(t, "the last pinned first", pinned(t, s, "general"), []int64{second.ID, first.ID})
	pin := got(s.Pins(ctx, "general"))(t)[0]
	equal(t, "who was first", pin, chat.Pin{MessageID: second.ID, TS: second.TS, PinnedBy: "alice", PinnedTS: chat.StampOf(after(time.Second))})
	equal(t, "in the message", got(s.Message(ctx, "carol", first.ID))(t).PinnedBy, "bob")
	must(t, s.SetPin(ctx, "carol", first.ID, false, noon))
	equal(t, "unpinned", pinned(t, s, "general"), []int64{second.ID})
	equal(t, "in the message then", got(s.Message(ctx, "carol", first.ID))(t).PinnedBy, "")
	equal(t, "elsewhere", pinned(t, s, "random"), []int64{})
}

func testAPinLeavesALine(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	m := send(t, s, "alice", "general", "a secret", noon)
	for _, on := range []bool{true, true, false, false} {
		must(t, s.SetPin(ctx, "bob", m.ID, on, noon))
	}
	equal(t, "lines", contents(got(s.MessagesFollowing(ctx, "bob", "general", m.TS, 10))(t)), []string{"bob pinned a message", "bob unpinned a message"})
	equal(t, "unread", unread(t, s, "bob", "general"), 1)
	must(t, s.SetPin(ctx, "alice", m.ID, true, noon))
	got(s.RemoveAccount(ctx, "", "bob", chat.KeepMessages, noon))(t)
	must(t, s.ContinueRemovals(ctx, after(2*chat.RemovalSettles)))
	line := got(s.MessagesFollowing(ctx, "alice", "general", m.TS, 10))(t)[0]
	equal(t, "after the account", line.Content, "Deleted user 1 pinned a message")
}

func testPinningMovesTheMessage(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	m := send(t, s, "alice", "general", "first", noon)
	last := send(t, s, "alice", "general", "last", after(time.Second))
	must(t, s.SetPin(ctx, "bob", m.ID, true, after(2*time.Second)))
	changed := got(s.MessagesAfter(ctx, "alice", "general", last.TS, 0))(t)
	equal(t, "changed", contents(changed), []string{"first", "bob pinned a message"})
	equal(t, "nothing after that", len(got(s.MessagesAfter(ctx, "alice", "general", max(changed[0].ChangedTS(), changed[1].TS), 0))(t)), 0)
}

func testADeletedMessageIsPinnedNoMore(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	m, old := send(t, s, "alice", "general", "first", noon), send(t, s, "alice", "general", "old", before(time.Hour))
	must(t, s.SetPin(ctx, "bob", m.ID, true, noon))
	must(t, s.SetPin(ctx, "bob", old.ID, true, noon))
	must(t, s.DeleteMessage(ctx, "alice", m.ID, noon))
	equal(t, "deleted", pinned(t, s, "general"), []int64{old.ID})
	refused(t, "pin it again", s.SetPin(ctx, "bob", m.ID, true, noon), chat.NotFound)
	got(s.RemoveMessages(ctx, chat.StampOf(before(time.Minute)), noPause))(t)
	equal(t, "rows", count(t, s, "SELECT count(*) FROM pins"), int64(0))
}

func testWhatCannotBePinned(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	id, channel := newPrivate(t, s, "alice", "bob")
	m := send(t, s, "alice", channel, "plan", noon)
	must(t, s.AddMember(ctx, "alice", id, "carol", chat.HistoryJoin, after(time.Minute)))
	refused(t, "before the member", s.SetPin(ctx, "carol", m.ID, true, noon), chat.NotFound)
	line := got(s.MessagesFollowing(ctx, "alice", channel, m.TS, 10))(t)[0]
	refused(t, "the system's", s.SetPin(ctx, "alice", line.ID, true, noon), chat.NotFound)
	must(t, s.SetPin(ctx, "bob", m.ID, true, noon))
	must(t, s.RemoveMember(ctx, "alice", id, "bob", noon))
	refused(t, "who was removed", s.SetPin(ctx, "bob", m.ID, false, noon), chat.NotFound)

	direct := send(t, s, "alice", "dm:alice:bob", "psst", noon)
	got(s.RemoveAccount(ctx, "", "bob", chat.KeepMessages, noon))(t)
	must(t, s.ContinueRemovals(ctx, after(2*chat.RemovalSettles)))
	refused(t, "read only", s.SetPin(ctx, "alice", direct.ID, true, noon), chat.Forbidden)
}

func testTooManyPins(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	ctx := t.Context()
	db.AddMessages(t, "general", "alice", chat.StampOf(noon), chat.MaxPins+1)
	for _, m := range got(s.MessagesAfter(ctx, "alice", "general", 0, 0))(t)[:chat.MaxPins] {
		must(t, s.SetPin(ctx, "alice", m.ID, true, after(time.Hour)))
	}
	all := got(s.MessagesAfter(ctx, "alice", "general", 0, 0))(t)
	refused(t, "one more", s.SetPin(ctx, "alice", all[chat.MaxPins].ID, true, after(time.Hour)), chat.Conflict)
	must(t, s.SetPin(ctx, "alice", all[0].ID, true, after(time.Hour))) // as it is
}

func testASearchFindsPins(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	_, channel := newPrivate(t, s, "alice")
	here, hidden := send(t, s, "alice", "general", "plan A", noon), send(t, s, "alice", channel, "plan B", noon)
	send(t, s, "alice", "general", "plan C", noon)
	must(t, s.SetPin(ctx, "alice", here.ID, true, noon))
	must(t, s.SetPin(ctx, "alice", hidden.ID, true, noon))
	for query, want := range map[string][2]int{"has:pin": {2, 1}, "has:pin plan in:general": {1, 1}, "-has:pin plan": {1, 1}} {
		q := got(search.Parse(query, nil))(t)
		for i, user := range []string{"alice", "bob"} {
			equal(t, query+" of "+user, len(got(s.Search(ctx, user, q, search.Page{}))(t).Hits), want[i])
		}
	}
}
