package chat_test

import (
	"slices"
	"testing"
	"time"

	"minimost/chat"
)

func TestLeavingTabCountsForTheGraceToTheMicrosecond(t *testing.T) {
	p := bob().Report(t0, "one", "s", chat.Active).Report(after(time.Second), "one", "s", chat.Offline)
	over := time.Second + chat.LeftGrace
	wantSeen(t, p, look{time.Second, chat.Active}, look{over - tick, chat.Active},
		look{over, chat.Offline}, look{time.Minute, chat.Offline})
	if p.State != chat.Active {
		t.Errorf("the row says %s during the grace", p.State)
	}
	if p = p.Sweep(after(over)); p.State != chat.Offline || len(p.Tabs) != 0 {
		t.Errorf("after the grace: %+v", p)
	}
}

func TestGraceIsWholeHoweverLongTheTabWasSilent(t *testing.T) {
	p := bob().Report(t0, "one", "s", chat.Active).Report(after(109*time.Second), "one", "s", chat.Offline)
	over := 109*time.Second + chat.LeftGrace
	wantSeen(t, p, look{over - tick, chat.Active}, look{over, chat.Offline})
}

func TestSayingGoodbyeAgainDoesNotProlongTheGrace(t *testing.T) {
	p := bob().Report(t0, "one", "s", chat.Active)
	for at := time.Second; at <= 2*time.Second; at += 100 * time.Millisecond {
		p = p.Report(after(at), "one", "s", chat.Offline)
	}
	over := time.Second + chat.LeftGrace
	wantSeen(t, p, look{over - tick, chat.Active}, look{over, chat.Offline})
}

func TestTabThatSpeaksAgainIsNotLeaving(t *testing.T) {
	p := bob().Report(t0, "one", "s", chat.Active).
		Report(after(time.Second), "one", "s", chat.Offline).
		Report(after(2*time.Second), "one", "s", chat.Hidden)
	wantSeen(t, p, look{2 * time.Second, chat.Hidden}, look{11 * time.Second, chat.Hidden},
		look{112 * time.Second, chat.Hidden}, look{112*time.Second + tick, chat.Offline})
	if p.Tabs[0].LeftTS != 0 {
		t.Error("it is still marked as leaving")
	}
}

func TestMovingBetweenPagesShowsNoOffline(t *testing.T) {
	for _, gap := range []time.Duration{0, tick, time.Second, chat.LeftGrace - tick} {
		leaves := 105 * time.Second // silent for as long as heartbeats may be lost
		p := bob().Report(t0, "old page", "s", chat.Active)
		wantNeverOffline(t, p, 0, leaves)
		p = p.Report(after(leaves), "old page", "s", chat.Offline)
		wantNeverOffline(t, p, leaves, leaves+gap)
		p = p.Report(after(leaves+gap), "new page", "s", chat.Active)
		wantNeverOffline(t, p, leaves+gap, leaves+gap+110*time.Second)
	}
}

func TestMovingBetweenPagesWhereTheNewOneIsFirst(t *testing.T) {
	p := bob().Report(t0, "old page", "s", chat.Active).
		Report(after(time.Second), "new page", "s", chat.Active).
		Report(after(2*time.Second), "old page", "s", chat.Offline)
	wantNeverOffline(t, p, 0, 111*time.Second)
	if p = p.Sweep(after(12 * time.Second)); len(p.Tabs) != 1 || p.Tabs[0].ID != "new page" {
		t.Errorf("tabs %+v", p.Tabs)
	}
}

func TestOfflineWithoutATabTakesEffectAtOnce(t *testing.T) {
	p := bob().Report(t0, "", "s", chat.Active).Report(after(time.Second), "", "s", chat.Offline)
	wantSeen(t, p, look{time.Second, chat.Offline})
	if p.State != chat.Offline || len(p.Tabs) != 0 {
		t.Errorf("%+v", p)
	}
	if !p.Listed(after(time.Second)) {
		t.Error("who went offline is listed, as offline")
	}
}

func TestOfflineWithoutATabLeavesNamedTabs(t *testing.T) {
	p := bob().Report(t0, "page", "s", chat.Hidden).Report(t0, "", "s", chat.Active).
		Report(after(time.Second), "", "s", chat.Offline)
	wantSeen(t, p, look{time.Second, chat.Hidden}, look{30 * time.Second, chat.Hidden})
}

func TestClosingOneOfTwoTabs(t *testing.T) {
	p := bob().Report(t0, "work", "s", chat.Active).Report(t0, "background", "s", chat.Hidden).
		Report(after(time.Second), "work", "s", chat.Offline)
	wantSeen(t, p, look{time.Second, chat.Active}, look{time.Second + chat.LeftGrace - tick, chat.Active},
		look{time.Second + chat.LeftGrace, chat.Hidden})
}

func TestGoodbyeOfATabNobodyKnowsIsNoTab(t *testing.T) {
	p := bob().Report(t0, "page", "s", chat.Idle).Report(after(time.Second), "unknown", "s", chat.Offline)
	wantSeen(t, p, look{time.Second, chat.Idle}, look{30 * time.Second, chat.Idle})
	if len(p.Tabs) != 1 {
		t.Errorf("tabs %+v", p.Tabs)
	}
	wantSeen(t, bob().Report(t0, "unknown", "s", chat.Offline), look{0, chat.Offline})
}

func TestLogoutWithoutAnotherSessionIsOfflineAtOnce(t *testing.T) {
	p := bob().Report(t0, "one", "mine", chat.Active).Report(t0, "two", "mine", chat.Hidden).Report(t0, "", "mine", chat.Idle).
		Choose(after(time.Second), chat.OverrideActive, 0).
		EndSession(after(2*time.Second), "mine")
	wantSeen(t, p, look{2 * time.Second, chat.Offline}, look{time.Minute, chat.Offline})
	if p.State != chat.Offline || len(p.Tabs) != 0 || p.Override != chat.Automatic || p.OverrideUntil != 0 {
		t.Errorf("%+v", p)
	}
}

func TestLogoutLeavesTheTabsOfAnotherSession(t *testing.T) {
	p := bob().Report(t0, "laptop", "mine", chat.Active).Report(t0, "phone", "other", chat.Idle).
		Choose(after(time.Second), chat.OverrideOffline, 60).
		EndSession(after(2*time.Second), "mine")
	wantSeen(t, p, look{2 * time.Second, chat.Idle}, look{110 * time.Second, chat.Idle}, look{110*time.Second + tick, chat.Offline})
	if p.Override != chat.Automatic || p.OverrideUntil != 0 || p.State != chat.Idle {
		t.Errorf("%+v", p)
	}
	want := []chat.Tab{{ID: "phone", State: chat.Idle, LastSeen: stampAt(0), Session: "other"}}
	if !slices.Equal(p.Tabs, want) {
		t.Errorf("tabs %+v, want %+v", p.Tabs, want)
	}
}

func TestLogoutDoesNotWaitForTheLeaseOfAnotherSession(t *testing.T) {
	p := bob().Report(t0, "phone", "other", chat.Idle).Report(after(time.Minute), "laptop", "mine", chat.Active).
		EndSession(after(2*time.Minute), "mine")
	wantSeen(t, p, look{2 * time.Minute, chat.Offline})
}

func TestLogoutOfAnInvisiblePersonDoesNotShowThatTheyWereHere(t *testing.T) {
	p := bob().Report(t0, "one", "mine", chat.Active).Choose(after(time.Second), chat.OverrideOffline, 0).
		Report(after(50*time.Minute), "one", "mine", chat.Active).
		EndSession(after(2*time.Hour), "mine")
	if p.Seen(after(2*time.Hour)) != chat.Offline || p.Listed(after(2*time.Hour)) || p.LastSeen != stampAt(time.Second) {
		t.Errorf("%+v", p)
	}
}
