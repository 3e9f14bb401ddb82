package storetest

import (
	"slices"
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("block", []test{
	{"direct messages of who is blocked show nowhere until they are not", testDirectMessagesOfWhoIsBlockedShowNowhere},
	{"block is of an account and once", testBlockIsOfAnAccountAndOnce},
	{"with a block one leaves every channel that the blocked has put one into", testBlockLeavesWhereOneWasPut},
	{"receipts of before a block stay and those of after do not count", testWatermarkOfBefore},
})

func testDirectMessagesOfWhoIsBlockedShowNowhere(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	const conversation, group = "dm:alice:bob", "dm:alice:bob:carol"
	send(t, s, "alice", conversation, "hi", noon)
	must(t, s.Block(ctx, "alice", "BOB", noon))
	listed := func(user string) (names []string) {
		for _, d := range got(s.DirectChannels(ctx, user))(t) {
			names = append(names, d.Channel)
		}
		return names
	}
	// They may write as into any conversation that the other has closed.
	send(t, s, "bob", conversation, "are you there?", after(time.Minute))
	equal(t, "alice's conversations", listed("alice"), []string(nil))
	equal(t, "bob's", listed("bob"), []string{conversation})
	equal(t, "unread", got(s.UnreadDirect(ctx, "alice"))(t), 0)
	_, err := s.Send(ctx, "alice", conversation, "no", 0, after(time.Minute))
	refused(t, "who blocks writes", err, chat.Forbidden)
	send(t, s, "bob", group, "all of you", after(2*time.Minute))
	equal(t, "a conversation of three", listed("alice"), []string{group})

	must(t, s.Unblock(ctx, "alice", "Bob", after(time.Hour)))
	equal(t, "afterwards", listed("alice"), []string{group, conversation})
	equal(t, "unread afterwards", got(s.UnreadDirect(ctx, "alice"))(t), 2)
	send(t, s, "alice", conversation, "yes", after(time.Hour))
}

func testBlockLeavesWhereOneWasPut(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "mallory")
	ctx := t.Context()
	create := func(owner, name string, members ...string) int64 {
		return got(s.CreatePrivateChannel(ctx, owner, name, members, noon))(t).ID
	}
	theirs := []int64{create("mallory", "one", "bob"), create("mallory", "two", "bob", "alice")}
	others := create("alice", "plans", "bob", "mallory")
	own := create("bob", "mine", "mallory")
	handed := create("mallory", "handed", "bob")
	must(t, s.LeavePrivateChannel(ctx, "mallory", handed, noon))
	var names []string
	for _, c := range got(s.AddedBy(ctx, "bob", "Mallory"))(t) {
		names = append(names, c.Name)
	}
	equal(t, "where mallory put bob", names, []string{"one", "two"})
	refused(t, "nobody", s.BlockAndLeave(ctx, "bob", "zed", noon), chat.NotFound)
	must(t, s.BlockAndLeave(ctx, "bob", "MALLORY", after(time.Minute)))
	var left []int64
	for _, c := range got(s.PrivateChannels(ctx, "bob"))(t) {
		left = append(left, c.ID)
	}
	equal(t, "bob's channels", left, []int64{others, own, handed})
	for _, id := range theirs {
		c := got(s.PrivateChannel(ctx, "mallory", id))(t)
		if _, in := c.Member("bob"); in {
			t.Errorf("bob is in %s", c.Name)
		}
	}
	equal(t, "blocks", len(got(s.Blocks(ctx, "bob"))(t)), 1)
}

func testBlockIsOfAnAccountAndOnce(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	refused(t, "oneself", s.Block(ctx, "alice", "Alice", noon), chat.Invalid)
	refused(t, "nobody", s.Block(ctx, "alice", "zed", noon), chat.NotFound)
	must(t, s.Block(ctx, "alice", "bob", noon))
	s.published.forget()
	must(t, s.Block(ctx, "alice", "bob", after(time.Hour)))
	want := []chat.Block{{Blocker: "alice", Blocked: "bob", SinceTS: chat.StampOf(noon)}}
	equal(t, "alice's", got(s.Blocks(ctx, "alice"))(t), want)
	equal(t, "bob's", got(s.Blocks(ctx, "bob"))(t), want)
	equal(t, "sides", slices.Compact(slices.Sorted(slices.Values(got(s.BlockSides(ctx))(t)))), []string{"alice", "bob"})
	must(t, s.Unblock(ctx, "bob", "alice", noon))
	equal(t, "after bob's try", got(s.Blocks(ctx, "alice"))(t), want)
	s.published.forget()
	must(t, s.Unblock(ctx, "alice", "bob", noon))
	equal(t, "published", s.published.contain(chat.TopicBlocks) && s.published.contain(chat.TopicAppearance("alice")), true)
	equal(t, "in the end", got(s.Blocks(ctx, "alice"))(t), []chat.Block(nil))
	equal(t, "sides in the end", got(s.BlockSides(ctx))(t), []string{})
}

func testWatermarkOfBefore(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	first := send(t, s, "bob", "general", "first", noon)
	markRead(t, s, "alice", "general", 0, after(time.Minute))
	send(t, s, "bob", "general", "second", after(time.Hour))
	markRead(t, s, "alice", "general", 0, after(2*time.Hour))
	until := func(d time.Duration) chat.Stamp {
		return got(s.WatermarkUntil(t.Context(), "general", "alice", chat.StampOf(after(d))))(t)
	}
	equal(t, "before", until(time.Second), chat.Stamp(0))
	equal(t, "then", until(time.Hour), first.TS)
	equal(t, "of nobody", got(s.WatermarkUntil(t.Context(), "general", "zed", first.TS))(t), chat.Stamp(0))
}
