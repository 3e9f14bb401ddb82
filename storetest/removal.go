package storetest

import (
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("removal", []test{
	{"a deactivated account has no access, is offline and on no list, and comes back", testDeactivate},
	{"ownership passes to members in use", testDeactivatedOwners},
	{"nobody mentions an account that is out of use or removed", testMentionOfNobody},
	{"a removed account is shown by its number wherever its name stood", testRemoveKeeping},
	{"a removed account takes its messages along where it is asked to", testRemoveMessages},
	{"a removed name is refused for ever, in any case", testRemovedName},
	{"removed conversations can be read and nothing else", testReadOnlyConversation},
})

func testDeactivate(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	_, channel := newPrivate(t, s, "bob", "alice")
	m := send(t, s, "bob", channel, "hello", after(time.Second))
	begin(t, s, "alice", "a", noon)
	report(t, s, "alice", "a", "laptop", chat.Active, noon)
	must(t, s.StartTyping(ctx, "alice", "general", noon))
	epoch := got(s.User(ctx, "alice"))(t).SessionEpoch
	must(t, s.Deactivate(ctx, "", "ALICE", noon))
	must(t, s.Deactivate(ctx, "", "alice", after(time.Hour)))
	refused(t, "nobody", s.Deactivate(ctx, "", "zed", noon), chat.NotFound)
	refused(t, "nobody's return", s.Reactivate(ctx, "", "zed", noon), chat.NotFound)
	u := got(s.User(ctx, "alice"))(t)
	equal(t, "deactivated", u.Deactivated, chat.StampOf(noon))
	equal(t, "the epoch is the same", u.SessionEpoch == epoch, false)
	equal(t, "sessions", sessionsOf(t, s, "alice", noon), []string{})
	equal(t, "alice", seen(t, s, "alice", noon), chat.Offline)
	equal(t, "accounts in use", got(s.Usernames(ctx))(t), []string{"bob", "carol"})
	equal(t, "typing", count(t, s, "SELECT count(*) FROM typing"), int64(0))
	refused(t, "access", onlyError(s.CheckAccess(ctx, "alice", "general")), chat.Forbidden)
	refused(t, "sending", onlyError(s.Send(ctx, "alice", "general", "x", 0, noon)), chat.Forbidden)
	refused(t, "being added", s.AddMember(ctx, "bob", 1, "alice", chat.HistoryAll, noon), chat.NotFound)
	equal(t, "awaited", m.AwaitedFrom(u, chat.Member{Username: "alice"}, nil), false)
	must(t, s.Reactivate(ctx, "", "alice", noon))
	equal(t, "accounts in use again", got(s.Usernames(ctx))(t), []string{"alice", "bob", "carol"})
	equal(t, "her channel", len(got(s.PrivateChannels(ctx, "alice"))(t)), 1)
	equal(t, "what she may read", contents(got(s.MessagesAfter(ctx, "alice", channel, 0, 0))(t)), []string{"hello"})
	equal(t, "awaited again", m.AwaitedFrom(got(s.User(ctx, "alice"))(t), chat.Member{Username: "alice"}, nil), true)
}

func testMentionOfNobody(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol", "dave")
	for _, name := range []string{"alice", "bob", "carol"} {
		begin(t, s, name, name, noon)
		report(t, s, name, name, "laptop", chat.Active, noon)
	}
	must(t, s.Deactivate(t.Context(), "", "alice", noon))
	got(s.RemoveAccount(t.Context(), "", "carol", chat.KeepMessages, noon))(t)
	m := send(t, s, "dave", "general", "@alice @bob @carol @here @channel", noon)
	equal(t, "marked", mentions(t, s, "bob", m.ID), []string{"@channel", "@here", "bob"})
	equal(t, "told", count(t, s, "SELECT count(*) FROM mentions WHERE username IN ('alice', 'carol')"), int64(0))
}

func testDeactivatedOwners(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	id, _ := newPrivate(t, s, "alice", "bob", "carol")
	alone, _ := newPrivate(t, s, "alice")
	owner := func(user string, id int64) string {
		t.Helper()
		return got(s.PrivateChannel(ctx, user, id))(t).Owner()
	}
	must(t, s.Deactivate(ctx, "", "bob", noon))
	must(t, s.Deactivate(ctx, "", "alice", noon))
	equal(t, "not bob, who is out of use", owner("carol", id), "carol")
	must(t, s.Reactivate(ctx, "", "alice", noon))
	equal(t, "still", owner("alice", id), "carol")
	equal(t, "where nobody else is", owner("alice", alone), "alice")
	must(t, s.LeavePrivateChannel(ctx, "carol", id, noon))
	equal(t, "after carol", owner("alice", id), "alice")
}

func testRemoveKeeping(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	id, channel := newPrivate(t, s, "alice", "bob")
	must(t, s.AddMember(ctx, "alice", id, "carol", chat.HistoryAll, noon))
	must(t, s.RenamePrivateChannel(ctx, "bob", id, "alice and bob", noon))
	hers := send(t, s, "alice", "general", "of alice", noon)
	his := send(t, s, "bob", "general", "of bob", noon)
	answer := got(s.Send(ctx, "bob", "general", "an answer", hers.ID, noon))(t)
	got(s.React(ctx, "alice", his.ID, "👍", noon))(t)
	must(t, s.MarkRead(ctx, "alice", "general", 0, noon))
	send(t, s, "alice", "dm:alice:bob", "hi bob", noon)
	direct := send(t, s, "bob", "dm:alice:bob", "hi alice", noon)
	must(t, s.MarkRead(ctx, "bob", "dm:alice:bob", 0, noon))
	begin(t, s, "alice", "a", noon)
	must(t, s.StartLogin(ctx, "alice", chat.Login{Session: "a"}, nil, deviceID("d"), noon))
	must(t, s.CreateResetToken(ctx, []byte("one"), "alice", chat.StampOf(after(time.Hour))))
	before := got(s.MessagesAfter(ctx, "bob", "general", 0, 0))(t)
	cursor := max(answer.TS, before[len(before)-1].TS, before[1].ReactionsTS)

	number := removeAccount(t, s, "alice", chat.KeepMessages)
	shown := chat.DeletedName(number)
	refused(t, "the account", onlyError(s.User(ctx, "alice")), chat.NotFound)
	equal(t, "its access", chat.CodeOf(onlyError(s.CheckAccess(ctx, "alice", "general"))), chat.Forbidden)
	changed := got(s.MessagesAfter(ctx, "bob", "general", cursor, 0))(t)
	equal(t, "what a client is told of", contents(changed), []string{"of alice", "of bob", "an answer"})
	equal(t, "sender", changed[0].Sender, shown)
	equal(t, "who reacted", changed[1].Reactions, []chat.Reaction{{Emoji: "👍", Reactors: []string{shown}}})
	equal(t, "receipts", len(got(s.Watermarks(ctx, "general"))(t)), 0)
	lines := contents(got(s.MessagesAfter(ctx, "bob", channel, 0, 0))(t))
	equal(t, "system messages", lines, []string{
		shown + " added carol to this channel", `bob has renamed the channel to "alice and bob"`, shown + " has left the channel",
	})
	private := got(s.PrivateChannel(ctx, "carol", id))(t)
	equal(t, "owner and creator", []string{private.Owner(), private.CreatedBy}, []string{"bob", shown})
	to := "dm:" + shown + ":bob"
	list := got(s.DirectChannels(ctx, "bob"))(t)
	equal(t, "bob's conversations", list, []chat.DirectChannel{{Channel: to, Users: []string{shown}}})
	equal(t, "where it was", got(s.RenamedDirect(ctx, "bob", "dm:alice:bob"))(t), to)
	refused(t, "to others", onlyError(s.RenamedDirect(ctx, "carol", "dm:alice:bob")), chat.Forbidden)
	refused(t, "one that is as it was", onlyError(s.RenamedDirect(ctx, "bob", "dm:bob:carol")), chat.Forbidden)
	refused(t, "by its old name", onlyError(s.CheckAccess(ctx, "bob", "dm:alice:bob")), chat.Forbidden)
	equal(t, "what was written", contents(got(s.MessagesAfter(ctx, "bob", to, 0, 0))(t)), []string{"hi bob", "hi alice"})
	equal(t, "how far bob has read", got(s.LastRead(ctx, "bob", to))(t) >= direct.TS-1, true)
	refused(t, "others", onlyError(s.CheckAccess(ctx, "carol", to)), chat.Forbidden)

	equal(t, "unfinished", count(t, s, "SELECT count(*) FROM removed_accounts WHERE done_ts IS NULL"), int64(1))
	must(t, s.ContinueRemovals(ctx, after(chat.RemovalSettles)))
	equal(t, "unfinished", count(t, s, "SELECT count(*) FROM removed_accounts WHERE done_ts IS NULL"), int64(0))
	equal(t, "once it is done", contents(got(s.MessagesAfter(ctx, "bob", channel, 0, 0))(t)), lines)
	second := removeAccount(t, s, "bob", chat.KeepMessages)
	equal(t, "another number", second, number+1)
	equal(t, "a conversation of nobody", count(t, s, "SELECT count(*) FROM messages WHERE channel = 'dm:Deleted user 1:Deleted user 2'"), int64(2))
}

// removeAccount takes the name from everywhere at once.
func removeAccount(t *testing.T, s *fixture, name string, messages chat.Fate) int64 {
	t.Helper()
	number := got(s.RemoveAccount(t.Context(), "", name, messages, noon))(t)
	must(t, s.ContinueRemovals(t.Context(), noon))
	return number
}

func testRemoveMessages(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	for range chat.RemovalStep + 10 {
		send(t, s, "alice", "general", "of alice", noon)
	}
	his := send(t, s, "bob", "general", "of bob", noon)
	got(s.React(ctx, "alice", his.ID, "👍", noon))(t)
	got(s.React(ctx, "bob", his.ID, "👍", noon))(t)
	number := removeAccount(t, s, "alice", chat.RemoveMessages)
	equal(t, "texts", count(t, s, "SELECT count(*) FROM messages WHERE content = 'of alice'"), int64(0))
	equal(t, "deleted", count(t, s, "SELECT count(*) FROM messages WHERE deleted = 1 AND sender = 'Deleted user 1'"), int64(chat.RemovalStep+10))
	equal(t, "stamps", count(t, s, "SELECT count(DISTINCT changed_ts) FROM messages"), int64(chat.RemovalStep+11))
	m := got(s.Message(ctx, "bob", his.ID))(t)
	equal(t, "reactions", m.Reactions, []chat.Reaction{{Emoji: "👍", Reactors: []string{"bob"}}})
	equal(t, "number", number, int64(1))
}

func testRemovedName(t *testing.T, db Database) {
	s := newStore(t, db, "Alice", "bob")
	ctx := t.Context()
	refused(t, "nobody", onlyError(s.RemoveAccount(ctx, "", "zed", chat.KeepMessages, noon)), chat.NotFound)
	removeAccount(t, s, "alice", chat.KeepMessages)
	s = s.reopen(t)
	for _, name := range []string{"Alice", "alice", "ALICE"} {
		refused(t, name, s.CreateUser(ctx, chat.User{Username: name, PasswordHash: "h", CreatedTS: chat.StampOf(noon)}), chat.Conflict)
		equal(t, name+" is taken", got(s.NameTaken(ctx, name))(t), true)
	}
	equal(t, "bob is taken", got(s.NameTaken(ctx, "BOB"))(t), true)
	equal(t, "zed is taken", got(s.NameTaken(ctx, "zed"))(t), false)
}

func testReadOnlyConversation(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	his := send(t, s, "bob", "dm:alice:bob:carol", "hello", noon)
	removeAccount(t, s, "alice", chat.KeepMessages)
	const to = "dm:Deleted user 1:bob:carol"
	refused(t, "sending", onlyError(s.Send(ctx, "bob", to, "x", 0, noon)), chat.Forbidden)
	refused(t, "reacting", onlyError(s.React(ctx, "carol", his.ID, "👍", noon)), chat.Forbidden)
	refused(t, "editing", s.EditMessage(ctx, "bob", his.ID, "x", noon), chat.Forbidden)
	refused(t, "typing", s.StartTyping(ctx, "bob", to, noon), chat.Forbidden)
	equal(t, "typing", count(t, s, "SELECT count(*) FROM typing"), int64(0))
	must(t, s.MarkRead(ctx, "carol", to, 0, noon))
	must(t, s.DeleteMessage(ctx, "bob", his.ID, noon))
}
