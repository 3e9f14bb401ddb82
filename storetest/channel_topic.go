package storetest

import (
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("channel topic", []test{
	{"whoever is in a channel says what it is about", testWhoSaysWhatAChannelIsAbout},
})

func testWhoSaysWhatAChannelIsAbout(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	_, channel := newPrivate(t, s, "alice", "bob")
	m := send(t, s, "alice", channel, "hello", noon)
	lunch := chat.About{Topic: "lunch", Purpose: "food"}
	for range 2 {
		must(t, s.SetAbout(ctx, "bob", channel, lunch, after(time.Second)))
	}
	equal(t, "about", got(s.About(ctx, channel))(t), lunch)
	equal(t, "of another", got(s.About(ctx, "general"))(t), chat.About{})
	equal(t, "one line", contents(got(s.MessagesFollowing(ctx, "alice", channel, m.TS, 10))(t)), []string{"bob changed what this channel is about"})
	refused(t, "no member", s.SetAbout(ctx, "carol", channel, chat.About{}, noon), chat.Forbidden)
	refused(t, "a conversation", s.SetAbout(ctx, "alice", "dm:alice:bob", lunch, noon), chat.Invalid)
	must(t, s.SetAbout(ctx, "alice", channel, chat.About{}, noon))
	equal(t, "taken away", got(s.About(ctx, channel))(t), chat.About{})
}
