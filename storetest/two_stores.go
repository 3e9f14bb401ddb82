package storetest

import (
	"fmt"
	"slices"
	"testing"

	"minimost/chat"
)

// twoStoresTests are of two stores that have one database open at a time.
var _ = addTests("two stores", []test{
	{"change through one is readable and published through the other", testChangeThroughOneReachesTheOther},
	{"stamps of a channel strictly increase over both", testStampsIncreaseOverBoth},
	{"name is taken once over both", testNameIsTakenOnceOverBoth},
	{"toggles through both never duplicate or lose", testTogglesThroughBoth},
	{"messages just sent are those that are stored", testWhatWasSentIsWhatIsStored},
	{"removal through one ends what the other remembers", testRemovalThroughOneEndsAccessThroughTheOther},
})

func newPair(t *testing.T, db Database, users ...string) [2]*fixture {
	t.Helper()
	return [2]*fixture{newStore(t, db, users...), openStore(t, db)}
}

// heard reports whether a store's subscribers learn of a change of the topic.
func heard(s *fixture, topic chat.Topic) bool {
	return s.published.contain(topic) || s.published.contain(chat.TopicAnything)
}

func testChangeThroughOneReachesTheOther(t *testing.T, db Database) {
	pair := newPair(t, db, "alice", "bob")
	for i, s := range pair {
		other := pair[1-i]
		other.published.forget()
		m := send(t, s, "alice", "general", "hello", noon)
		equal(t, "read through the other", got(other.Message(t.Context(), "bob", m.ID))(t).Content, "hello")
		eventually(t, "the other publishes it", func() bool { return heard(other, chat.TopicMessages("general")) })
		got(other.React(t.Context(), "bob", m.ID, "👍", noon))(t)
		equal(t, "reactions", len(got(s.Message(t.Context(), "alice", m.ID))(t).Reactions), 1)
	}
}

func testStampsIncreaseOverBoth(t *testing.T, db Database) {
	pair := newPair(t, db, "alice")
	together(t, 8, func(i int) error {
		for j := range 8 {
			if _, err := pair[i%2].Send(t.Context(), "alice", "general", fmt.Sprint(i, "/", j), 0, noon); err != nil {
				return err
			}
		}
		return nil
	})
	messages := got(pair[0].MessagesAfter(t.Context(), "alice", "general", 0, 200))(t)
	equal(t, "messages", len(messages), 64)
	if !slices.IsSortedFunc(messages, func(a, b chat.Message) int {
		if a.ID < b.ID && a.TS < b.TS {
			return -1
		}
		return 1
	}) {
		t.Error("stamps do not increase with the numbers")
	}
}

func testNameIsTakenOnceOverBoth(t *testing.T, db Database) {
	pair := newPair(t, db)
	together(t, 8, func(i int) error {
		err := pair[i%2].CreateUser(t.Context(), chat.User{Username: []string{"alice", "Alice"}[i/2%2], PasswordHash: "h", CreatedTS: chat.StampOf(noon)})
		if chat.CodeOf(err) == chat.Conflict {
			return nil
		}
		return err
	})
	equal(t, "accounts", len(got(pair[0].Usernames(t.Context()))(t)), 1)
}

func testTogglesThroughBoth(t *testing.T, db Database) {
	pair := newPair(t, db, "alice", "bob")
	m := send(t, pair[0], "alice", "general", "hello", noon)
	together(t, 6, func(i int) error {
		for range 3 {
			if _, err := pair[i%2].React(t.Context(), "bob", m.ID, []string{"👍", "🎉"}[i%2], noon); err != nil {
				return err
			}
		}
		return nil
	})
	for _, s := range pair {
		equal(t, "reactions after nine toggles of each", len(got(s.Message(t.Context(), "alice", m.ID))(t).Reactions), 2)
	}
}

func testRemovalThroughOneEndsAccessThroughTheOther(t *testing.T, db Database) {
	pair := newPair(t, db, "alice", "bob")
	id, channel := newPrivate(t, pair[0], "alice", "bob")
	m := send(t, pair[1], "bob", channel, "remembered", noon)
	must(t, pair[1].StartTyping(t.Context(), "bob", channel, noon))
	must(t, pair[0].RemoveMember(t.Context(), "alice", id, "bob", noon))
	refused(t, "send", onlyError(pair[1].Send(t.Context(), "bob", channel, "too late", 0, noon)), chat.Forbidden)
	refused(t, "type", pair[1].StartTyping(t.Context(), "bob", channel, noon), chat.Forbidden)
	refused(t, "react", onlyError(pair[1].React(t.Context(), "bob", m.ID, "👍", noon)), chat.NotFound)
}
