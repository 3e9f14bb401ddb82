package storetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("presence", []test{
	{"tabs merge into the row", testTabsMergeIntoTheRow},
	{"lease ends without another report", testLeaseEndsWithoutAnotherReport},
	{"sweep makes the rows tell the truth", testSweepMakesTheRowsTellTheTruth},
	{"tab that speaks again within its grace does not flicker", testTabThatSpeaksAgainWithinItsGraceDoesNotFlicker},
	{"restart leaves nobody online and no override", testRestartLeavesNobodyOnlineAndNoOverride},
	{"override shows until its time and needs a lease", testOverrideShowsUntilItsTimeAndNeedsALease},
	{"invisible last seen stands still", testInvisibleLastSeenStandsStill},
	{"logging out leaves the other session online", testLoggingOutLeavesTheOtherSessionOnline},
	{"of more than fifty tabs the longest silent go", testOfMoreThanFiftyTabsTheLongestSilentGo},
	{"two sessions reporting at once lose no tab", testTwoSessionsReportingAtOnceLoseNoTab},
	{"list holds whoever reported within the hour", testListHoldsWhoeverReportedWithinTheHour},
	{"every state is stored and counted", testEveryStateIsStoredAndCounted},
})

func report(t testing.TB, s *fixture, user, session, tab string, state chat.State, now time.Time) {
	t.Helper()
	must(t, s.ReportPresence(t.Context(), user, session, tab, state, now))
}

// seen is how others see the user through the list.
func seen(t testing.TB, s *fixture, user string, now time.Time) chat.State {
	t.Helper()
	for _, p := range got(s.Presences(t.Context(), now))(t) {
		if p.User == user && p.Listed(now) {
			return p.Seen(now)
		}
	}
	return ""
}

// storedState is what the stored row says, as other programs see it.
func storedState(t testing.TB, s *fixture, user string) string {
	t.Helper()
	return string(got(s.Presence(t.Context(), user))(t).State)
}

// storedTabs are the tabs that are stored, "user/tab", by name.
func storedTabs(t testing.TB, s *fixture, users ...string) []string {
	t.Helper()
	tabs := []string{}
	for _, user := range users {
		for _, tab := range got(s.Presence(t.Context(), user))(t).Tabs {
			tabs = append(tabs, user+"/"+tab.ID)
		}
	}
	slices.Sort(tabs)
	return tabs
}

func testTabsMergeIntoTheRow(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	for _, c := range []struct {
		tab    string
		state  chat.State
		merged chat.State
	}{
		{"a", chat.Hidden, chat.Hidden}, {"b", chat.Idle, chat.Idle}, {"", chat.Active, chat.Active},
		{"", chat.Offline, chat.Idle}, {"b", chat.Hidden, chat.Hidden},
	} {
		report(t, s, "alice", "s", c.tab, c.state, noon)
		equal(t, fmt.Sprintf("row after %s of tab %q", c.state, c.tab), storedState(t, s, "alice"), string(c.merged))
		equal(t, fmt.Sprintf("shown after %s of tab %q", c.state, c.tab), seen(t, s, "alice", noon), c.merged)
	}
}

func testLeaseEndsWithoutAnotherReport(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	report(t, s, "alice", "s", "a", chat.Active, noon)
	equal(t, "at the end of the lease", seen(t, s, "alice", after(chat.Lease)), chat.Active)
	equal(t, "past it", seen(t, s, "alice", after(chat.Lease+time.Millisecond)), chat.Offline)
	equal(t, "at the end of the hour", seen(t, s, "alice", after(time.Hour)), chat.Offline)
	equal(t, "past the hour", seen(t, s, "alice", after(time.Hour+time.Second)), chat.State(""))
}

func testSweepMakesTheRowsTellTheTruth(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	ctx := t.Context()
	report(t, s, "alice", "s", "a", chat.Active, noon)
	report(t, s, "alice", "s", "b", chat.Hidden, after(100*time.Second))
	report(t, s, "bob", "s", "a", chat.Active, after(105*time.Second))
	report(t, s, "bob", "s", "a", chat.Offline, after(105*time.Second))
	report(t, s, "carol", "s", "a", chat.Active, after(105*time.Second))

	must(t, s.Sweep(ctx, noon, after(105*time.Second+chat.LeftGrace-time.Millisecond)))
	equal(t, "bob's grace holds", storedState(t, s, "bob"), "active")
	must(t, s.Sweep(ctx, noon, after(115*time.Second)))
	equal(t, "alice's first tab lapsed", storedState(t, s, "alice"), "hidden")
	equal(t, "bob's grace ended", storedState(t, s, "bob"), "offline")
	equal(t, "carol is there", storedState(t, s, "carol"), "active")
	equal(t, "tabs", storedTabs(t, s, "alice", "bob", "carol"), []string{"alice/b", "carol/a"})
	must(t, s.Sweep(ctx, noon, after(time.Hour)))
	equal(t, "tabs at last", count(t, s, "SELECT count(*) FROM presence_tabs"), int64(0))
	equal(t, "alice at last", storedState(t, s, "alice"), "offline")
}

func testTabThatSpeaksAgainWithinItsGraceDoesNotFlicker(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	report(t, s, "alice", "s", "a", chat.Active, noon)
	report(t, s, "alice", "s", "a", chat.Offline, after(time.Second))
	equal(t, "during the grace", seen(t, s, "alice", after(2*time.Second)), chat.Active)
	report(t, s, "alice", "s", "a", chat.Active, after(2*time.Second))
	equal(t, "after it", seen(t, s, "alice", after(20*time.Second)), chat.Active)
}

func testRestartLeavesNobodyOnlineAndNoOverride(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	report(t, s, "alice", "s", "a", chat.Active, noon)
	must(t, s.ChooseOverride(t.Context(), "bob", chat.OverrideActive, 60, noon))
	must(t, s.ResetPresence(t.Context()))
	for _, user := range []string{"alice", "bob"} {
		p := got(s.Presence(t.Context(), user))(t)
		equal(t, user+"'s override", p.Override, chat.Automatic)
		equal(t, user+"'s tabs", len(p.Tabs), 0)
		equal(t, user, seen(t, s, user, noon), chat.Offline)
		equal(t, user+"'s row", storedState(t, s, user), "offline")
	}
}

func testOverrideShowsUntilItsTimeAndNeedsALease(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	ctx := t.Context()
	report(t, s, "alice", "s", "a", chat.Active, noon)
	must(t, s.ChooseOverride(ctx, "alice", chat.OverrideIdle, 1, noon))
	equal(t, "at its end", seen(t, s, "alice", after(time.Minute)), chat.Idle)
	must(t, s.Sweep(ctx, noon, after(time.Minute)))
	equal(t, "swept at its end", got(s.Presence(ctx, "alice"))(t).Override, chat.OverrideIdle)
	equal(t, "past it", seen(t, s, "alice", after(time.Minute+time.Millisecond)), chat.Active)
	must(t, s.Sweep(ctx, noon, after(time.Minute+time.Millisecond)))
	equal(t, "swept past it", got(s.Presence(ctx, "alice"))(t).Override, chat.Automatic)
	equal(t, "the row keeps the real state", storedState(t, s, "alice"), "active")
	must(t, s.ChooseOverride(ctx, "alice", chat.OverrideActive, 0, noon))
	equal(t, "with every tab gone", seen(t, s, "alice", after(chat.Lease+time.Second)), chat.Offline)
	report(t, s, "alice", "s", "a", chat.Hidden, after(2*time.Minute))
	equal(t, "back again", seen(t, s, "alice", after(2*time.Minute)), chat.Active)
	must(t, s.ChooseOverride(ctx, "alice", chat.Automatic, 0, after(2*time.Minute)))
	equal(t, "Automatic", seen(t, s, "alice", after(2*time.Minute)), chat.Hidden)
}

func testInvisibleLastSeenStandsStill(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	ctx := t.Context()
	report(t, s, "alice", "s", "a", chat.Active, noon)
	must(t, s.ChooseOverride(ctx, "alice", chat.OverrideOffline, 0, after(time.Second)))
	then := got(s.Presence(ctx, "alice"))(t).LastSeen
	for i := range 150 {
		now := after(time.Duration(i) * 30 * time.Second)
		report(t, s, "alice", "s", "a", chat.Active, now)
	}
	equal(t, "last seen", got(s.Presence(ctx, "alice"))(t).LastSeen, then)
	equal(t, "an hour later", seen(t, s, "alice", after(75*time.Minute)), chat.State(""))
}

func testLoggingOutLeavesTheOtherSessionOnline(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	ctx := t.Context()
	report(t, s, "alice", "laptop", "a", chat.Active, noon)
	report(t, s, "alice", "phone", "b", chat.Idle, noon)
	must(t, s.ChooseOverride(ctx, "alice", chat.OverrideActive, 0, noon))
	must(t, s.EndSession(ctx, "alice", "laptop", after(time.Second)))
	equal(t, "the phone's state", seen(t, s, "alice", after(time.Second)), chat.Idle)
	equal(t, "override", got(s.Presence(ctx, "alice"))(t).Override, chat.Automatic)
	must(t, s.EndSession(ctx, "alice", "phone", after(2*time.Second)))
	equal(t, "offline at once", seen(t, s, "alice", after(2*time.Second)), chat.Offline)
	equal(t, "row", storedState(t, s, "alice"), "offline")
	equal(t, "tabs", count(t, s, "SELECT count(*) FROM presence_tabs"), int64(0))
}

func testOfMoreThanFiftyTabsTheLongestSilentGo(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	for i := range chat.MaxTabs + 5 {
		report(t, s, "alice", "s", fmt.Sprint("tab", i), chat.Active, after(time.Duration(i)*time.Millisecond))
	}
	equal(t, "tabs", count(t, s, "SELECT count(*) FROM presence_tabs"), int64(chat.MaxTabs))
	for _, tab := range []string{"tab0", "tab1", "tab2", "tab3", "tab4"} {
		equal(t, tab+" is stored", slices.Contains(storedTabs(t, s, "alice"), "alice/"+tab), false)
	}
}

func testTwoSessionsReportingAtOnceLoseNoTab(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	together(t, 8, func(i int) error {
		for j := range 5 {
			state := []chat.State{chat.Hidden, chat.Idle, chat.Active}[j%3]
			if err := s.ReportPresence(t.Context(), "alice", fmt.Sprint("session", i), fmt.Sprint("tab", i), state, noon); err != nil {
				return err
			}
		}
		return nil
	})
	equal(t, "tabs", len(storedTabs(t, s, "alice")), 8)
	for _, tab := range got(s.Presence(t.Context(), "alice"))(t).Tabs {
		equal(t, tab.ID, tab.State, chat.Idle)
	}
	equal(t, "row", storedState(t, s, "alice"), "idle")
}

func testListHoldsWhoeverReportedWithinTheHour(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	report(t, s, "carol", "s", "a", chat.Active, noon)
	report(t, s, "alice", "s", "a", chat.Hidden, after(59*time.Minute))
	report(t, s, "bob", "s", "a", chat.Active, before(time.Minute))
	var names []string
	for _, p := range got(s.Presences(t.Context(), after(time.Hour)))(t) {
		names = append(names, p.User)
	}
	equal(t, "listed", names, []string{"alice", "carol"})
}

// A state that the tables' CHECKs refuse needs a migration.
func testEveryStateIsStoredAndCounted(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	for _, info := range chat.States {
		report(t, s, "alice", "s", "", info.State, noon)
		equal(t, "stored", storedState(t, s, "alice"), string(info.State))
		counted := got(s.PeopleOnline(t.Context(), noon))(t)
		if _, ok := counted[info.State]; ok != info.Online {
			t.Errorf("%s is counted: %v", info.State, counted)
		}
		for state, people := range counted {
			if (people == 1) != (state == info.State) {
				t.Errorf("%s: %d people are %s", info.State, people, state)
			}
		}
	}
}
