package storetest

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"minimost/chat"
	"minimost/search"
)

var _ = addTests("search", []test{
	{"a search finds words, beginnings, parts and phrases", testSearchFindsWordsBeginningsPartsAndPhrases},
	{"a search finds what its filters say", testSearchFindsWhatItsFiltersSay},
	{"names that nothing is found for are told from nobody's", testNamesThatNothingIsFoundForAreToldFromNobodys},
	{"a search ends where the asker's sight does", testSearchEndsWhereTheAskersSightDoes},
	{"a text that was edited or deleted is found no more", testTextThatWasEditedOrDeletedIsFoundNoMore},
	{"pages of hits have each hit once", testPagesOfHitsHaveEachHitOnce},
	{"the best hits come first", testBestHitsComeFirst},
	{"pages of the best have each hit once, whatever comes and goes meanwhile", testPagesOfTheBestHaveEachHitOnce},
})

// find is every hit of a query.
func find(t testing.TB, s *fixture, user, query string) []chat.Message {
	t.Helper()
	return findFirst(t, s, user, query, math.MaxInt, 0)
}

// findFirst are the first hits of a query, where a page looks at reads messages at most.
func findFirst(t testing.TB, s *fixture, user, query string, most, reads int) (found []chat.Message) {
	t.Helper()
	q := got(search.Parse(query, nil))(t)
	for page := (search.Page{Reads: reads}); ; {
		result := got(s.Search(t.Context(), user, q, page))(t)
		for _, h := range result.Hits {
			found = append(found, h.Message)
		}
		if len(found) >= most || result.Next == (search.Cursor{}) {
			return found[:min(len(found), most)]
		}
		page.Before = result.Next
	}
}

func texts(messages []chat.Message) []string {
	list := make([]string, len(messages))
	for i, m := range messages {
		list[i] = m.Content
	}
	return list
}

func wantFound(t testing.TB, s *fixture, user, query string, want ...string) {
	t.Helper()
	if got := texts(find(t, s, user, query)); !slices.Equal(got, want) {
		t.Errorf("%s searches for %s:\n got %q\nwant %q", user, query, got, want)
	}
}

func testSearchFindsWordsBeginningsPartsAndPhrases(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	for i, text := range []string{"Deploy the café today", "redeployment", "今日は東京に行く", "Straße und Ärger", "good morning all", "morning, good people", "🎉 done"} {
		send(t, s, "alice", "general", text, after(time.Duration(i)*time.Second))
	}
	wantFound(t, s, "bob", "DEPLOY", "redeployment", "Deploy the café today")
	wantFound(t, s, "bob", "CAFE", "Deploy the café today")
	wantFound(t, s, "bob", "d", "🎉 done", "Deploy the café today")
	wantFound(t, s, "bob", "loy", "redeployment", "Deploy the café today")
	wantFound(t, s, "bob", "oy")
	wantFound(t, s, "bob", `"deploy"`, "Deploy the café today")
	wantFound(t, s, "bob", "京", "今日は東京に行く")
	wantFound(t, s, "bob", "東京に", "今日は東京に行く")
	wantFound(t, s, "bob", "strasse arger", "Straße und Ärger")
	wantFound(t, s, "bob", `"good morning"`, "good morning all")
	wantFound(t, s, "bob", "good morning", "morning, good people", "good morning all")
	wantFound(t, s, "bob", "morning -all", "morning, good people")
	wantFound(t, s, "bob", "🎉", "🎉 done")
	wantFound(t, s, "nobody", "good")
}

func testSearchFindsWhatItsFiltersSay(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	first := send(t, s, "alice", "general", "see https://example.com/plan", noon)
	second := send(t, s, "bob", "random", "plan for bob", after(24*time.Hour))
	send(t, s, "alice", "dm:alice:bob", "plan between us", after(48*time.Hour))
	got(s.React(ctx, "carol", second.ID, "👍", after(49*time.Hour)))(t)
	must(t, s.EditMessage(ctx, "bob", second.ID, "plan for Bob", after(50*time.Hour)))
	markRead(t, s, "alice", "random", second.TS, after(51*time.Hour))
	const d = "the drawing"
	drawing := keepFile(t, s, "alice", "", "drawing.png", "no picture")
	got(s.SendFiles(ctx, "alice", "dm:alice:bob", d, 0, []int64{drawing.ID}, after(52*time.Hour)))(t)
	must(t, s.SetPin(ctx, "bob", second.ID, true, after(53*time.Hour)))
	const a, b, c = "see https://example.com/plan", "plan for Bob", "plan between us"
	for query, want := range map[string][]string{
		"from:ALICE plan":                    {c, a},
		"from:me plan":                       {c, a},
		"from:alice from:bob plan":           {c, b, a},
		"-from:alice plan":                   {b},
		"in:general plan":                    {a},
		"in:#random":                         {b},
		"-in:random plan":                    {c, a},
		"with:bob":                           {d, c},
		"with:carol plan":                    {},
		"before:2026-03-03 plan":             {a},
		"after:2026-03-02 plan":              {c, b},
		"on:2026-03-03 plan":                 {b},
		"has:file":                           {d},
		"-has:file plan":                     {c, b, a},
		"has:file plan":                      {},
		"has:link":                           {a},
		"-has:link plan":                     {c, b},
		"has:reaction":                       {b},
		"-has:reaction plan":                 {c, a},
		"has:pin":                            {b},
		"has:pin -is:edited":                 {},
		"-has:pin plan":                      {c, a},
		"is:edited":                          {b},
		"is:mine plan":                       {c, a},
		"-is:mine":                           {b},
		"is:unread":                          {},
		"is:unread plan from:bob":            {},
		"in:secret plan":                     {},
		"from:nobody plan":                   {},
		`in:"general" from:"alice"`:          {a},
		"after:2026-03-03 before:2026-03-04": {},
	} {
		wantFound(t, s, "alice", query, want...)
	}
	wantFound(t, s, "carol", "is:unread", b, a)
	wantFound(t, s, "carol", "-is:unread plan")
	markRead(t, s, "carol", "random", second.TS, after(54*time.Hour))
	wantFound(t, s, "carol", "is:unread", a)
	wantFound(t, s, "carol", "-is:unread plan", b)
	equal(t, "first", got(s.Search(ctx, "carol", got(search.Parse("example", nil))(t), search.Page{}))(t).Hits[0].Message.ID, first.ID)
}

func testNamesThatNothingIsFoundForAreToldFromNobodys(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	c := got(s.CreatePrivateChannel(ctx, "alice", "Pläne", nil, noon))(t)
	send(t, s, "alice", "general", "zebra", after(time.Second))
	must(t, s.Deactivate(ctx, "", "carol", after(time.Minute)))
	for query, want := range map[string][2][]string{
		"from:bob zebra":                         {},
		"from:ALICE from:carol lion":             {},
		"from:me lion":                           {},
		"from:bbo zebra":                         {{"bbo"}},
		"from:bbo from:alice zebra":              {}, // something is found
		"from:bbo with:cat from:bbo":             {{"bbo", "cat"}},
		"-from:bbo -in:secret lion":              {},
		"in:#secret zebra":                       {nil, {"secret"}},
		"in:plane zebra":                         {nil, {"plane"}},
		"in:" + chat.PrivateChannelID(c.ID):      {nil, {chat.PrivateChannelID(c.ID)}},
		"in:general lion":                        {},
		"in:GENERAL in:secret with:bbo from:bob": {{"bbo"}, {"secret"}},
	} {
		found := got(s.Search(ctx, "bob", got(search.Parse(query, nil))(t), search.Page{}))(t)
		equal(t, query, [2][]string{found.UnknownPeople, found.UnknownChannels}, want)
	}
	must(t, s.AddMember(ctx, "alice", c.ID, "bob", chat.HistoryAll, after(2*time.Minute)))
	found := got(s.Search(ctx, "bob", got(search.Parse("in:plane zebra", nil))(t), search.Page{}))(t)
	equal(t, "to a member", len(found.UnknownChannels), 0)
}

func testSearchEndsWhereTheAskersSightDoes(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	c := got(s.CreatePrivateChannel(ctx, "alice", "Pläne", []string{"carol"}, noon))(t)
	id := chat.PrivateChannelID(c.ID)
	send(t, s, "alice", id, "zebra one", after(time.Minute))
	wantFound(t, s, "carol", "zebra", "zebra one")
	wantFound(t, s, "bob", "zebra")
	must(t, s.AddMember(ctx, "alice", c.ID, "bob", chat.HistoryJoin, after(2*time.Minute)))
	wantFound(t, s, "bob", "zebra")
	send(t, s, "alice", id, "zebra two", after(3*time.Minute))
	wantFound(t, s, "bob", "zebra in:plane", "zebra two")
	must(t, s.RemoveMember(ctx, "alice", c.ID, "carol", after(4*time.Minute)))
	wantFound(t, s, "carol", "zebra")
	wantFound(t, s, "alice", "zebra", "zebra two", "zebra one")
	must(t, s.ArchivePrivateChannel(ctx, "alice", c.ID, after(5*time.Minute)))
	wantFound(t, s, "alice", "zebra")
}

func testTextThatWasEditedOrDeletedIsFoundNoMore(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	ctx := t.Context()
	m := send(t, s, "alice", "general", "giraffe", noon)
	must(t, s.EditMessage(ctx, "alice", m.ID, "elephant", after(time.Second)))
	wantFound(t, s, "alice", "giraffe")
	wantFound(t, s, "alice", "elephant", "elephant")
	must(t, s.DeleteMessage(ctx, "alice", m.ID, after(2*time.Second)))
	wantFound(t, s, "alice", "elephant")
}

func testPagesOfHitsHaveEachHitOnce(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	var want []string
	for i := range 2*chat.SearchPage + 5 {
		text := fmt.Sprint("apple ", i)
		channel := []string{"general", "random"}[i%2]
		send(t, s, "alice", channel, text, after(time.Duration(i/3)*time.Second)) // some at the same time
		want = append([]string{text}, want...)
	}
	equal(t, "the first page", len(got(s.Search(t.Context(), "alice", got(search.Parse("apple", nil))(t), search.Page{}))(t).Hits), 20)
	found := texts(find(t, s, "alice", "apple"))
	slices.Sort(found)
	slices.Sort(want)
	equal(t, "hits", found, want)
}

func testBestHitsComeFirst(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	const year = 365 * 24 * time.Hour
	send(t, s, "alice", "general", "plan of old", noon)
	for i, text := range []string{"plan", "planning", "airplane"} {
		send(t, s, "alice", "general", text, after(year+time.Duration(i)*time.Second))
	}
	q := got(search.Parse("plan", nil))(t)
	q.Best = true
	var found []chat.Message
	for _, h := range got(s.Search(t.Context(), "alice", q, search.Page{}))(t).Hits {
		found = append(found, h.Message)
	}
	equal(t, "the best first, by age too", texts(found), []string{"plan", "planning", "airplane", "plan of old"})
}

func testPagesOfTheBestHaveEachHitOnce(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	ctx := t.Context()
	var sent []chat.Message
	for i := range 2*chat.SearchPage + 5 {
		text := fmt.Sprint([]string{"plan", "planning", "airplane"}[i%3], " ", i)
		sent = append(sent, send(t, s, "alice", "general", text, after(time.Duration(i)*time.Hour)))
	}
	q := got(search.Parse("plan", nil))(t)
	q.Best = true
	seen := make(map[int64]bool)
	page := got(s.Search(ctx, "alice", q, search.Page{}))(t)
	for n := 0; ; n++ {
		for _, h := range page.Hits {
			if seen[h.Message.ID] {
				t.Errorf("%q is on two pages", h.Message.Content)
			}
			seen[h.Message.ID] = true
		}
		if page.Next == (search.Cursor{}) {
			break
		}
		// One more comes, and one of those that were shown goes.
		send(t, s, "alice", "general", "plan, too late", after(time.Duration(100+n)*time.Hour))
		must(t, s.DeleteMessage(ctx, "alice", page.Hits[n].Message.ID, after(time.Duration(100+n)*time.Hour)))
		next := got(search.ParseCursor(page.Next.Text(), true))(t)
		page = got(s.Search(ctx, "alice", q, search.Page{Before: next}))(t)
	}
	equal(t, "hits", len(seen), len(sent))
}
