package chat_test

import (
	"strings"
	"testing"
	"time"

	"minimost/chat"
)

var (
	midday = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	lunch  = chat.Status{Emoji: "🍽️", Text: "Lunch"}
)

func TestAStatusIsGoneWhenItsTimeIsOver(t *testing.T) {
	ends := midday.Add(time.Hour)
	p := chat.Presence{}.SetStatus(midday, chat.Status{Text: "Lunch", Until: chat.StampOf(ends)})
	for at, there := range map[time.Time]bool{midday: true, ends: true, ends.Add(time.Millisecond): false} {
		if p.SeenStatus(at).IsSet() != there || p.OwnStatus(at).IsSet() != there {
			t.Errorf("at %s it is there: %v", at, !there)
		}
	}
	if until := p.Until(midday); until == 0 || until > chat.StampOf(ends) {
		t.Errorf("the presence stays as it is until %v, past the end of the status", until.Time())
	}
}

func TestOthersSeeTheStatusOfWhenOneBeganToAppearOffline(t *testing.T) {
	p := chat.Presence{}.SetStatus(midday, lunch).Choose(midday, chat.OverrideOffline, 10)
	p = p.SetStatus(midday, chat.Status{Text: "Hiding"})
	if p.SeenStatus(midday) != lunch || p.OwnStatus(midday).Text != "Hiding" {
		t.Errorf("others see %v, oneself %v", p.SeenStatus(midday), p.OwnStatus(midday))
	}
	later := midday.Add(11 * time.Minute)
	if p.SeenStatus(later).Text != "Hiding" {
		t.Errorf("once one appears again others see %v", p.SeenStatus(later))
	}
	if again := p.Choose(later, chat.OverrideOffline, 0); again.SeenStatus(later).Text != "Hiding" {
		t.Errorf("offline again others see %v", again.SeenStatus(later))
	}
	if cleared := p.Choose(midday, chat.Automatic, 0).SetStatus(midday, chat.Status{}).Choose(midday, chat.OverrideOffline, 0); cleared.SeenStatus(midday).IsSet() {
		t.Errorf("one without a status shows %v while offline", cleared.SeenStatus(midday))
	}
}

func TestStatusesEndByTheClockOfWhoSetsThem(t *testing.T) {
	zone := time.FixedZone("there", -5*3600)
	wednesday := time.Date(2026, 11, 25, 22, 30, 0, 0, zone)
	sunday := time.Date(2026, 11, 29, 0, 0, 0, 0, zone)
	for _, c := range []struct {
		duration string
		now      time.Time
		want     string
	}{
		{"30", wednesday, "2026-11-25 23:00:00"}, {"60", wednesday, "2026-11-25 23:30:00"}, {"today", wednesday, "2026-11-25 23:59:59"},
		{"week", wednesday, "2026-11-29 23:59:59"}, {"week", sunday, "2026-11-29 23:59:59"},
	} {
		ends, known := chat.StatusEnds(c.duration, c.now)
		if got := ends.Time().In(zone).Format(time.DateTime); !known || got != c.want {
			t.Errorf("%s from %s ends %s, want %s", c.duration, c.now, got, c.want)
		}
	}
	if ends, known := chat.StatusEnds("", midday); ends != 0 || !known {
		t.Errorf("until changed ends at %v", ends)
	}
	if _, known := chat.StatusEnds("forever", midday); known {
		t.Error("forever is known")
	}
}

func TestWhatPeopleSayOfThemselvesIsOneLineThatCanBeSeen(t *testing.T) {
	for _, c := range []struct {
		raw, want string
		ok        bool
	}{
		{"", "", true}, {"  ", "", true}, {" Zoë  ", "Zoë", true}, {"山田", "山田", true}, {"two\nlines", "", false}, {"a\u202eb", "", false},
		{"\u200b", "", false}, {"a\x00b", "", false}, {"\xff", "", false}, {strings.Repeat("ä", chat.MaxStatusChars+1), "", false},
	} {
		status, err := chat.ParseStatus(chat.Status{Text: c.raw}, midday)
		if (err == nil) != c.ok || c.ok && status.Text != c.want {
			t.Errorf("the status %q is %q, %v", c.raw, status.Text, err)
		}
		profile, err := chat.ProfileChange{DisplayName: &c.raw, Pronouns: &c.raw}.Parse()
		if (err == nil) != c.ok || c.ok && (*profile.DisplayName != c.want || *profile.Pronouns != c.want) {
			t.Errorf("the display name %q: %v", c.raw, err)
		}
	}
	for _, name := range []string{"Admin", "E very one", "MiniMost", "Deleted user 7", "@here", "system"} {
		if _, err := (chat.ProfileChange{DisplayName: &name}).Parse(); err == nil {
			t.Errorf("%q can be a display name", name)
		}
	}
}
