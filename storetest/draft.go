package storetest

import (
	"testing"

	"minimost/chat"
)

var _ = addTests("drafts", []test{
	{"a draft is one person's, one a channel, and gone when it is empty", testADraftIsOnePersons},
	{"drafts are refused without access, and not shown after it", testDraftsWithoutAccess},
	{"there is an end to drafts", testThereIsAnEndToDrafts},
})

func drafts(t testing.TB, s *fixture, user string) (list []string) {
	t.Helper()
	for _, d := range got(s.Drafts(t.Context(), user))(t) {
		list = append(list, d.Channel+": "+d.Text)
	}
	return list
}

func testADraftIsOnePersons(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	for _, text := range []string{"half", "half a\nthought "} {
		s.published.forget()
		must(t, s.SaveDraft(t.Context(), "alice", "general", text, noon))
		equal(t, "published", s.published.contain(chat.TopicDrafts("alice")), true)
	}
	must(t, s.SaveDraft(t.Context(), "bob", "general", "bob's", noon))
	must(t, s.SaveDraft(t.Context(), "alice", "dm:alice:bob", "psst", noon))
	s.published.forget()
	must(t, s.SaveDraft(t.Context(), "alice", "general", "half a\nthought ", noon))
	must(t, s.SaveDraft(t.Context(), "alice", "random", "", noon))
	equal(t, "published by a change of nothing", s.published.contain(chat.TopicDrafts("alice")), false)
	equal(t, "alice's", drafts(t, s, "alice"), []string{"dm:alice:bob: psst", "general: half a\nthought "})
	must(t, s.SaveDraft(t.Context(), "alice", "general", "", noon))
	equal(t, "alice's that are left", drafts(t, s, "alice"), []string{"dm:alice:bob: psst"})
	equal(t, "bob's", drafts(t, s, "bob"), []string{"general: bob's"})
	equal(t, "rows", db.Count(t, "SELECT count(*) FROM drafts"), int64(2))
}

func testDraftsWithoutAccess(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	c, private := newPrivate(t, s, "alice", "bob")
	for _, channel := range []string{private, "private:99", "dm:alice:bob", "nowhere", ""} {
		refused(t, channel, s.SaveDraft(t.Context(), "carol", channel, "mine", noon), chat.Forbidden)
	}
	must(t, s.SaveDraft(t.Context(), "bob", private, "of plans", noon))
	must(t, s.RemoveMember(t.Context(), "alice", c, "bob", noon))
	equal(t, "bob's", drafts(t, s, "bob"), []string(nil))
	equal(t, "rows", db.Count(t, "SELECT count(*) FROM drafts"), int64(1))
}

func testThereIsAnEndToDrafts(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	for range chat.MaxDrafts {
		_, channel := newPrivate(t, s, "alice")
		must(t, s.SaveDraft(t.Context(), "alice", channel, "x", noon))
	}
	refused(t, "one more", s.SaveDraft(t.Context(), "alice", "general", "x", noon), chat.Conflict)
	must(t, s.SaveDraft(t.Context(), "alice", "private:1", "still", noon))
}
