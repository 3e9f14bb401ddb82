package storetest

import (
	"slices"
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("mention", []test{
	{"a mention is of others with access", testAMentionIsOfOthersWithAccess},
	{"a mention of many is of those who are there", testAMentionOfMany},
	{"an edit adds and takes names", testAnEditAddsAndTakesNames},
	{"an edit tells many what the word did that they were told by", testAnEditOfTheWordForMany},
	{"mentions are counted while they are unread", testMentionsAreCountedWhileTheyAreUnread},
	{"who blocks the sender is marked like any and hears of nothing", testWhoBlocksHearsOfNoMention},
	{"an edit names nobody who cannot see the message", testAnEditNamesNobodyWhoCannotSeeTheMessage},
	{"mentions are listed while they can be seen", testMentionsAreListedWhileTheyCanBeSeen},
})

// MentionNames are the names behind an "@" in a text, for Options of stores.
func MentionNames(text string) (names []string) {
	for at, end := chat.NextMention(text, 0); at >= 0; at, end = chat.NextMention(text, end) {
		names = append(names, text[at+1:end])
	}
	return names
}

// mentions are the marked names of a message, sorted, as one user reads it.
func mentions(t testing.TB, s *fixture, user string, id int64) []string {
	t.Helper()
	names := append([]string{}, got(s.Message(t.Context(), user, id))(t).Mentions...)
	slices.Sort(names)
	return names
}

// mentioned are the texts that mention the user, the newest first.
func mentioned(t testing.TB, s *fixture, user string) []string {
	t.Helper()
	texts := []string{}
	for _, m := range got(s.Mentions(t.Context(), user, 0, 100))(t) {
		texts = append(texts, m.Content)
	}
	return texts
}

func testAMentionIsOfOthersWithAccess(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	c := got(s.CreatePrivateChannel(ctx, "alice", "plans", []string{"bob"}, noon))(t)
	for _, test := range []struct {
		channel, text string
		want          []string
	}{
		{"general", "hi @BOB and @carol_, @nobody and @alice", []string{"bob", "carol"}},
		{"general", "no one", []string{}},
		{chat.PrivateChannelID(c.ID), "@bob @carol", []string{"bob"}},
		{"dm:alice:carol", "@bob @carol", []string{"carol"}},
	} {
		m := got(s.Send(ctx, "alice", test.channel, test.text, 0, noon))(t)
		sorted := append([]string{}, m.Mentions...)
		slices.Sort(sorted)
		equal(t, "sent: "+test.text, sorted, test.want)
		equal(t, "read: "+test.text, mentions(t, s, "alice", m.ID), test.want)
		listed := got(s.MessagesAfter(ctx, "alice", test.channel, 0, 1))(t)
		equal(t, "listed: "+test.text, len(listed[0].Mentions), len(test.want))
	}
}

func testAMentionOfMany(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol", "dave")
	ctx := t.Context()
	must(t, s.ReportPresence(ctx, "bob", "s", "t", chat.Active, noon))
	must(t, s.ReportPresence(ctx, "carol", "s", "t", chat.Active, noon))
	must(t, s.ChooseOverride(ctx, "carol", chat.OverrideOffline, 0, noon))
	here := got(s.Send(ctx, "alice", "general", "lunch, @here", 0, noon))(t)
	equal(t, "marked", mentions(t, s, "bob", here.ID), []string{"@here"})
	equal(t, "who is here", mentioned(t, s, "bob"), []string{"lunch, @here"})
	equal(t, "who appears offline", mentioned(t, s, "carol"), []string{})
	equal(t, "who never came", mentioned(t, s, "dave"), []string{})

	all := got(s.Send(ctx, "bob", "dm:alice:bob", "@Channel!", 0, noon))(t)
	equal(t, "everyone there", mentioned(t, s, "alice"), []string{"@Channel!"})
	equal(t, "not the sender", mentioned(t, s, "bob"), []string{"lunch, @here"})
	must(t, s.EditMessage(ctx, "bob", all.ID, "@channel, again", noon))
	equal(t, "the word stays", mentioned(t, s, "alice"), []string{"@channel, again"})
	must(t, s.EditMessage(ctx, "bob", all.ID, "nobody", noon))
	equal(t, "without the word", mentioned(t, s, "alice"), []string{})
}

func testAnEditAddsAndTakesNames(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	m := got(s.Send(ctx, "alice", "general", "@bob", 0, noon))(t)
	must(t, s.EditMessage(ctx, "alice", m.ID, "@carol and @channel", noon))
	equal(t, "marked", mentions(t, s, "alice", m.ID), []string{"carol"})
	equal(t, "bob is not named, and an edit tells no group", mentioned(t, s, "bob"), []string{})
	equal(t, "carol is", mentioned(t, s, "carol"), []string{"@carol and @channel"})
	must(t, s.EditMessage(ctx, "alice", m.ID, "nobody", noon))
	equal(t, "nobody", mentions(t, s, "alice", m.ID), []string{})
	must(t, s.EditMessage(ctx, "alice", m.ID, "@bob", noon))
	equal(t, "bob again", mentions(t, s, "alice", m.ID), []string{"bob"})
	must(t, s.DeleteMessage(ctx, "alice", m.ID, noon))
	equal(t, "deleted", mentioned(t, s, "bob"), []string{})
	equal(t, "rows", count(t, s, "SELECT count(*) FROM mentions"), int64(0))
}

func testAnEditOfTheWordForMany(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	must(t, s.ReportPresence(ctx, "bob", "s", "t", chat.Active, noon))
	m := got(s.Send(ctx, "alice", "general", "lunch, @here", 0, noon))(t)
	must(t, s.EditMessage(ctx, "alice", m.ID, "lunch, @here and @bob", noon))
	marked := mentions(t, s, "alice", m.ID)
	slices.Sort(marked)
	equal(t, "bob is named too", marked, []string{"@here", "bob"})
	equal(t, "and told once", mentioned(t, s, "bob"), []string{"lunch, @here and @bob"})
	must(t, s.EditMessage(ctx, "alice", m.ID, "lunch, @here and @bob, @carol", noon))
	equal(t, "as carol is", mentioned(t, s, "carol"), []string{"lunch, @here and @bob, @carol"})

	other := got(s.Send(ctx, "alice", "general", "tea, @here", 0, noon))(t)
	must(t, s.EditMessage(ctx, "alice", other.ID, "tea, @channel", noon))
	equal(t, "another word marks nothing", mentions(t, s, "alice", other.ID), []string{})
	equal(t, "and takes what the first one did", mentioned(t, s, "bob"), []string{"lunch, @here and @bob, @carol"})
}

func testMentionsAreCountedWhileTheyAreUnread(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	counted := func() int { return got(s.Sidebar(ctx, "bob"))(t)[0].Mentions }
	first := got(s.Send(ctx, "alice", "general", "@bob", 0, noon))(t)
	got(s.Send(ctx, "alice", "general", "hello", 0, noon))(t)
	second := got(s.Send(ctx, "alice", "general", "@bob again", 0, noon))(t)
	equal(t, "two", counted(), 2)
	equal(t, "of three", unread(t, s, "bob", "general"), 3)
	markRead(t, s, "bob", "general", first.TS, noon)
	equal(t, "one", counted(), 1)
	must(t, s.EditMessage(ctx, "alice", second.ID, "never mind", noon))
	equal(t, "taken back", counted(), 0)
	equal(t, "still unread", unread(t, s, "bob", "general"), 2)

	c := got(s.CreatePrivateChannel(ctx, "alice", "plans", []string{"bob"}, noon))(t)
	got(s.Send(ctx, "alice", chat.PrivateChannelID(c.ID), "@bob", 0, noon))(t)
	private := got(s.Sidebar(ctx, "bob"))(t)[2]
	equal(t, "in a private channel", private.Mentions, 1)
}

func testMentionsAreListedWhileTheyCanBeSeen(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	c := got(s.CreatePrivateChannel(ctx, "alice", "plans", []string{"bob"}, noon))(t)
	for _, text := range []string{"@bob 1", "@bob 2", "@bob 3"} {
		got(s.Send(ctx, "alice", "general", text, 0, noon))(t)
		got(s.Send(ctx, "alice", chat.PrivateChannelID(c.ID), text+" in private", 0, noon))(t)
	}
	all := mentioned(t, s, "bob")
	equal(t, "all", all, []string{"@bob 3 in private", "@bob 3", "@bob 2 in private", "@bob 2", "@bob 1 in private", "@bob 1"})
	page := got(s.Mentions(ctx, "bob", 0, 2))(t)
	equal(t, "a page", len(page), 2)
	next := got(s.Mentions(ctx, "bob", page[1].ID, 2))(t)
	equal(t, "the next", []string{next[0].Content, next[1].Content}, all[2:4])
	must(t, s.RemoveMember(ctx, "alice", c.ID, "bob", noon))
	equal(t, "removed", mentioned(t, s, "bob"), []string{"@bob 3", "@bob 2", "@bob 1"})
	equal(t, "a page of what is left", len(got(s.Mentions(ctx, "bob", 0, 2))(t)), 2)
	equal(t, "others", mentioned(t, s, "alice"), []string{})
}

func testWhoBlocksHearsOfNoMention(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	must(t, s.Block(ctx, "bob", "alice", noon))
	m := got(s.Send(ctx, "alice", "general", "@bob @carol", 0, noon))(t)
	equal(t, "marked", mentions(t, s, "alice", m.ID), []string{"bob", "carol"})
	equal(t, "bob's", mentioned(t, s, "bob"), []string{})
	equal(t, "bob's count", got(s.Sidebar(ctx, "bob"))(t)[0].Mentions, 0)
	equal(t, "carol's", mentioned(t, s, "carol"), []string{"@bob @carol"})
	got(s.Send(ctx, "alice", "general", "@channel", 0, noon))(t)
	equal(t, "bob's of many", mentioned(t, s, "bob"), []string{})
}

func testAnEditNamesNobodyWhoCannotSeeTheMessage(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	ctx := t.Context()
	c := got(s.CreatePrivateChannel(ctx, "alice", "plans", nil, noon))(t)
	m := got(s.Send(ctx, "alice", chat.PrivateChannelID(c.ID), "early", 0, noon))(t)
	must(t, s.AddMember(ctx, "alice", c.ID, "bob", chat.HistoryJoin, noon.Add(time.Minute)))
	must(t, s.EditMessage(ctx, "alice", m.ID, "early, @bob", noon.Add(time.Hour)))
	equal(t, "marked", mentions(t, s, "alice", m.ID), []string{})
}
