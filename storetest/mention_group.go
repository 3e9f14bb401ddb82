package storetest

import (
	"fmt"
	"testing"

	"minimost/chat"
)

var _ = addTests("mention group", []test{
	{"of many in a large channel is asked about once", testMentionsOfManyAreAskedAbout},
	{"of many is known of each of them", testMentionsOfManyAreKnown},
})

func testMentionsOfManyAreAskedAbout(t *testing.T, db Database) {
	var names []string
	for i := range chat.AskMentionsFrom {
		names = append(names, fmt.Sprint("user", i))
	}
	s := newStore(t, db, names...)
	ctx := t.Context()
	send(t, s, "user0", "general", "@channel with as many as go unasked", noon)
	must(t, s.CreateUser(ctx, chat.User{Username: "alice", CreatedTS: chat.StampOf(noon)}))
	for _, text := range []string{"@here hello", "hello @channel"} {
		_, err := s.Send(ctx, "user0", "general", text, 0, noon)
		refused(t, text, err, chat.Conflict)
		equal(t, "is the question", err, error(chat.ErrAskMentions))
	}
	equal(t, "messages", db.Count(t, "SELECT count(*) FROM messages"), int64(1))
	send(t, s, "user0", "general", "hello @user1 and me@channel", noon)
	_, err := s.Send(chat.ConfirmMentions(ctx), "user0", "general", "hello @channel", 0, noon)
	must(t, err)
	_, private := newPrivate(t, s, "user0", "user1")
	send(t, s, "user0", private, "hello @channel", noon)
}

func testMentionsOfManyAreKnown(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	m := send(t, s, "alice", "general", "hello @channel", noon)
	must(t, s.CreateUser(ctx, chat.User{Username: "dora", CreatedTS: chat.StampOf(noon)}))
	for name, want := range map[string]bool{"alice": false, "bob": true, "carol": true, "dora": false} {
		equal(t, name, got(s.IsMentioned(ctx, name, m.ID))(t), want)
	}
}
