package storetest

import (
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
