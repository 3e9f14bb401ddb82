package storetest

import (
	"fmt"
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("decline", []test{
	{"nobody adds who has declined a channel until they accept it again", testDecline},
	{"one person puts another into so many channels a day and no more", testAddedTooOften},
})

func testDecline(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	id := got(s.CreatePrivateChannel(ctx, "alice", "plans", []string{"bob", "carol"}, noon))(t).ID
	must(t, s.DeclinePrivateChannel(ctx, "bob", id, noon))
	refused(t, "the channel", onlyError(s.PrivateChannel(ctx, "bob", id)), chat.Forbidden)
	refused(t, "by the owner", s.AddMember(ctx, "alice", id, "BOB", chat.HistoryJoin, noon), chat.Conflict)
	refused(t, "by another member", s.AddMember(ctx, "carol", id, "bob", chat.HistoryJoin, noon), chat.Conflict)
	must(t, s.RenamePrivateChannel(ctx, "alice", id, "secret plans", noon))
	equal(t, "declined", got(s.Declined(ctx, "bob"))(t), []chat.Declined{{ID: id, Name: "plans", TS: chat.StampOf(noon)}})
	refused(t, "by somebody else", s.AcceptAgain(ctx, "carol", id, noon), chat.Forbidden)
	must(t, s.AcceptAgain(ctx, "bob", id, noon))
	must(t, s.AddMember(ctx, "carol", id, "bob", chat.HistoryJoin, noon))
	equal(t, "declined then", len(got(s.Declined(ctx, "bob"))(t)), 0)
	// Who only leaves may be added again.
	must(t, s.LeavePrivateChannel(ctx, "bob", id, noon))
	must(t, s.AddMember(ctx, "carol", id, "bob", chat.HistoryJoin, noon))
}

func testAddedTooOften(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	var last int64
	for i := range chat.MaxAdded + 3 {
		c := got(s.CreatePrivateChannel(ctx, "alice", fmt.Sprint("c", i), []string{"bob", "carol"}, noon))(t)
		if _, in := c.Member("bob"); in != (i < chat.MaxAdded) {
			t.Errorf("bob is in channel %d: %v", i, in)
		}
		last = c.ID
	}
	refused(t, "one more", s.AddMember(ctx, "alice", last, "bob", chat.HistoryJoin, noon), chat.Conflict)
	must(t, s.AddMember(ctx, "alice", last, "bob", chat.HistoryJoin, after(chat.AddedWithin+time.Second)))
	equal(t, "bob's channels", len(got(s.PrivateChannels(ctx, "bob"))(t)), chat.MaxAdded+1)
}
