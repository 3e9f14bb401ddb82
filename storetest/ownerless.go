package storetest

import (
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("ownerless", []test{
	{"a channel that nobody can look after is taken over, and no other", testTakeOver},
	{"usage counts people, bots and messages", testUsage},
})

func testTakeOver(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "dora")
	ctx := t.Context()
	must(t, s.SetAdministrator(ctx, "", "dora", true, noon))
	id := got(s.CreatePrivateChannel(ctx, "alice", "plans", []string{"bob"}, noon))(t).ID
	channel := chat.PrivateChannelID(id)
	send(t, s, "alice", channel, "of before", noon)
	refused(t, "somebody's", s.TakeOver(ctx, "dora", id, noon), chat.NotFound)
	must(t, s.Deactivate(ctx, "", "alice", noon)) // bob owns it then
	equal(t, "with an owner", len(got(s.OwnerlessChannels(ctx, "dora"))(t)), 0)
	must(t, s.Deactivate(ctx, "", "bob", noon))
	equal(t, "without", got(s.OwnerlessChannels(ctx, "dora"))(t), []chat.OwnerlessChannel{{ID: id, Members: 2}})
	must(t, s.Reactivate(ctx, "", "alice", noon))
	refused(t, "by who is no administrator", s.TakeOver(ctx, "alice", id, noon), chat.NotFound)
	refused(t, "none", s.TakeOver(ctx, "dora", 999, noon), chat.NotFound)
	must(t, s.TakeOver(ctx, "dora", id, after(time.Minute)))
	c := got(s.PrivateChannel(ctx, "dora", id))(t)
	equal(t, "owner", c.Owner(), "dora")
	equal(t, "what she sees", contents(got(s.MessagesAfter(ctx, "dora", channel, 0, 0))(t)), []string{"dora has taken over this channel"})
	equal(t, "what alice sees", contents(got(s.MessagesAfter(ctx, "alice", channel, 0, 0))(t)), []string{"of before", "dora has taken over this channel"})
	refused(t, "again", s.TakeOver(ctx, "dora", id, noon), chat.NotFound)
	entries := got(s.AuditEntries(ctx, chat.AuditFilter{Action: chat.AuditChannelTakeover}, 10))(t)
	equal(t, "told of", []any{len(entries), entries[0].Subject}, []any{1, channel})
}

func testUsage(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "dora")
	ctx := t.Context()
	must(t, s.SetAdministrator(ctx, "", "dora", true, noon))
	must(t, s.CreateBot(ctx, "alice", "robot", noon))
	must(t, s.Deactivate(ctx, "", "bob", noon))
	got(s.CreatePrivateChannel(ctx, "alice", "plans", nil, noon))(t)
	send(t, s, "alice", "general", "hi", noon)
	u := got(s.Usage(ctx, "dora", noon))(t)
	equal(t, "counts", []int64{u.Accounts, u.Deactivated, u.Bots, u.Messages, u.PrivateChannels}, []int64{2, 1, 1, 1, 1})
	refused(t, "to others", onlyError(s.Usage(ctx, "alice", noon)), chat.NotFound)
}
