package storetest

import (
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("day", []test{
	{"the first message of a time on is found by when it was sent", testFirstSent},
})

func testFirstSent(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	first := send(t, s, "alice", "general", "one", noon)
	second := send(t, s, "alice", "general", "two", after(time.Hour))
	third := send(t, s, "alice", "general", "three", after(25*time.Hour))
	found := func(from time.Duration) int64 { return got(s.FirstSent(ctx, "bob", "general", after(from)))(t) }
	equal(t, "before all", found(-time.Hour), first.ID)
	equal(t, "at one", found(time.Hour), second.ID)
	equal(t, "between two days", found(2*time.Hour), third.ID)
	equal(t, "after all", found(48*time.Hour), int64(0))
	must(t, s.DeleteMessage(ctx, "alice", second.ID, after(26*time.Hour)))
	equal(t, "a deleted one", found(time.Hour), third.ID)
	_, private := newPrivate(t, s, "alice")
	send(t, s, "alice", private, "before bob", after(time.Hour))
	_, err := s.FirstSent(ctx, "carol", private, noon)
	refused(t, "a stranger", err, chat.Forbidden)
}
