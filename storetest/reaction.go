package storetest

import (
	"fmt"
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("reaction", []test{
	{"concurrent toggles of one person never duplicate or lose", testConcurrentTogglesOfOnePersonNeverDuplicateOrLose},
	{"everyone reacts at once and nobody is lost", testEveryoneReactsAtOnceAndNobodyIsLost},
	{"reactions keep the order people reacted", testReactionsKeepTheOrderPeopleReacted},
	{"twenty first emoji is a conflict and changes nothing", testTwentyFirstEmojiIsAConflictAndChangesNothing},
	{"reacting to what cannot be seen or is deleted is not found", testReactingToWhatCannotBeSeenOrIsDeletedIsNotFound},
	{"a reaction that is to be there or not is left as it is where it is so", testSetReactionLeavesWhatIsSo},
	{"reactions are answered as they are stored", testReactionsAreAnsweredAsTheyAreStored},
})

func testConcurrentTogglesOfOnePersonNeverDuplicateOrLose(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	m := send(t, s, "alice", "general", "hello", noon)
	for _, n := range []int{16, 17} {
		together(t, n, func(int) error {
			for range 3 {
				reactions, err := s.React(t.Context(), "bob", m.ID, "👍", noon)
				if err != nil {
					return err
				}
				if len(reactions) > 1 || len(reactions) == 1 && len(reactions[0].Reactors) != 1 {
					return fmt.Errorf("answered %v", reactions)
				}
			}
			return nil
		})
		equal(t, fmt.Sprint(3*n, " toggles"), count(t, s, "SELECT count(*) FROM message_reactions"), int64(3*n%2))
	}
}

func testEveryoneReactsAtOnceAndNobodyIsLost(t *testing.T, db Database) {
	var people []string
	for i := range 16 {
		people = append(people, fmt.Sprint("user", i))
	}
	s := newStore(t, db, people...)
	m := send(t, s, "user0", "general", "hello", noon)
	together(t, 16, func(i int) error {
		for range 3 {
			if _, err := s.React(t.Context(), people[i], m.ID, "👍", noon); err != nil {
				return err
			}
		}
		return nil
	})
	reactions := got(s.Message(t.Context(), "user0", m.ID))(t).Reactions
	if len(reactions) != 1 || len(reactions[0].Reactors) != 16 {
		t.Errorf("reactions: %v", reactions)
	}
}

func testReactionsKeepTheOrderPeopleReacted(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	m := send(t, s, "alice", "general", "hello", noon)
	for i, r := range []struct{ user, emoji string }{
		{"carol", "🎉"}, {"alice", "👍"}, {"bob", "🎉"}, {"alice", "🎉"}, {"carol", "🎉"}, {"carol", "🎉"},
	} {
		got(s.React(t.Context(), r.user, m.ID, r.emoji, after(time.Duration(i)*time.Second)))(t)
	}
	equal(t, "reactions", got(s.Message(t.Context(), "bob", m.ID))(t).Reactions, []chat.Reaction{
		{Emoji: "👍", Reactors: []string{"alice"}}, {Emoji: "🎉", Reactors: []string{"bob", "alice", "carol"}},
	})
}

func testTwentyFirstEmojiIsAConflictAndChangesNothing(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	m := send(t, s, "alice", "general", "hello", noon)
	for i := range chat.MaxDistinctEmoji {
		got(s.React(ctx, "alice", m.ID, fmt.Sprint("e", i), noon))(t)
	}
	before := got(s.Message(ctx, "alice", m.ID))(t)
	_, err := s.React(ctx, "bob", m.ID, "e20", noon)
	refused(t, "one emoji more", err, chat.Conflict)
	equal(t, "message", got(s.Message(ctx, "alice", m.ID))(t), before)
	got(s.React(ctx, "bob", m.ID, "e7", noon))(t)
	got(s.React(ctx, "alice", m.ID, "e0", noon))(t)
	got(s.React(ctx, "bob", m.ID, "e20", noon))(t)
}

func testReactingToWhatCannotBeSeenOrIsDeletedIsNotFound(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	_, channel := newPrivate(t, s, "alice")
	secret := send(t, s, "alice", channel, "secret", noon)
	deleted := send(t, s, "alice", "general", "oops", noon)
	got(s.React(ctx, "bob", deleted.ID, "👍", noon))(t)
	must(t, s.DeleteMessage(ctx, "alice", deleted.ID, noon))
	for _, id := range []int64{secret.ID, deleted.ID, 999} {
		_, err := s.React(ctx, "bob", id, "🎉", noon)
		refused(t, fmt.Sprint("message ", id), err, chat.NotFound)
	}
	equal(t, "a tombstone shows no reactions", len(got(s.Message(ctx, "bob", deleted.ID))(t).Reactions), 0)
	equal(t, "reactions", count(t, s, "SELECT count(*) FROM message_reactions"), int64(1))
}

func testReactionsAreAnsweredAsTheyAreStored(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	m := send(t, s, "alice", "general", "hello", noon)
	for i, press := range []struct{ user, emoji string }{
		{"alice", "👍"}, {"bob", "🎉"}, {"carol", "👍"}, {"alice", "👍"}, {"bob", "👍"}, {"alice", "🎉"}, {"bob", "🎉"}, {"alice", "👍"},
	} {
		told := got(s.React(ctx, press.user, m.ID, press.emoji, noon))(t)
		equal(t, fmt.Sprint("after press ", i), told, got(s.Message(ctx, "alice", m.ID))(t).Reactions)
	}
}

func testSetReactionLeavesWhatIsSo(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	m := send(t, s, "alice", "general", "hello", noon)
	for _, step := range []struct {
		on      bool
		changes bool
	}{{false, false}, {true, true}, {true, false}, {false, true}, {false, false}} {
		s.published.forget()
		must(t, s.SetReaction(t.Context(), "bob", m.ID, "👍", step.on, noon))
		equal(t, fmt.Sprint(step), len(s.published.all()) > 0, step.changes)
		equal(t, fmt.Sprint(step), count(t, s, "SELECT count(*) FROM message_reactions") == 1, step.on)
	}
	must(t, s.DeleteMessage(t.Context(), "alice", m.ID, noon))
	refused(t, "a deleted message", s.SetReaction(t.Context(), "bob", m.ID, "👍", false, noon), chat.NotFound)
}
