package chat_test

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"minimost/chat"
)

func TestEmojiIsFoundByItsNames(t *testing.T) {
	set := emojiSet(t)
	for name, want := range map[string]string{
		"thumbs_up": "👍", "heart": "❤️", "red_heart": "❤️", "broken_heart": "💔", "party_popper": "🎉", "tada": "🎊", "joy": "😂",
		"face_with_tears_of_joy": "😂", "+1": "👍", ":fire:": "🔥", "Fire": "🔥", "smiling_face_with_heart_eyes": "😍", "100": "💯",
		"hundred_points": "💯", "snowman": "⛄", "snowman_without_snow": "⛄", "kiss": "💏", "kiss_mark": "💋", "see_no_evil_monkey": "🙈", "see-no-evil monkey": "🙈", "👍": "👍", "❤": "❤️", "family_man_boy": "👨‍👦",
	} {
		got, found := set.Find(name)
		if !found || got != want {
			t.Errorf("%s: %q, %v; want %q", name, got, found, want)
		}
		if stored, err := set.Parse(got); err != nil || stored != got {
			t.Errorf("%s is not stored as %q", name, got)
		}
	}
	for _, name := range []string{"", "_", ":", "::", " ", "party_parrot", "thumbs", "👍👍", "\xff", "\x00"} {
		if got, found := set.Find(name); found {
			t.Errorf("%q is %q", name, got)
		}
	}
}

// The original has other emoji for some of these names.
func TestATextNamesEmojiAsCompletionDoes(t *testing.T) {
	set := emojiSet(t)
	for name, want := range map[string]string{"tada": "🎉", "smile": "😄", "no": "👎", "cat": "🐈", "thumbs_up": "👍", "smiling_face_with_heart_eyes": "😍", "nothing": ""} {
		if got := set.Named(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestEveryNameOfTheOriginalIsItsEmoji(t *testing.T) {
	data, err := os.ReadFile("testdata/original-emoji.json")
	if err != nil {
		t.Fatal(err)
	}
	var table map[string]string
	if err := json.Unmarshal(data, &table); err != nil || len(table) != 477 {
		t.Fatalf("%d names, %v", len(table), err)
	}
	set := emojiSet(t)
	for name, want := range table {
		if got, found := set.Find(name); !found || got != want {
			t.Errorf("%s: %q, %v; want %q", name, got, found, want)
		}
		if got := set.Canonical(name); got != want {
			t.Errorf("%s is shown as %q, want %q", name, got, want)
		}
		if stored, err := set.Parse(want); err != nil || stored != want {
			t.Errorf("%s: %q is stored as %q, %v", name, want, stored, err)
		}
	}
}

func TestAnEmojiAtTheStartOfATextHasALength(t *testing.T) {
	set := emojiSet(t)
	for text, want := range map[string]string{
		"👍": "👍", "👍👍": "👍", "👍🏽 ok": "👍🏽", "❤": "❤", "❤\ufe0f!": "❤\ufe0f", "👩‍💻👩": "👩‍💻", "🇩🇪🇫🇷": "🇩🇪", "1\ufe0f⃣2": "1\ufe0f⃣",
		"": "", "a👍": "", "1": "", "1 ": "", "\ufe0f": "", " 👍": "", "\xff": "",
	} {
		if got := text[:set.Length(text)]; got != want {
			t.Errorf("%+q starts with %+q, want %+q", text, got, want)
		}
	}
}

func TestANameIsThatOfAnEmojiOnlyInItsSpelling(t *testing.T) {
	set := emojiSet(t)
	for name, want := range map[string]string{"fire": "🔥", "thumbs_up": "👍", "Fire": "", ":fire:": "", "thumbs up": "", "": "", "🔥": ""} {
		if got := set.Named(name); got != want {
			t.Errorf("%q names %q, want %q", name, got, want)
		}
	}
}

// withGerman is the whole of the set, with its names in German.
func withGerman(t *testing.T) *chat.EmojiSet {
	t.Helper()
	var read [2][]byte
	for i, name := range []string{emojiDataFile, "../static/vendor/emoji/de.json"} {
		var err error
		if read[i], err = os.ReadFile(name); err != nil {
			t.Fatal(err)
		}
	}
	set, err := chat.ParseEmojiSet(read[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := set.AddLanguage("de", read[1]); err != nil {
		t.Fatal(err)
	}
	return set
}

func TestAnotherLanguageAddsNamesAndTakesNoneAway(t *testing.T) {
	english, both := emojiSet(t), withGerman(t)
	var entries []struct {
		Emoji, Annotation string
		Shortcodes        []string
		Skins             []struct{ Emoji string }
	}
	data, err := os.ReadFile(emojiDataFile)
	if err != nil || json.Unmarshal(data, &entries) != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		for _, code := range e.Shortcodes {
			if got := both.Named(code); got != english.Named(code) {
				t.Errorf(":%s: is %q now, it was %q", code, got, english.Named(code))
			}
			if !slices.ContainsFunc(both.In("de").Search(code, 0, 50), func(m chat.EmojiMatch) bool { return m.Emoji == e.Emoji }) {
				t.Errorf("who reads German does not find %s by %s", e.Emoji, code)
			}
		}
		for _, skin := range append(e.Skins, struct{ Emoji string }{e.Emoji}) {
			if both.In("de").Name(skin.Emoji) == "" || both.Name(skin.Emoji) != english.Name(skin.Emoji) {
				t.Errorf("%s is %q in German, %q in English", skin.Emoji, both.In("de").Name(skin.Emoji), both.Name(skin.Emoji))
			}
		}
	}
	for name, want := range map[string]string{"rakete": "🚀", "weisses_haekchen": "✅", "gesicht_mit_freudentraenen": "😂", "rotes_herz": "❤️"} {
		if got := both.Named(name); got != want {
			t.Errorf(":%s: is %q, want %q", name, got, want)
		}
	}
	if got := both.In("fr").Name("🚀"); got != "rocket" {
		t.Errorf("in a language without names it is %q", got)
	}
}

func TestDamagedNamesAreRefused(t *testing.T) {
	for _, data := range []string{"", "{}", `[{"emoji":"no emoji","annotation":"x","shortcodes":["x"]}]`, `[{"emoji":""}]`} {
		set, err := chat.ParseEmojiSet([]byte(`[{"emoji":"👍","annotation":"thumbs up","shortcodes":["+1"]}]`))
		if err != nil {
			t.Fatal(err)
		}
		if err := set.AddLanguage("de", []byte(data)); err == nil {
			t.Errorf("%s is taken", data)
		}
	}
}
