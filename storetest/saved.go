package storetest

import (
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("saved", []test{
	{"what is saved is one's own, the last saved first", testSavedIsOnesOwn},
	{"what is saved is shown while it can be seen", testSavedIsShownWhileItCanBeSeen},
})

// saved are the texts that somebody keeps.
func saved(t testing.TB, s *fixture, user string) []string {
	t.Helper()
	return append([]string{}, contents(got(s.Saved(t.Context(), user, 0, 100))(t))...)
}

func testSavedIsOnesOwn(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	var ids []int64
	for _, text := range []string{"1", "2", "3", "4"} {
		ids = append(ids, send(t, s, "alice", "general", text, noon).ID)
	}
	for i, at := range []time.Duration{0, 2, 1, 2} { // two at one time
		must(t, s.SetSaved(ctx, "bob", ids[i], true, after(at*time.Second)))
	}
	must(t, s.SetSaved(ctx, "bob", ids[0], true, after(time.Hour))) // saved already
	all := []string{"4", "2", "3", "1"}
	equal(t, "bob's", saved(t, s, "bob"), all)
	equal(t, "alice's", saved(t, s, "alice"), []string{})
	equal(t, "bob keeps", got(s.IsSaved(ctx, "bob", ids[1]))(t), true)
	equal(t, "alice keeps", got(s.IsSaved(ctx, "alice", ids[1]))(t), false)
	for i := range all[:3] {
		page := got(s.Saved(ctx, "bob", 0, i+1))(t)
		next := got(s.Saved(ctx, "bob", page[i].ID, 1))(t)
		equal(t, "the next", contents(next), all[i+1:i+2])
	}
	must(t, s.SetSaved(ctx, "bob", ids[1], false, noon))
	must(t, s.SetSaved(ctx, "bob", ids[1], false, noon))
	equal(t, "one less", saved(t, s, "bob"), []string{"4", "3", "1"})
	got(s.RemoveMessages(ctx, chat.StampOf(after(time.Minute)), noPause))(t)
	equal(t, "rows of messages that are gone", count(t, s, "SELECT count(*) FROM saved"), int64(0))
}

func testSavedIsShownWhileItCanBeSeen(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	id, channel := newPrivate(t, s, "alice", "bob")
	private, public := send(t, s, "alice", channel, "private", noon), send(t, s, "alice", "general", "public", noon)
	must(t, s.SetSaved(ctx, "bob", public.ID, true, noon))
	must(t, s.SetSaved(ctx, "bob", private.ID, true, after(time.Second)))
	must(t, s.RemoveMember(ctx, "alice", id, "bob", noon))
	equal(t, "removed", saved(t, s, "bob"), []string{"public"})
	refused(t, "remove it", s.SetSaved(ctx, "bob", private.ID, false, noon), chat.NotFound)
	refused(t, "save it again", s.SetSaved(ctx, "bob", private.ID, true, noon), chat.NotFound)
	must(t, s.DeleteMessage(ctx, "alice", public.ID, noon))
	equal(t, "deleted", saved(t, s, "bob"), []string{})
	refused(t, "save what is deleted", s.SetSaved(ctx, "bob", public.ID, true, noon), chat.NotFound)
}
