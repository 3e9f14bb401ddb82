package storetest

import (
	"slices"
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("bot", []test{
	{"bots are their owner's, and listed by name", testBotsAreTheirOwners},
	{"a webhook posts as its bot by the rights of its maker", testWebhookPostsAsItsBot},
	{"a webhook ends with its maker, its bot and its channel's access", testWebhookEnds},
})

func testBotsAreTheirOwners(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	for _, name := range []string{"deploy", "Backup", "_cron"} {
		must(t, s.CreateBot(ctx, "alice", name, noon))
	}
	must(t, s.CreateBot(ctx, "bob", "weather", noon))
	refused(t, "a name that is taken", s.CreateBot(ctx, "bob", "BACKUP", noon), chat.Conflict)
	equal(t, "alice's", got(s.Bots(ctx, "alice"))(t), []string{"Backup", "_cron", "deploy"})
	all := got(s.AllBots(ctx))(t)
	slices.Sort(all)
	equal(t, "all", all, []string{"Backup", "_cron", "deploy", "weather"})
	// Those of one moment stand as anywhere, those before them first.
	names := got(s.AccountsInOrder(ctx))(t)
	equal(t, "accounts", len(names), 6)
	for _, name := range names[:2] {
		if name != "alice" && name != "bob" {
			t.Errorf("%s comes before people who were there the day before", name)
		}
	}
}

// newHook makes a webhook of alice's bot in a channel.
func newHook(t testing.TB, s *fixture, channel string, mentions bool) chat.Hook {
	t.Helper()
	return got(s.CreateHook(t.Context(), tokenHash("hook "+channel), chat.Hook{Channel: channel, Maker: "alice", Bot: "DEPLOY", Mentions: mentions}, noon))(t)
}

func testWebhookPostsAsItsBot(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	must(t, s.CreateBot(ctx, "alice", "deploy", noon))
	must(t, s.CreateBot(ctx, "bob", "weather", noon))
	loud, quiet := newHook(t, s, "general", true), newHook(t, s, "random", false)
	equal(t, "hook", loud, chat.Hook{ID: loud.ID, Channel: "general", Maker: "alice", Bot: "deploy", Mentions: true, CreatedTS: chat.StampOf(noon)})
	equal(t, "found", got(s.Hook(ctx, tokenHash("hook general")))(t), loud)
	for what, h := range map[string]chat.Hook{
		"somebody else's bot": {Channel: "general", Maker: "alice", Bot: "weather"},
		"oneself":             {Channel: "general", Maker: "alice", Bot: "alice"},
	} {
		refused(t, what, onlyError(s.CreateHook(ctx, tokenHash(what), h, noon)), chat.NotFound)
	}
	refused(t, "another's channel", onlyError(s.CreateHook(ctx, tokenHash("private"), chat.Hook{Channel: "private:99", Maker: "alice", Bot: "deploy"}, noon)), chat.Forbidden)
	refused(t, "a conversation", onlyError(s.CreateHook(ctx, tokenHash("dm"), chat.Hook{Channel: "dm:alice:bob", Maker: "alice", Bot: "deploy"}, noon)), chat.Invalid)

	must(t, s.PostByHook(ctx, tokenHash("hook general"), "done 🎉 @bob", noon))
	must(t, s.PostByHook(ctx, tokenHash("hook random"), "done @bob", noon))
	posted := got(s.MessagesAfter(ctx, "bob", "general", 0, 10))(t)
	equal(t, "posted", contents(posted), []string{"done 🎉 @bob"})
	equal(t, "sender", posted[0].Sender, "deploy")
	equal(t, "mentions", contents(got(s.Mentions(ctx, "bob", 0, 10))(t)), []string{"done 🎉 @bob"})

	// When it was used is kept now and then.
	used := func() chat.Stamp { return got(s.Hooks(ctx, "alice"))(t)[0].LastUsedTS }
	equal(t, "used", used(), chat.StampOf(noon))
	must(t, s.PostByHook(ctx, tokenHash("hook general"), "again", after(time.Second)))
	equal(t, "used again at once", used(), chat.StampOf(noon))
	must(t, s.PostByHook(ctx, tokenHash("hook general"), "later", after(chat.TokenUseEvery)))
	equal(t, "used later", used(), chat.StampOf(after(chat.TokenUseEvery)))
	equal(t, "oldest first", got(s.Hooks(ctx, "alice"))(t)[1].ID, quiet.ID)
}

func testWebhookEnds(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	must(t, s.CreateBot(ctx, "alice", "deploy", noon))
	id, channel := newPrivate(t, s, "bob", "alice")
	inPrivate, ended := newHook(t, s, channel, false), newHook(t, s, "random", false)
	newHook(t, s, "general", false)
	must(t, s.RemoveMember(ctx, "bob", id, "alice", noon))
	refused(t, "without access", s.PostByHook(ctx, tokenHash("hook "+channel), "x", noon), chat.Forbidden)
	refused(t, "ended by somebody else", s.EndHook(ctx, "bob", ended.ID, noon), chat.NotFound)
	must(t, s.EndHook(ctx, "alice", ended.ID, noon))
	refused(t, "ended", s.PostByHook(ctx, tokenHash("hook random"), "x", noon), chat.NotFound)
	refused(t, "ended again", s.EndHook(ctx, "alice", ended.ID, noon), chat.NotFound)
	left := got(s.Hooks(ctx, "alice"))(t)
	if len(left) != 2 || left[0].ID != inPrivate.ID {
		t.Errorf("left are %v", left)
	}
	must(t, s.Deactivate(ctx, "", "alice", noon))
	refused(t, "of one whose account is closed", onlyError(s.Hook(ctx, tokenHash("hook general"))), chat.NotFound)
	equal(t, "posted", count(t, s, "SELECT count(*) FROM messages WHERE content = 'x'"), int64(0))
}
