package storetest

import (
	"fmt"
	"slices"
	"testing"

	"minimost/chat"
)

// Who keeps a channel's messages reads those alone that were sent since, unless one was
// revised.
func testWhatChangesAMessageIsPublishedAsARevision(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	ctx := t.Context()
	first := send(t, s, "alice", "general", "first", noon)
	s.published.forget()
	second := send(t, s, "alice", "general", "second", noon)
	third := send(t, s, "alice", "general", "third", noon)
	equal(t, "a message revises others", slices.Contains(s.published.all(), chat.TopicRevisions("general")), false)
	must(t, s.DeleteMessage(ctx, "alice", second.ID, noon))
	equal(t, "sent since", contents(got(s.MessagesSent(ctx, "general", first.TS, 10))(t)), []string{"third"})
	equal(t, "sent since, at most one", contents(got(s.MessagesSent(ctx, "general", 0, 1))(t)), []string{"first"})
	for what, change := range map[string]func() error{
		"an edit":    func() error { return s.EditMessage(ctx, "alice", third.ID, "3", noon) },
		"a deletion": func() error { return s.DeleteMessage(ctx, "alice", first.ID, noon) },
		"a pin":      func() error { return s.SetPin(ctx, "alice", third.ID, true, noon) },
		"a reaction": func() error { _, err := s.React(ctx, "alice", third.ID, "👍", noon); return err },
	} {
		s.published.forget()
		must(t, change())
		equal(t, what+" is a revision", slices.Contains(s.published.all(), chat.TopicRevisions("general")), true)
	}
}

// What was just sent is remembered until anything else changes in the channel, through whichever store: it is what is stored.
func testWhatWasSentIsWhatIsStored(t *testing.T, db Database) {
	pair := newPair(t, db, "alice", "bob")
	ctx, last := t.Context(), send(t, pair[0], "alice", "general", "first", noon)
	stamps := []chat.Stamp{0, last.TS}
	reply := func(s *fixture) error {
		_, err := s.Send(ctx, "bob", "general", "a reply", last.ID, noon)
		return err
	}
	plain := func(s *fixture) error {
		last = send(t, s, "alice", "general", "plain", noon)
		return nil
	}
	steps := []func(*fixture) error{
		plain, plain, reply, plain,
		func(s *fixture) error { return onlyError(s.Send(ctx, "alice", "general", "for @bob", 0, noon)) },
		plain,
		func(s *fixture) error { return s.EditMessage(ctx, "alice", last.ID, "edited", noon) },
		plain,
		func(s *fixture) error { return onlyError(s.React(ctx, "bob", last.ID, "👍", noon)) },
		plain, plain,
		func(s *fixture) error { return s.DeleteMessage(ctx, "alice", last.ID, noon) },
		plain, plain,
	}
	for i, step := range steps {
		by, other := pair[i/2%2], pair[1-i/2%2]
		other.published.forget()
		must(t, step(by))
		eventually(t, "the other publishes it", func() bool { return heard(other, chat.TopicMessages("general")) })
		newest, _, err := by.RecentMessages(ctx, "general", 50)
		must(t, err)
		stamps = append(stamps, newest[len(newest)-1].TS)
		for _, after := range stamps {
			want := slices.DeleteFunc(slices.Clone(newest), func(m chat.Message) bool { return m.TS <= after || m.Deleted })
			for which, s := range pair {
				sent := got(s.MessagesSent(ctx, "general", after, 50))(t)
				equal(t, fmt.Sprintf("step %d, sent after %s, store %d", i, after.Text(), which), fmt.Sprintf("%+v", sent), fmt.Sprintf("%+v", want))
			}
		}
	}
}
