package storetest

import (
	"testing"

	"minimost/chat"
)

var _ = addTests("sidebar", []test{
	{"lists and counts what the lists of each kind do", testTheSidebarListsWhatTheListsOfEachKindDo},
	{"says from where its counts go on", testTheSidebarSaysFromWhereItsCountsGoOn},
})

func testTheSidebarListsWhatTheListsOfEachKindDo(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	_, private := newPrivate(t, s, "alice", "bob")
	send(t, s, "alice", "general", "one", noon)
	send(t, s, "alice", private, "two", noon)
	send(t, s, "bob", private, "own", noon)
	send(t, s, "carol", "dm:bob:carol", "three", noon)
	send(t, s, "alice", "dm:alice:bob", "four", noon)
	hidden := "dm:alice:bob:carol"
	send(t, s, "alice", hidden, "five", noon)
	must(t, s.CloseDirectChannel(ctx, "bob", hidden, noon))
	want := map[string]int{}
	var order []string
	add := func(channel string, unread int) {
		want[channel] = unread
		order = append(order, channel)
	}
	for _, c := range got(s.ChannelUnreads(ctx, "bob"))(t) {
		add(c.Channel, c.Unread)
	}
	for _, c := range got(s.PrivateChannels(ctx, "bob"))(t) {
		add(chat.PrivateChannelID(c.ID), c.Unread)
	}
	for _, c := range got(s.DirectChannels(ctx, "bob"))(t) {
		add(c.Channel, c.Unread)
	}
	for i, c := range got(s.Sidebar(ctx, "bob"))(t) {
		equal(t, "channel", c.ID, order[i])
		equal(t, c.ID, c.Unread, want[c.ID])
		equal(t, c.ID+" has a newest message", c.Newest != 0, c.Kind == chat.Direct)
	}
	equal(t, "unread of the private one", want[private], 1)
	equal(t, "channels", len(got(s.Sidebar(ctx, "bob"))(t)), len(order))
}

func testTheSidebarSaysFromWhereItsCountsGoOn(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	send(t, s, "alice", "general", "one", noon)
	last := send(t, s, "alice", "random", "two", noon)
	markRead(t, s, "bob", "random", last.TS, noon)
	for _, c := range got(s.Sidebar(t.Context(), "bob"))(t) {
		equal(t, c.ID+": the message counted last", c.LastID, last.ID)
		equal(t, c.ID+": read up to the last", c.Floor == last.TS, c.ID == "random")
	}
}
