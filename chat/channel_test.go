package chat_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"minimost/chat"
)

func TestParseChannelAccepts(t *testing.T) {
	tests := map[string]chat.Channel{
		"general":                     {Kind: chat.Public},
		"a":                           {Kind: chat.Public},
		"0":                           {Kind: chat.Public},
		"-":                           {Kind: chat.Public},
		"_a-1":                        {Kind: chat.Public},
		"dm":                          {Kind: chat.Public},
		"private":                     {Kind: chat.Public},
		strings.Repeat("x", 80):       {Kind: chat.Public},
		"private:1":                   {Kind: chat.Private, PrivateID: 1},
		"private:42":                  {Kind: chat.Private, PrivateID: 42},
		"private:9223372036854775807": {Kind: chat.Private, PrivateID: 9223372036854775807},
		"dm:alice:bob":                {Kind: chat.Direct, Participants: []string{"alice", "bob"}},
		"dm:alice:bob:carol":          {Kind: chat.Direct, Participants: []string{"alice", "bob", "carol"}},
		"dm:Bob:alice":                {Kind: chat.Direct, Participants: []string{"Bob", "alice"}},
		"dm:bob:bobby":                {Kind: chat.Direct, Participants: []string{"bob", "bobby"}},
		"dm:user10:user9":             {Kind: chat.Direct, Participants: []string{"user10", "user9"}},
		"dm:zoe:émile":                {Kind: chat.Direct, Participants: []string{"zoe", "émile"}},
	}
	for id, want := range tests {
		t.Run(id, func(t *testing.T) {
			want.ID = id
			got, err := chat.ParseChannel(id)
			if err != nil {
				t.Fatal(err)
			}
			if got.ID != want.ID || got.Kind != want.Kind || got.PrivateID != want.PrivateID ||
				!slices.Equal(got.Participants, want.Participants) {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
}

func TestParseChannelRefusesEveryOtherSpelling(t *testing.T) {
	tests := map[string]string{
		"empty":                      "",
		"upper case":                 "General",
		"81 characters":              strings.Repeat("x", 81),
		"a space":                    "my channel",
		"a space before":             " general",
		"a line end after":           "general\n",
		"a second line":              "general\nrandom",
		"a NUL":                      "general\x00",
		"a slash":                    "a/b",
		"a dot":                      "..",
		"letters beyond ASCII":       "allgemeinüber",
		"a Cyrillic look-alike":      "gеneral",
		"a full-width digit":         "channel１",
		"a hash sign":                "#general",
		"a percent escape":           "%67eneral",
		"not UTF-8":                  "gen\xffral",
		"an unknown prefix":          "group:alice:bob",
		"direct: nobody":             "dm:",
		"direct: one":                "dm:alice",
		"direct: one and nobody":     "dm:alice:",
		"direct: nobody and one":     "dm::alice",
		"direct: nobody between":     "dm:alice::bob",
		"direct: nobody twice":       "dm::",
		"direct: unsorted":           "dm:bob:alice",
		"direct: sorted as people":   "dm:alice:Bob",
		"direct: sorted by number":   "dm:user9:user10",
		"direct: - and _ and letter": "dm:a-b:ab:a_b",
		"direct: twice the same":     "dm:alice:alice",
		"direct: repeated":           "dm:alice:bob:bob",
		"direct: unsorted at last":   "dm:alice:carol:bob",
		"direct: prefix in capitals": "DM:alice:bob",
		"direct: not UTF-8":          "dm:alice:\xff",
		"private: no number":         "private:",
		"private: zero":              "private:0",
		"private: minus zero":        "private:-0",
		"private: negative":          "private:-1",
		"private: a plus":            "private:+1",
		"private: a leading zero":    "private:01",
		"private: hexadecimal":       "private:0x1",
		"private: an underscore":     "private:1_0",
		"private: a space":           "private: 1",
		"private: a space after":     "private:1 ",
		"private: a line end":        "private:1\n",
		"private: a fraction":        "private:1.0",
		"private: an exponent":       "private:1e3",
		"private: Arabic digits":     "private:١",
		"private: a name":            "private:general",
		"private: capitals":          "Private:1",
		"private: a colon more":      "private:1:2",
		"private: one past int64":    "private:9223372036854775808",
		"private: twenty nines":      "private:99999999999999999999",
	}
	for name, id := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := chat.ParseChannel(id)
			wantCode(t, err, chat.Invalid)
			if got.ID != "" || got.Participants != nil {
				t.Errorf("a refused channel still has %+v", got)
			}
		})
	}
}

func TestDirectChannelID(t *testing.T) {
	tests := map[string]struct {
		names []string
		want  string
	}{
		"sorted":                    {[]string{"alice", "bob"}, "dm:alice:bob"},
		"unsorted":                  {[]string{"bob", "alice"}, "dm:alice:bob"},
		"by byte, capitals first":   {[]string{"alice", "Bob"}, "dm:Bob:alice"},
		"each counted once":         {[]string{"bob", "alice", "bob"}, "dm:alice:bob"},
		"a group":                   {[]string{"carol", "bob", "alice"}, "dm:alice:bob:carol"},
		"nobody":                    {nil, ""},
		"one":                       {[]string{"alice"}, ""},
		"one, twice":                {[]string{"alice", "alice"}, ""},
		"an empty name":             {[]string{"alice", ""}, ""},
		"not UTF-8":                 {[]string{"alice", "\xff"}, ""},
		"a colon that unsorts them": {[]string{"a:z", "b"}, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			before := slices.Clone(tt.names)
			got, err := chat.DirectChannelID(tt.names)
			if tt.want == "" {
				wantCode(t, err, chat.Invalid)
			} else if err != nil {
				t.Fatal(err)
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if !slices.Equal(tt.names, before) {
				t.Errorf("the names were reordered: %q", tt.names)
			}
		})
	}
}

func TestDirectChannelIncludesOnlyItsParticipantsAsSpelled(t *testing.T) {
	ch, err := chat.ParseChannel("dm:alice:bob")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{
		"alice": true, "bob": true, "Alice": false, "ali": false, "alice:bob": false, "": false, "carol": false,
	} {
		if got := ch.Includes(name); got != want {
			t.Errorf("Includes(%q) = %v", name, got)
		}
	}
	if (chat.Channel{ID: "general"}).Includes("alice") {
		t.Error("a public channel has no participants")
	}
}

func TestParsePublicNames(t *testing.T) {
	good := map[string]struct{ list, want []string }{
		"the default":            {[]string{"general", "random"}, []string{"general", "random"}},
		"the order given":        {[]string{"z", "a"}, []string{"z", "a"}},
		"spaces after the comma": {[]string{"general", " random "}, []string{"general", "random"}},
		"80 characters":          {[]string{strings.Repeat("x", 80)}, []string{strings.Repeat("x", 80)}},
	}
	for name, tt := range good {
		t.Run(name, func(t *testing.T) {
			got, err := chat.ParsePublicNames(tt.list)
			if err != nil || !slices.Equal(got, tt.want) {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
	bad := map[string][]string{
		"no list":                     nil,
		"one empty name":              {""},
		"a comma at the end":          {"general", ""},
		"only spaces":                 {"  "},
		"capitals":                    {"General"},
		"81 characters":               {strings.Repeat("x", 81)},
		"a direct channel":            {"dm:alice:bob"},
		"a private channel":           {"private:1"},
		"twice the same":              {"general", "random", "general"},
		"twice, spaces apart":         {"general", " general"},
		"not split at the comma":      {"general,random"},
		"a line end within the names": {"general\nrandom"},
	}
	for name, list := range bad {
		t.Run(name, func(t *testing.T) {
			_, err := chat.ParsePublicNames(list)
			wantCode(t, err, chat.Invalid)
		})
	}
}

func FuzzParseChannel(f *testing.F) {
	for _, seed := range []string{
		"general", "dm:alice:bob", "dm:b:a", "dm:", "private:1", "private:01", "private:+1", "\xff", "dm:a:\xff", "a\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, id string) {
		ch, err := chat.ParseChannel(id)
		if err != nil {
			if chat.CodeOf(err) != chat.Invalid || !errors.As(err, new(*chat.Error)) {
				t.Fatalf("%q: %v", id, err)
			}
			return
		}
		if ch.ID != id {
			t.Fatalf("%q became %q", id, ch.ID)
		}
		switch ch.Kind {
		case chat.Private:
			if chat.PrivateChannelID(ch.PrivateID) != id || ch.PrivateID < 1 || ch.Participants != nil {
				t.Fatalf("%q: %+v", id, ch)
			}
		case chat.Direct:
			if again, err := chat.DirectChannelID(ch.Participants); err != nil || again != id || ch.PrivateID != 0 {
				t.Fatalf("%q: spelled again %q, %v", id, again, err)
			}
		case chat.Public:
			if n, err := chat.ParsePublicNames([]string{id}); err != nil || n[0] != id || strings.Contains(id, ":") {
				t.Fatalf("%q: %q, %v", id, n, err)
			}
		}
	})
}

func TestAnOverlongOrUnprintableDirectChannelIsNone(t *testing.T) {
	var names []string
	for i := range chat.MaxChannelBytes {
		names = append(names, fmt.Sprintf("name-%05d", i))
	}
	for _, id := range []string{"dm:" + strings.Join(names, ":"), "dm:a\x00:b", "dm:a\n:b"} {
		if ch, err := chat.ParseChannel(id); err == nil {
			t.Errorf("%.20q… is %v", id, ch.Kind)
		}
	}
}
