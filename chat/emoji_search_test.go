package chat_test

import (
	"slices"
	"testing"

	"minimost/chat"
)

const emojiToFind = `[
	{"emoji":"😍","annotation":"smiling face","shortcodes":["heart_eyes","smiling_with_heart"],"tags":[]},
	{"emoji":"😄","annotation":"grinning face","shortcodes":["smile"],"tags":["happy","heart"]},
	{"emoji":"💓","annotation":"beating heart","shortcodes":["beating_heart","heartbeat"],"tags":["pulse"]},
	{"emoji":"❤️","annotation":"red heart","shortcodes":["red_heart","heart"],"tags":["love"]},
	{"emoji":"👍️","annotation":"thumbs up","shortcodes":["+1","thumbs_up"],"tags":["yes"],
		"skins":[{"emoji":"👍🏻","tone":1},{"emoji":"👍🏿","tone":5}]},
	{"emoji":"🇩🇪","annotation":"nameless"}
]`

func TestTheEmojiThatIsCalledSoComesFirst(t *testing.T) {
	index, err := chat.ParseEmojiIndex([]byte(emojiToFind))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		typed      string
		tone, most int
		want       []chat.EmojiMatch
	}{
		{"heart", 0, 9, []chat.EmojiMatch{{"❤️", "heart"}, {"💓", "heartbeat"}, {"😍", "heart_eyes"}, {"😄", "smile"}}},
		{"hea", 0, 9, []chat.EmojiMatch{{"❤️", "heart"}, {"💓", "heartbeat"}, {"😍", "heart_eyes"}, {"😄", "smile"}}},
		{"HEART", 0, 1, []chat.EmojiMatch{{"❤️", "heart"}}},
		{"up", 5, 9, []chat.EmojiMatch{{"👍🏿", "thumbs_up"}}},
		{"+1", 3, 9, []chat.EmojiMatch{{"👍️", "+1"}}}, // has no such tone here
		{"yes", 0, 9, []chat.EmojiMatch{{"👍️", "+1"}}},
		{"up", 99, 9, []chat.EmojiMatch{{"👍️", "thumbs_up"}}},
		{"nameless", 0, 9, []chat.EmojiMatch{}},
	} {
		if got := index.Search(tt.typed, tt.tone, tt.most); !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.typed, got, tt.want)
		}
	}
	if _, err := chat.ParseEmojiIndex([]byte("{")); err == nil {
		t.Error("what is no list is read")
	}
}
