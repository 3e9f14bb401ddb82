package storetest

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("liveness", []test{
	{"each word of a tab is kept", testEachWordOfATabIsKept},
	{"lost tab is offline after its grace", testLostTabIsOfflineAfterItsGrace},
	{"sweep publishes each end once", testSweepPublishesEachEndOnce},
	{"who writes before the sweep publishes the end that it finds", testAWriteBeforeTheSweepPublishesTheEnd},
	{"one write renews the tabs of many", testOneWriteRenewsTheTabsOfMany},
	{"who is renewed among many is as who is renewed alone", testRenewingManyIsRenewingEach},
	{"asking for a page keeps who is on the way to it", testAskingForAPageKeepsWhoIsOnTheWay},
	{"nobody is offline for a time in which nobody could be heard", testNobodyIsOfflineForASleep},
})

// open has a page say that it is there, on a connection of its own.
func open(t testing.TB, s *fixture, user, tab string, now time.Time) {
	t.Helper()
	must(t, s.Say(t.Context(), user, chat.Said{Tab: tab, Session: "s", State: chat.Active, Word: 1, Opens: true}, now))
}

func testEachWordOfATabIsKept(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	open(t, s, "alice", "a", noon)
	want := chat.Tab{ID: "a", Session: "s", State: chat.Active, Word: 1, Connected: true, LastSeen: chat.StampOf(noon)}
	tab := func() chat.Tab { return got(s.Presence(t.Context(), "alice"))(t).Tabs[0] }
	equal(t, "opened", tab(), want)
	must(t, s.Say(t.Context(), "alice", chat.Said{Tab: "a", Session: "s", State: chat.Offline, Going: true, Word: 3}, after(time.Second)))
	want.Word, want.Ending, want.LeftTS, want.LastSeen = 3, chat.EndingGoing, chat.StampOf(after(time.Second)), chat.StampOf(after(time.Second))
	equal(t, "going on", tab(), want)
	must(t, s.Say(t.Context(), "alice", chat.Said{Tab: "a", Session: "s", State: chat.Idle, Word: 2}, after(time.Second)))
	equal(t, "after a word that came late", tab(), want)
}

func testLostTabIsOfflineAfterItsGrace(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	for _, user := range []string{"alice", "bob"} {
		open(t, s, user, "a", noon)
		must(t, s.LoseTab(t.Context(), user, "a", after(time.Second)))
	}
	must(t, s.Say(t.Context(), "bob", chat.Said{Tab: "a", Session: "s", State: chat.Active, Word: 2, Opens: true}, after(2*time.Second)))
	over := after(time.Second + chat.LostGrace)
	equal(t, "a moment before", seen(t, s, "alice", over.Add(-time.Microsecond)), chat.Active)
	equal(t, "then", seen(t, s, "alice", over), chat.Offline)
	equal(t, "who is back", seen(t, s, "bob", over), chat.Active)
	must(t, s.Sweep(t.Context(), noon, over))
	equal(t, "row", storedState(t, s, "alice"), "offline")
	equal(t, "who is back has a row", storedState(t, s, "bob"), "active")
}

func testSweepPublishesEachEndOnce(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	open(t, s, "alice", "a", noon)
	must(t, s.LoseTab(t.Context(), "alice", "a", noon))
	s.published.forget()
	sweep := func(at time.Duration) bool {
		s.published.forget()
		must(t, s.Sweep(t.Context(), after(at-100*time.Millisecond), after(at)))
		return s.published.contain(chat.TopicAppearance("alice"))
	}
	equal(t, "too early", sweep(chat.LostGrace-time.Millisecond), false)
	equal(t, "the end", sweep(chat.LostGrace), true)
	equal(t, "it again", sweep(chat.LostGrace+100*time.Millisecond), false)
	equal(t, "what is remembered of it", len(storedTabs(t, s, "alice")), 1)
	equal(t, "when it is forgotten", sweep(chat.LostGrace+chat.Remembered), false)
	equal(t, "what is left of it", len(storedTabs(t, s, "alice")), 0)
}

// testAWriteBeforeTheSweepPublishesTheEnd: the sweep finds nothing to tell of any more.
func testAWriteBeforeTheSweepPublishesTheEnd(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	open(t, s, "alice", "a", noon)
	must(t, s.Say(t.Context(), "alice", chat.Said{Tab: "b", Session: "s", State: chat.Hidden, Word: 1, Opens: true}, noon))
	must(t, s.LoseTab(t.Context(), "alice", "a", noon))
	s.published.forget()
	renewed := after(chat.LostGrace + 50*time.Millisecond)
	must(t, s.RenewTabs(t.Context(), map[string][]string{"alice": {"b"}}, renewed))
	equal(t, "state", seen(t, s, "alice", renewed), chat.Hidden)
	for _, topic := range []chat.Topic{chat.TopicPresence, chat.TopicAppearance("alice"), chat.TopicPerson("alice")} {
		equal(t, string(topic), s.published.contain(topic), true)
	}
	s.published.forget()
	must(t, s.RenewTabs(t.Context(), map[string][]string{"alice": {"b"}}, renewed.Add(time.Second)))
	equal(t, "again", s.published.contain(chat.TopicAppearance("alice")), false)
}

func testOneWriteRenewsTheTabsOfMany(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	open(t, s, "alice", "a", noon)
	open(t, s, "alice", "b", noon)
	open(t, s, "bob", "a", noon)
	must(t, s.RenewTabs(t.Context(), map[string][]string{"alice": {"a", "b"}, "bob": {"unknown"}}, after(time.Minute)))
	past := after(chat.Lease + time.Second)
	must(t, s.Sweep(t.Context(), noon, past))
	equal(t, "renewed", seen(t, s, "alice", past), chat.Active)
	equal(t, "tabs", storedTabs(t, s, "alice", "bob"), []string{"alice/a", "alice/b"})
	equal(t, "last seen", got(s.Presence(t.Context(), "alice"))(t).LastSeen, chat.StampOf(after(time.Minute)))
	equal(t, "not renewed", seen(t, s, "bob", past), chat.Offline)
	later := after(time.Minute + chat.Lease + time.Second)
	must(t, s.Sweep(t.Context(), past, later))
	equal(t, "row of who was renewed once", storedState(t, s, "alice"), "offline")
}

func testRenewingManyIsRenewingEach(t *testing.T, db Database) {
	s := newStore(t, db)
	ctx, minutes := t.Context(), 1
	tabs, want := make(map[string][]string), make(map[string]chat.Presence)
	for i := range 300 {
		user := fmt.Sprintf("it's \"%d\" ü", i)
		tabs[user] = []string{"a", "b", "unknown"}
		if i%7 == 6 {
			continue // nobody has heard of them
		}
		open(t, s, user, "a", noon)
		switch i % 7 {
		case 1:
			open(t, s, user, "b", after(time.Second))
		case 2:
			must(t, s.LoseTab(ctx, user, "a", after(time.Second)))
		case 3:
			must(t, s.ChooseOverride(ctx, user, chat.OverrideIdle, minutes, noon))
		case 4:
			open(t, s, user, "other", noon)
			must(t, s.Say(ctx, user, chat.Said{Tab: "other", Session: "s", State: chat.Idle, Word: 2}, after(time.Second)))
		case 5:
			must(t, s.Say(ctx, user, chat.Said{Tab: "a", Session: "s", State: chat.Hidden, Word: 2}, after(time.Second)))
		}
	}
	now := after(2 * time.Minute)
	stored := func(user string) chat.Presence {
		p := got(s.Presence(ctx, user))(t)
		slices.SortFunc(p.Tabs, func(a, b chat.Tab) int { return cmp.Compare(a.ID, b.ID) })
		return p
	}
	for user := range tabs {
		want[user] = stored(user).Renew(now, tabs[user])
	}
	must(t, s.CreateUser(ctx, chat.User{Username: "alice", PasswordHash: "hash", CreatedTS: chat.StampOf(noon)})) // no row is remembered
	for _, later := range []time.Duration{0, time.Minute} {                                                       // read, and remembered
		must(t, s.RenewTabs(ctx, tabs, now.Add(later)))
		for user, p := range want {
			p = p.Renew(now.Add(later), tabs[user])
			equal(t, user, stored(user), p)
		}
	}
}

func testAskingForAPageKeepsWhoIsOnTheWay(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	must(t, s.Navigate(t.Context(), "alice", "s", noon))
	equal(t, "a row of nobody", seen(t, s, "alice", noon), chat.State(""))
	open(t, s, "alice", "a", noon)
	must(t, s.LoseTab(t.Context(), "alice", "a", noon))
	must(t, s.Navigate(t.Context(), "alice", "other", after(time.Second)))
	must(t, s.Navigate(t.Context(), "alice", "s", after(2*time.Second)))
	over := after(2*time.Second + chat.GoingGrace)
	equal(t, "on the way", seen(t, s, "alice", over.Add(-time.Microsecond)), chat.Active)
	equal(t, "never there", seen(t, s, "alice", over), chat.Offline)
}

func testNobodyIsOfflineForASleep(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	open(t, s, "alice", "a", noon)
	open(t, s, "bob", "a", before(time.Hour))
	must(t, s.Sweep(t.Context(), before(time.Second), noon))
	woken := after(3 * time.Hour)
	must(t, s.SetClock(t.Context(), woken.Sub(noon), woken))
	must(t, s.Sweep(t.Context(), noon, woken))
	equal(t, "there", seen(t, s, "alice", woken), chat.Active)
	equal(t, "away", storedState(t, s, "bob"), "offline")
	stopped, asleep := woken, 2*chat.Lease
	woken = woken.Add(asleep)
	must(t, s.StandStill(t.Context(), stopped, woken))
	must(t, s.Sweep(t.Context(), stopped, woken))
	equal(t, "there after the process was stopped", seen(t, s, "alice", woken), chat.Active)
	equal(t, "away all the time", storedState(t, s, "bob"), "offline")
	must(t, s.Sweep(t.Context(), woken, woken.Add(chat.Lease+time.Second)))
	equal(t, "never heard of again", storedState(t, s, "alice"), "offline")
}
