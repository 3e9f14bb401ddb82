package chat_test

import (
	"slices"
	"testing"
	"time"

	"minimost/chat"
)

// overrides are all but Automatic.
var overrides = func() (chosen []chat.Override) {
	for _, info := range chat.Overrides {
		if info.Override != chat.Automatic {
			chosen = append(chosen, info.Override)
		}
	}
	return slices.Clip(chosen)
}()

func TestParseOverride(t *testing.T) {
	for raw, want := range map[string]chat.Override{
		"": chat.Automatic, "auto": chat.Automatic, "active": chat.OverrideActive,
		"idle": chat.OverrideIdle, "offline": chat.OverrideOffline,
	} {
		if got, ok := chat.ParseOverride(raw); !ok || got != want {
			t.Errorf("ParseOverride(%q) = %q, %v", raw, got, ok)
		}
	}
	for _, raw := range []string{"hidden", "Active", "away", "none", "null", " idle"} {
		if got, ok := chat.ParseOverride(raw); ok || got != chat.Automatic {
			t.Errorf("ParseOverride(%q) = %q, %v", raw, got, ok)
		}
	}
}

func TestOverrideIsWhatOthersSeeWhateverTheTabsDo(t *testing.T) {
	for _, override := range overrides {
		for _, state := range onlineStates() {
			p := bob().Report(t0, "one", "s", state).Choose(after(time.Second), override, 0)
			wantSeen(t, p, look{time.Second, chat.State(override)})
			p = p.Report(after(30*time.Second), "one", "s", state)
			wantSeen(t, p, look{30 * time.Second, chat.State(override)}, look{140 * time.Second, chat.State(override)},
				look{140*time.Second + tick, chat.Offline})
			if got := p.Merged(after(30 * time.Second)); got != state || p.State != state {
				t.Errorf("%s over %s: merged %s, row %s", override, state, got, p.State)
			}
		}
	}
}

func TestClearingAnOverrideFallsBackToTheRealState(t *testing.T) {
	for _, override := range overrides {
		p := bob().Report(t0, "one", "s", chat.Hidden).Choose(after(time.Second), override, 60).
			Choose(after(2*time.Second), chat.Automatic, 60)
		wantSeen(t, p, look{2 * time.Second, chat.Hidden})
		if p.Override != chat.Automatic || p.OverrideUntil != 0 {
			t.Errorf("left: %q until %v", p.Override, p.OverrideUntil)
		}
	}
}

func TestOverrideWithMinutesEndsExactly(t *testing.T) {
	for _, override := range overrides {
		for _, minutes := range []int{1, 30, chat.MaxOverrideMinutes} {
			end := time.Duration(minutes) * time.Minute
			p := bob().Choose(t0, override, minutes).Report(after(end-30*time.Second), "one", "s", chat.Hidden)
			wantSeen(t, p, look{end, chat.State(override)}, look{end + tick, chat.Hidden})
			if got := p.OverrideAt(after(end)); got != override {
				t.Errorf("%s for %d min: %q at its end", override, minutes, got)
			}
			if p.OverrideAt(after(end+tick)) != chat.Automatic || p.Invisible(after(end+tick)) {
				t.Errorf("%s for %d min: in force past its end", override, minutes)
			}
		}
	}
}

func TestOverrideThatIsPastIsForgottenByTheNextReport(t *testing.T) {
	p := bob().Report(t0, "one", "s", chat.Active).Choose(t0, chat.OverrideIdle, 1)
	p = p.Report(after(59*time.Second), "one", "s", chat.Active)
	if p.Override != chat.OverrideIdle || p.OverrideUntil == 0 {
		t.Fatalf("forgotten too early: %+v", p)
	}
	for name, got := range map[string]chat.Presence{
		"report":              p.Report(after(time.Minute+tick), "one", "s", chat.Active),
		"sweep":               p.Sweep(after(time.Minute + tick)),
		"sweep of a lone row": bob().Choose(t0, chat.OverrideIdle, 1).Sweep(after(time.Minute + tick)),
	} {
		if got.Override != chat.Automatic || got.OverrideUntil != 0 {
			t.Errorf("%s leaves %q until %v", name, got.Override, got.OverrideUntil)
		}
	}
}

func TestOverrideWithoutMinutesStandsUntilChanged(t *testing.T) {
	p := bob().Choose(t0, chat.OverrideIdle, 5).Choose(after(time.Minute), chat.OverrideActive, 0)
	p = p.Report(after(1000*time.Hour), "one", "s", chat.Hidden)
	wantSeen(t, p, look{1000 * time.Hour, chat.Active})
}

func TestOverrideNeedsALease(t *testing.T) {
	for _, override := range overrides {
		p := bob().Report(t0, "one", "s", chat.Active).Choose(t0, override, 0)
		wantSeen(t, p, look{110*time.Second + tick, chat.Offline}, look{30 * time.Minute, chat.Offline})
	}
}

func TestOverrideSetWithoutATabStandsForOneLease(t *testing.T) {
	for _, override := range overrides {
		p := bob().Choose(t0, override, 0)
		wantSeen(t, p, look{0, chat.State(override)}, look{110 * time.Second, chat.State(override)},
			look{110*time.Second + tick, chat.Offline})
		if p.State != chat.Offline {
			t.Errorf("%s: the row says %s", override, p.State)
		}
	}
	p := bob().Choose(t0, chat.OverrideActive, 0).Choose(after(time.Second), chat.Automatic, 0)
	wantSeen(t, p, look{time.Second, chat.Offline})
}

func TestOverrideAndThenTheLastTabClosedIsOfflineAfterTheGrace(t *testing.T) {
	for _, override := range []chat.Override{chat.OverrideActive, chat.OverrideIdle} {
		p := bob().Report(t0, "one", "s", chat.Active).Choose(after(time.Second), override, 0).
			Report(after(2*time.Second), "one", "s", chat.Offline)
		wantSeen(t, p, look{2*time.Second + chat.LeftGrace - tick, chat.State(override)},
			look{2*time.Second + chat.LeftGrace, chat.Offline})
		unnamed := bob().Report(t0, "", "s", chat.Active).Choose(after(time.Second), override, 0).
			Report(after(2*time.Second), "", "s", chat.Offline)
		wantSeen(t, unnamed, look{2 * time.Second, chat.Offline})
	}
}

func TestOverrideWaitsForItsOwnerToComeBack(t *testing.T) {
	p := bob().Report(t0, "one", "s", chat.Active).Choose(t0, chat.OverrideIdle, 0)
	wantSeen(t, p, look{time.Hour, chat.Offline})
	wantSeen(t, p.Report(after(time.Hour), "two", "s", chat.Active), look{time.Hour, chat.Idle})
}

func TestOverrideThatAnotherProgramMadeUpIsAutomatic(t *testing.T) {
	p := bob().Report(t0, "one", "s", chat.Hidden)
	for _, made := range []chat.Override{"busy", "hidden", "auto", "OFFLINE"} {
		p.Override = made
		if p.OverrideAt(t0) != chat.Automatic || p.Invisible(t0) {
			t.Errorf("%q is in force", made)
		}
		wantSeen(t, p, look{0, chat.Hidden})
		if q := p.Report(after(time.Second), "one", "s", chat.Hidden); q.Override != chat.Automatic {
			t.Errorf("%q stays", made)
		}
	}
}

func TestInvisibleLastSeenStandsStill(t *testing.T) {
	p := bob().Report(t0, "one", "s", chat.Active).Choose(after(time.Second), chat.OverrideOffline, 0)
	for at := 30 * time.Second; at <= 3*time.Hour; at += 30 * time.Second {
		p = p.Report(after(at), "one", "s", chat.Active)
		if p.LastSeen != stampAt(time.Second) || !p.Invisible(after(at)) || p.Seen(after(at)) != chat.Offline {
			t.Fatalf("after %v: last seen %v, %s", at, p.LastSeen.Time(), p.Seen(after(at)))
		}
		if got, want := p.Listed(after(at)), at <= time.Hour+time.Second; got != want {
			t.Fatalf("after %v: listed %v", at, got)
		}
	}
	if p.Merged(after(3*time.Hour)) != chat.Active {
		t.Error("their own page does not know they are here")
	}

	cleared := p.Choose(after(3*time.Hour+time.Second), chat.Automatic, 0)
	if !cleared.Listed(after(3*time.Hour + time.Second)) {
		t.Error("not listed after clearing")
	}
	wantSeen(t, cleared, look{3*time.Hour + time.Second, chat.Active})
}

func TestInvisibleLooksLikeGone(t *testing.T) {
	here := bob().Report(t0, "one", "s", chat.Active).Choose(after(time.Second), chat.OverrideOffline, 0)
	gone := bob().Report(t0, "", "s", chat.Active).Report(after(time.Second), "", "s", chat.Offline)
	for at := time.Second; at < 2*time.Hour; at += 30 * time.Second {
		here = here.Report(after(at), "one", "s", chat.Active).Sweep(after(at))
		if here.Listed(after(at)) != gone.Listed(after(at)) || here.Seen(after(at)) != gone.Seen(after(at)) {
			t.Fatalf("after %v they can be told apart", at)
		}
	}
}

func TestInvisibleForAWhileShowsAgainByItself(t *testing.T) {
	p := bob().Report(t0, "one", "s", chat.Active).Choose(t0, chat.OverrideOffline, 90)
	for at := 30 * time.Second; at < 90*time.Minute; at += 30 * time.Second {
		p = p.Report(after(at), "one", "s", chat.Active)
	}
	end := 90*time.Minute + tick
	if p.Listed(after(end - tick)) {
		t.Error("listed while invisible")
	}
	if !p.Listed(after(end)) {
		t.Error("not listed though no longer invisible")
	}
	wantSeen(t, p, look{end - tick, chat.Offline}, look{end, chat.Active})
}

func TestListedForAnHourToTheMicrosecond(t *testing.T) {
	p := bob().Report(t0, "one", "s", chat.Active)
	for at, want := range map[time.Duration]bool{0: true, time.Hour: true, time.Hour + tick: false, 24 * time.Hour: false} {
		if got := p.Listed(after(at)); got != want {
			t.Errorf("after %v: listed %v", at, got)
		}
		if got := p.Sweep(after(at)).Listed(after(at)); got != want {
			t.Errorf("swept after %v: listed %v", at, got)
		}
	}
}

func TestChoosingOfflineAgainIsNoSignOfBeingThere(t *testing.T) {
	p := bob().Report(t0, "one", "s", chat.Active).Choose(t0, chat.OverrideOffline, 0)
	p = p.Choose(after(2*time.Hour), chat.OverrideOffline, 60)
	if p.Listed(after(2*time.Hour)) || p.LastSeen != chat.StampOf(t0) {
		t.Errorf("last seen %v", p.LastSeen)
	}
}
