package search_test

import (
	"strings"
	"testing"
	"time"

	"minimost/chat"
	"minimost/search"
	"minimost/views/markup"
)

// What was found is marked where readers see it, although it was looked for in what was written.
func TestMatchesAreMarkedInWhatIsRead(t *testing.T) {
	emoji, err := chat.ParseEmojiSet([]byte(`[{"emoji":"🎉","annotation":"party popper","shortcodes":["tada"]}]`))
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("word ", 100)
	for _, c := range []struct{ written, query, want string }{
		{"a **bold** word", "bold", "a [bold] word"},
		{"a **bold** word", "word", "a bold [word]"},
		{"**two** *words*", `"two words"`, "[two words]"},
		{"half **bold**.", "half", "[half] bold."},
		{"`code` and ~~gone~~", "code gone", "[code] and [gone]"},
		{"2 * 3 *4", "3", "2 * [3] *4"},
		{"the [guide](https://a.example/manual) here", "guide", "the [guide] here"},
		{"the [guide](https://a.example/manual) here", "manual", "the guide here"},
		{long + "[guide](https://a.example/manual) here", "manual", "…" + strings.Repeat("word ", 10) + "guide here"},
		{"such a :tada: now", "tada", "such a [🎉] now"},
		{"such a :tada: now", "now", "such a 🎉 [now]"},
		{"1. one\n2. two", "two", "1. one 2. [two]"},
		{"|a|b|\n|-|-|\n|c|d|", "c", "a · b · [c] · d"},
		{"```go\nx := 1\n```", "go", "[go] x := 1"},
		{"Gr\u00fc\u00dfe **an** alle", "grusse alle", "[Gr\u00fc\u00dfe] an [alle]"},
		{"**中文**字", "中文", "[中文]字"},
	} {
		query, err := search.Parse(c.query, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		var shown []search.Shown
		for _, piece := range markup.Pieces(c.written, markup.Options{Emoji: emoji}) {
			shown = append(shown, search.Shown(piece))
		}
		var got strings.Builder
		for _, part := range query.ExcerptAs(c.written, shown) {
			if part.Marked {
				got.WriteString("[" + part.Text + "]")
			} else {
				got.WriteString(part.Text)
			}
		}
		if got.String() != c.want {
			t.Errorf("%q in %q shows %q, want %q", c.query, c.written, got.String(), c.want)
		}
	}
}
