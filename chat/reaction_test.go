package chat_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"minimost/chat"
)

const emojiDataFile = "../static/vendor/emoji/en.json"

// vendoredEmoji is the set that the server and the picker use.
var vendoredEmoji = sync.OnceValues(func() (*chat.EmojiSet, error) {
	data, err := os.ReadFile(emojiDataFile)
	if err != nil {
		return nil, err
	}
	return chat.ParseEmojiSet(data)
})

func emojiSet(t testing.TB) *chat.EmojiSet {
	t.Helper()
	set, err := vendoredEmoji()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// reactionsOf makes n reactions of alice's, each another emoji.
func reactionsOf(n int) []chat.Reaction {
	reactions := make([]chat.Reaction, n)
	for i := range reactions {
		reactions[i] = chat.Reaction{Emoji: fmt.Sprintf("emoji %d", i), Reactors: []string{"alice"}}
	}
	return reactions
}

func TestCanonicalIsTheSpellingThatParseStores(t *testing.T) {
	set := emojiSet(t)
	for stored, want := range map[string]string{
		"\u2764": "\u2764\ufe0f", "\u2764\ufe0f": "\u2764\ufe0f", "👍": "👍", "👍\ufe0f": "👍", ":heart:": ":heart:", "": "", "no emoji": "no emoji",
	} {
		if got := set.Canonical(stored); got != want {
			t.Errorf("%+q: %+q, want %+q", stored, got, want)
		}
	}
}

func TestToggleReaction(t *testing.T) {
	tests := map[string]struct {
		reactions []chat.Reaction
		user      string
		emoji     string
		add       bool
		code      chat.Code
	}{
		"the first":                          {nil, "alice", "👍", true, ""},
		"one's own is taken back":            {reactionsOf(3), "alice", "emoji 2", false, ""},
		"another's is joined":                {reactionsOf(3), "bob", "emoji 2", true, ""},
		"a name in other letters is another": {reactionsOf(1), "Alice", "emoji 0", true, ""},
		"the 20th emoji":                     {reactionsOf(19), "bob", "👍", true, ""},
		"the 21st emoji":                     {reactionsOf(20), "bob", "👍", false, chat.Conflict},
		"the 21st, by who has all 20":        {reactionsOf(20), "alice", "👍", false, chat.Conflict},
		"joining at the cap":                 {reactionsOf(20), "bob", "emoji 19", true, ""},
		"taking back at the cap":             {reactionsOf(20), "alice", "emoji 19", false, ""},
		"taking back over the cap":           {reactionsOf(25), "alice", "emoji 24", false, ""},
		"joining over the cap":               {reactionsOf(25), "bob", "emoji 24", true, ""},
		"one more over the cap":              {reactionsOf(25), "bob", "👍", false, chat.Conflict},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			add, err := chat.ToggleReaction(tt.reactions, tt.user, tt.emoji)
			wantCode(t, err, tt.code)
			if add != tt.add {
				t.Errorf("add = %v, want %v", add, tt.add)
			}
		})
	}
}

func TestEmojiIsStoredInItsOneFullyQualifiedForm(t *testing.T) {
	tests := map[string]struct {
		want string
		raws []string
	}{
		// The contract's own example has no selector after the thumb.
		"thumbs up":                 {"\U0001f44d", []string{"\U0001f44d", "\U0001f44d\ufe0f", " \U0001f44d\n"}},
		"thumbs up, medium skin":    {"\U0001f44d\U0001f3fd", []string{"\U0001f44d\U0001f3fd"}},
		"heart":                     {"\u2764\ufe0f", []string{"\u2764", "\u2764\ufe0f"}},
		"heart on fire":             {"\u2764\ufe0f\u200d\U0001f525", []string{"\u2764\u200d\U0001f525", "\u2764\ufe0f\u200d\U0001f525"}},
		"smiling face, text by age": {"\u263a\ufe0f", []string{"\u263a", "\u263a\ufe0f"}},
		"check mark":                {"\u2705", []string{"\u2705", "\u2705\ufe0f"}},
		"thermometer":               {"\U0001f321\ufe0f", []string{"\U0001f321", "\U0001f321\ufe0f"}},
		"keycap 1":                  {"1\ufe0f\u20e3", []string{"1\u20e3", "1\ufe0f\u20e3"}},
		"keycap #":                  {"#\ufe0f\u20e3", []string{"#\u20e3", "#\ufe0f\u20e3"}},
		"flag of Germany":           {"🇩🇪", []string{"🇩🇪"}},
		"flag of Scotland":          {"🏴󠁧󠁢󠁳󠁣󠁴󠁿", []string{"🏴󠁧󠁢󠁳󠁣󠁴󠁿"}},
		"rainbow flag":              {"🏳\ufe0f\u200d🌈", []string{"🏳\u200d🌈", "🏳\ufe0f\u200d🌈"}},
		"family of four":            {"👨‍👩‍👧‍👦", []string{"👨‍👩‍👧‍👦"}},
		"couple, two skins":         {"👩🏽‍🤝‍👨🏻", []string{"👩🏽‍🤝‍👨🏻"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			for _, raw := range tt.raws {
				got, err := emojiSet(t).Parse(raw)
				if err != nil || got != tt.want {
					t.Errorf("Parse(%+q) = %+q, %v, want %+q", raw, got, err, tt.want)
				}
			}
			if emojiSet(t).Name(tt.want) == "" {
				t.Error("the stored form has no name")
			}
		})
	}
}

func TestEmojiRefusesWhatIsNotExactlyOne(t *testing.T) {
	for name, raw := range map[string]string{
		"empty":                      "",
		"a space":                    " ",
		"a letter":                   "a",
		"a digit, a keycap's base":   "1",
		"a hash sign":                "#",
		"two":                        "👍👍",
		"two, a space between":       "👍 👍",
		"two different":              "👍❤️",
		"one and a letter":           "👍a",
		"the original's name":        "thumbs_up",
		"a shortcode":                ":+1:",
		"only a selector":            "\ufe0f",
		"only a joiner":              "\u200d",
		"joined to nothing":          "👍\u200d",
		"text form asked for":        "❤\ufe0e",
		"half a flag":                "🇩",
		"a flag of nowhere":          "🇽🇽",
		"two skins on one thumb":     "👍🏽🏽",
		"a family nobody drew":       "👍\u200d👍",
		"an emoticon":                ":D",
		"markup":                     "<b>",
		"not UTF-8":                  "\xff",
		"an emoji and a broken byte": "👍\xff",
		"a NUL after it":             "👍\x00",
	} {
		t.Run(name, func(t *testing.T) {
			got, err := emojiSet(t).Parse(raw)
			wantCode(t, err, chat.Invalid)
			if got != "" || emojiSet(t).Name(raw) != "" {
				t.Errorf("got %q, named %q", got, emojiSet(t).Name(raw))
			}
		})
	}
}

func TestEmojiEveryOneOfThePickerIsTakenAndKeptApart(t *testing.T) {
	data, err := os.ReadFile(emojiDataFile)
	if err != nil {
		t.Fatal(err)
	}
	type entry struct {
		Emoji      string  `json:"emoji"`
		Annotation string  `json:"annotation"`
		Skins      []entry `json:"skins"`
	}
	var entries []entry
	if err := json.Unmarshal(data, &entries); err != nil {
		t.Fatal(err)
	}
	if len(entries) < 1_800 {
		t.Fatalf("only %d emoji are vendored", len(entries))
	}
	from := map[string]string{}
	for _, e := range entries {
		for _, one := range append([]entry{e}, e.Skins...) {
			stored, err := emojiSet(t).Parse(one.Emoji)
			if err != nil {
				t.Fatalf("%+q: %v", one.Emoji, err)
			}
			if other, taken := from[stored]; taken {
				t.Errorf("%+q and %+q are stored alike", one.Emoji, other)
			}
			from[stored] = one.Emoji
			if got := emojiSet(t).Name(stored); got != e.Annotation {
				t.Errorf("%+q is named %q, want %q", stored, got, e.Annotation)
			}
			if again, err := emojiSet(t).Parse(stored); err != nil || again != stored {
				t.Errorf("%+q read again is %+q, %v", stored, again, err)
			}
		}
	}
}

func TestParseEmojiSetRefusesDamagedData(t *testing.T) {
	for name, data := range map[string]string{
		"nothing":             "",
		"cut off":             `[{"emoji":"😀"`,
		"an object":           `{"emoji":"😀"}`,
		"an empty list":       `[]`,
		"no emoji in it":      `[{"annotation":"grinning face"}]`,
		"an HTML error page":  "<!doctype html>",
		"an emoji, no string": `[{"emoji":7}]`,
	} {
		t.Run(name, func(t *testing.T) {
			set, err := chat.ParseEmojiSet([]byte(data))
			wantCode(t, err, chat.Internal)
			if set != nil {
				t.Error("a set all the same")
			}
		})
	}
}

func FuzzEmojiParse(f *testing.F) {
	for _, seed := range []string{"👍", "❤", "❤️", "👍🏽", "1️⃣", "🇩🇪", "👍👍", "a", "", "\ufe0f", "\xff"} {
		f.Add(seed)
	}
	set := emojiSet(f)
	plain := func(s string) string { return strings.ReplaceAll(strings.TrimSpace(s), "\ufe0f", "") }
	f.Fuzz(func(t *testing.T, raw string) {
		emoji, err := set.Parse(raw)
		if err != nil {
			if emoji != "" || chat.CodeOf(err) != chat.Invalid {
				t.Fatalf("%+q: %+q, %v", raw, emoji, err)
			}
			return
		}
		if plain(emoji) != plain(raw) || set.Name(emoji) == "" {
			t.Fatalf("%+q became %+q, named %q", raw, emoji, set.Name(emoji))
		}
		if again, err := set.Parse(emoji); err != nil || again != emoji {
			t.Fatalf("%+q is not stable: %+q, %v", emoji, again, err)
		}
	})
}
