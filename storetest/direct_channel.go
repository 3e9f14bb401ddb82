package storetest

import (
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("direct channel", []test{
	{"direct channels are listed newest first", testDirectChannelsAreListedNewestFirst},
	{"closed direct channel comes back with a newer message", testClosedDirectChannelComesBackWithANewerMessage},
	{"direct message to an unknown account names it", testDirectMessageToAnUnknownAccountNamesIt},
})

func directIDs(t testing.TB, s *fixture, user string) []string {
	t.Helper()
	ids := []string{}
	for _, d := range got(s.DirectChannels(t.Context(), user))(t) {
		ids = append(ids, d.Channel)
	}
	return ids
}

func testDirectChannelsAreListedNewestFirst(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	send(t, s, "alice", "dm:alice:bob", "1", noon)
	send(t, s, "carol", "dm:alice:bob:carol", "2", after(time.Second))
	send(t, s, "carol", "dm:alice:carol", "3", after(2*time.Second))
	equal(t, "alice's", directIDs(t, s, "alice"), []string{"dm:alice:carol", "dm:alice:bob:carol", "dm:alice:bob"})
	equal(t, "bob's", directIDs(t, s, "bob"), []string{"dm:alice:bob:carol", "dm:alice:bob"})
	send(t, s, "bob", "dm:alice:bob", "4", after(3*time.Second))
	equal(t, "moved up", directIDs(t, s, "alice")[0], "dm:alice:bob")
	list := got(s.DirectChannels(t.Context(), "alice"))(t)
	equal(t, "the group", list[2], chat.DirectChannel{Channel: "dm:alice:bob:carol", Users: []string{"bob", "carol"}, Unread: 1})
	equal(t, "unread", got(s.UnreadDirect(t.Context(), "alice"))(t), 3)
	markRead(t, s, "alice", "dm:alice:carol", 0, after(4*time.Second))
	equal(t, "unread then", got(s.UnreadDirect(t.Context(), "alice"))(t), 2)
}

func testClosedDirectChannelComesBackWithANewerMessage(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	m := send(t, s, "bob", "dm:alice:bob", "hello", noon)
	must(t, s.CloseDirectChannel(ctx, "alice", "dm:alice:bob", noon))
	equal(t, "closed", directIDs(t, s, "alice"), []string{})
	equal(t, "not for bob", directIDs(t, s, "bob"), []string{"dm:alice:bob"})
	must(t, s.EditMessage(ctx, "bob", m.ID, "hello!", after(time.Second)))
	equal(t, "an edit is no newer message", directIDs(t, s, "alice"), []string{})
	send(t, s, "bob", "dm:alice:bob", "there?", before(time.Hour))
	equal(t, "back, though the clock went back", directIDs(t, s, "alice"), []string{"dm:alice:bob"})
	must(t, s.CloseDirectChannel(ctx, "alice", "dm:alice:carol", noon))
	send(t, s, "carol", "dm:alice:carol", "first", noon)
	equal(t, "closed while empty", len(directIDs(t, s, "alice")), 2)

	for channel, code := range map[string]chat.Code{
		"dm:bob:carol": chat.Forbidden, "general": chat.Invalid, "dm:bob:alice": chat.Invalid, "private:1": chat.Invalid,
	} {
		refused(t, "close "+channel, s.CloseDirectChannel(ctx, "alice", channel, noon), code)
	}
}

func testDirectMessageToAnUnknownAccountNamesIt(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	_, err := s.Send(ctx, "alice", "dm:alice:bob:zed", "hello", 0, noon)
	refused(t, "send", err, chat.Invalid)
	equal(t, "sentence", chat.MessageOf(err), "There is no account zed.")
	_, err = s.Send(ctx, "alice", "dm:Bob:alice", "hello", 0, noon)
	equal(t, "another case is another name", chat.MessageOf(err), "There is no account Bob.")
	equal(t, "reading is allowed", len(got(s.MessagesAfter(ctx, "alice", "dm:alice:zed", 0, 0))(t)), 0)
	for _, spelling := range []string{"dm:bob:alice", "dm:alice", "dm:alice:", "dm::alice", "dm:alice:alice", "dm:"} {
		_, err := s.Send(ctx, "alice", spelling, "hello", 0, noon)
		refused(t, "send to "+spelling, err, chat.Invalid)
		refused(t, "read "+spelling, onlyError(s.MessagesAfter(ctx, "alice", spelling, 0, 0)), chat.Forbidden)
		refused(t, "mark "+spelling, s.MarkRead(ctx, "alice", spelling, 0, noon), chat.Forbidden)
	}
	_, err = s.Send(ctx, "alice", "dm:bob:carol", "hello", 0, noon)
	refused(t, "someone else's", err, chat.Forbidden)
	equal(t, "known direct channels", count(t, s, "SELECT count(*) FROM dm_participants"), int64(0))
}
