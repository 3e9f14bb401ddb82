package chat_test

import (
	"encoding/json"
	"os"
	"testing"
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
