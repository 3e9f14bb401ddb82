package chat_test

import (
	"slices"
	"testing"
	"time"

	"minimost/chat"
)

func TestTypingWindow(t *testing.T) {
	tests := map[string]struct {
		sinceKeystroke time.Duration
		want           bool
	}{
		"just now":                      {0, true},
		"a millisecond before the end":  {chat.TypingWindow - time.Millisecond, true},
		"at the end":                    {chat.TypingWindow, true},
		"a microsecond after the end":   {chat.TypingWindow + time.Microsecond, false},
		"a millisecond after the end":   {chat.TypingWindow + time.Millisecond, false},
		"a second ahead":                {-time.Second, true},
		"a microsecond more than ahead": {-time.Second - time.Microsecond, false},
		"a millisecond more than ahead": {-1001 * time.Millisecond, false},
		"an hour ahead, clock set back": {-time.Hour, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			row := chat.Typing{User: "bob", TS: stampAt(0)}
			if got := row.Current(after(tt.sinceKeystroke)); got != tt.want {
				t.Errorf("current = %v, want %v", got, tt.want)
			}
		})
	}
	if (chat.Typing{User: "bob"}).Current(t0) {
		t.Error("a row without a time is current")
	}
}

func TestTypingKeepsWhoStartedFirst(t *testing.T) {
	begun := chat.Typing{User: "bob", TS: stampAt(0), StartedTS: stampAt(-20 * time.Second)}
	tests := map[string]struct {
		row     chat.Typing
		now     time.Time
		started chat.Stamp
	}{
		"the first keystroke":                  {chat.Typing{User: "bob"}, t0, stampAt(0)},
		"while still typing":                   {begun, after(chat.TypingNotice), stampAt(-20 * time.Second)},
		"at the very end of the window":        {begun, after(chat.TypingWindow), stampAt(-20 * time.Second)},
		"after a pause longer than the window": {begun, after(chat.TypingWindow + time.Microsecond), stampAt(chat.TypingWindow + time.Microsecond)},
		"a row of the original's, no start":    {chat.Typing{User: "bob", TS: stampAt(0)}, after(time.Second), stampAt(0)},
		"a clock set back an hour":             {begun, after(-time.Hour), stampAt(-time.Hour)},
		"a clock a little behind":              {begun, after(-time.Second), stampAt(-20 * time.Second)},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			want := chat.Typing{User: "bob", TS: chat.StampOf(tt.now), StartedTS: tt.started}
			if got := tt.row.Keystroke(tt.now); got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
}

func TestTypingRowWithoutAStartBeganAtItsLastKeystroke(t *testing.T) {
	if got := (chat.Typing{TS: 7}).Started(); got != 7 {
		t.Errorf("started %v", got)
	}
	if got := (chat.Typing{TS: 7, StartedTS: 3}).Started(); got != 3 {
		t.Errorf("started %v", got)
	}
}

func TestTypists(t *testing.T) {
	row := func(user string, last, started time.Duration) chat.Typing {
		return chat.Typing{User: user, TS: stampAt(last), StartedTS: stampAt(started)}
	}
	tests := map[string]struct {
		rows []chat.Typing
		want []string
	}{
		"nobody is a list, not null": {nil, []string{}},
		"the reader is never in their own list": {
			[]chat.Typing{row("alice", 0, 0), row("bob", 0, 0)}, []string{"bob"}},
		"a name that only looks like the reader's": {
			[]chat.Typing{row("Alice", 0, 0)}, []string{"Alice"}},
		"who started first, whoever typed last": {
			[]chat.Typing{row("bob", 0, -3*time.Second), row("carol", -time.Second, -9*time.Second)}, []string{"carol", "bob"}},
		"started together: by name": {
			[]chat.Typing{row("dave", 0, 0), row("bob", 0, 0), row("carol", 0, 0)}, []string{"bob", "carol", "dave"}},
		"no start on record means the last keystroke": {
			[]chat.Typing{{User: "bob", TS: stampAt(0)}, row("carol", 0, -time.Second)}, []string{"carol", "bob"}},
		"a stale row is left out": {
			[]chat.Typing{row("bob", -chat.TypingWindow-time.Millisecond, -time.Minute), row("carol", 0, 0)}, []string{"carol"}},
		"a row a second ahead is in, further ahead out": {
			[]chat.Typing{row("bob", time.Second, 0), row("carol", 1001*time.Millisecond, 0)}, []string{"bob"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			before := slices.Clone(tt.rows)
			got := chat.Typists(tt.rows, "alice", t0)
			if got == nil || !slices.Equal(got, tt.want) {
				t.Errorf("got %#v, want %q", got, tt.want)
			}
			if !slices.Equal(tt.rows, before) {
				t.Error("the rows were reordered")
			}
		})
	}
}

func TestTypingIsNotShownByThoseWhoDoNotShareItOrAreInvisible(t *testing.T) {
	for _, tt := range []struct{ share, invisible, want bool }{
		{true, false, true}, {true, true, false}, {false, false, false}, {false, true, false},
	} {
		if got := chat.ShowsTyping(chat.Settings{ShareTyping: tt.share, ShareReceipts: !tt.share}, tt.invisible); got != tt.want {
			t.Errorf("share %v, invisible %v: %v", tt.share, tt.invisible, got)
		}
	}
}
