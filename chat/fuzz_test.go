package chat_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"minimost/chat"
)

func FuzzParseUsername(f *testing.F) {
	for _, seed := range []string{"alice", "a-b_9", "", "System", "everyone", "аlice", "a\x00", " alice", strings.Repeat("x", 33), "\xff", "a:b", "ſystem"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		name, err := chat.ParseUsername(raw)
		if err != nil {
			if name != "" || chat.CodeOf(err) != chat.Invalid {
				t.Fatalf("%q: %q, %v", raw, name, err)
			}
			return
		}
		if name != raw || len(name) > chat.MaxUsernameChars {
			t.Fatalf("%q became %q", raw, name)
		}
		// Whoever has an account can be written to.
		if ch, err := chat.DirectChannelID([]string{name, "~other"}); err != nil || !strings.Contains(ch, name) {
			t.Fatalf("%q has no direct channel: %q, %v", raw, ch, err)
		}
		if strings.EqualFold(name, "system") || strings.ContainsAny(name, ":\n\x00<>\"'& ") {
			t.Fatalf("%q passed", raw)
		}
	})
}

func FuzzCheckPassword(f *testing.F) {
	for _, seed := range []string{"", "password", "Seven quiet herons", "\xff\xff\xff\xff\xff\xff\xff\xff", strings.Repeat("é", 128), strings.Repeat("é", 129), "\x00\x00\x00\x00\x00\x00\x00\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, password string) {
		err := chat.CheckPassword(password)
		if err != nil && chat.CodeOf(err) != chat.Invalid {
			t.Fatalf("%q: %v", password, err)
		}
		if n := len([]rune(password)); err == nil && (n < chat.MinPasswordChars || n > chat.MaxPasswordChars) {
			t.Fatalf("%q passed", password)
		}
	})
}

func FuzzParseChoices(f *testing.F) {
	for _, seed := range []string{"", "auto", "Active", "join", "all", "active ", "\x00", "\xff"} {
		f.Add(seed)
	}
	for _, info := range chat.States {
		f.Add(string(info.State))
	}
	f.Fuzz(func(t *testing.T, raw string) {
		known := slices.ContainsFunc(chat.States, func(info chat.StateInfo) bool { return string(info.State) == raw })
		if s, ok := chat.ParseState(raw); ok != known || ok && string(s) != raw {
			t.Errorf("the state %q is %q, known: %v", raw, s, ok)
		}
		o, ok := chat.ParseOverride(raw)
		if again, fine := chat.ParseOverride(string(o)); ok && (!fine || again != o) || !ok && o != chat.Automatic {
			t.Errorf("the override %q is %q, then %q", raw, o, again)
		}
		h, err := chat.ParseHistory(raw)
		if (err == nil) != (h == chat.HistoryAll || h == chat.HistoryJoin) || err != nil && chat.CodeOf(err) != chat.Invalid {
			t.Errorf("the history %q is %q, %v", raw, h, err)
		}
	})
}

func FuzzParseEmojiData(f *testing.F) {
	for _, seed := range []string{
		"", "null", "[]", `[{"emoji":"👍","annotation":"thumbs up","skins":[{"emoji":"👍🏽"}],"shortcodes":["+1"]}]`, `[{"emoji":""}]`,
		`[{"emoji":"\ufe0f","annotation":"\ufe0f"}]`, `[{"emoji":"a","annotation":" "},{"emoji":"a\ufe0f"}]`, `[{"emoji":1}]`, `[null]`, "[{\"emoji\":\"\xff\"}]",
		`[{"emoji":" a "}]`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		set, err := chat.ParseEmojiSet(data)
		if (err == nil) != (set != nil) {
			t.Fatalf("%v and %v", set, err)
		}
		if err != nil {
			return
		}
		for _, raw := range []string{"a", "👍", "thumbs up", ":+1:", "\ufe0f", "", string(data)} {
			if emoji, err := set.Parse(raw); err == nil && emoji == "" {
				t.Errorf("%q is an emoji without a character", raw)
			}
			set.Find(raw)
			if length := set.Length(raw); length > len(raw) {
				t.Errorf("%q starts with %d bytes", raw, length)
			}
		}
	})
}

func FuzzStamp(f *testing.F) {
	f.Add(int64(1_716_000_000_000_000), 1_716_000_001.456)
	f.Add(int64(0), 0.0)
	f.Add(int64(-1), -1e300)
	f.Add(int64(1)<<52, 9_007_199_254_740_993.0)
	f.Fuzz(func(t *testing.T, micros int64, last float64) {
		// In 2106 a float runs out of microseconds to tell apart.
		if micros < 0 || micros > 1e6<<32 || !chat.Stamp(last).Valid() {
			return
		}
		now := time.UnixMicro(micros)
		if next := chat.NextStamp(now, chat.Stamp(last)); !(next > chat.Stamp(last)) && last < 1e308 {
			t.Errorf("after %v comes %v", last, next)
		}
		if s := chat.StampOf(now); !s.Time().Equal(now) {
			t.Errorf("%v became %v", now, s.Time())
		}
		chat.Stamp(last).Sub(chat.StampOf(now))
	})
}
