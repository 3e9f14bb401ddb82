package markup_test

import (
	"strings"
	"testing"
)

func TestEmojiAloneAreLarge(t *testing.T) {
	for source, want := range map[string]bool{
		"🎉": true, ":tada:": true, " 👍🏽 :fire:\n❤ ": true, strings.Repeat("🔥", 10): true, "1\ufe0f⃣": true,
		strings.Repeat("🔥", 11): false, "🎉!": false, "a": false, "1": false, ":nothing:": false, "`:fire:`": false, "\\:fire:": false, "🎉\n\n🎉": false, "- 🎉\n- 🎉": false, "": false,
	} {
		if got := strings.Contains(drawn(t, source), "prose__large"); got != want {
			t.Errorf("%q is large: %v", source, got)
		}
	}
}

// A long block of code is one, however many lines it has.
func TestLongCodeIsWhole(t *testing.T) {
	source := "so\n```\n" + strings.Repeat("[1],\n", 1_500) + "```\nthe **end**"
	got := shown(t, drawn(t, source))
	if len(got) != 3 || got[2] != "the end" || strings.Count(got[1], "[1],") != 1_500 {
		t.Errorf("%d parts, the last starts with %.40q", len(got), got[len(got)-1])
	}
}

// What is beyond the bounds is shown as it was typed.
func TestWhatIsBeyondTheBoundsStaysText(t *testing.T) {
	for _, source := range []string{strings.Repeat("**a** ", 1_600), strings.Repeat("- a\n", 2_400), strings.Repeat("|a|\n|-|\n", 1_200), strings.Repeat("https://a.example ", 550)} {
		got := strings.Join(shown(t, drawn(t, source)), "\n")
		for _, sign := range []string{"*", "-", "|", "h"} {
			if end := source[len(source)-8:]; strings.Contains(end, sign) && !strings.Contains(got[len(got)-20:], sign) {
				t.Errorf("%.10q… ends with %q, not with %q", source, got[len(got)-20:], end)
			}
		}
	}
}

// docs/writing.md says how much of a text is read.
func TestWhatPeopleWriteIsRead(t *testing.T) {
	for part, want := range map[string]struct {
		element string
		times   int
	}{
		"- item\n": {"<li", 320}, "7. seven\n": {"<li", 320}, "> quoted\n": {"<br>", 370}, "talk\n": {"<br>", 398},
		"[text](https://example.org/path) ": {"<a ", 90}, "https://example.org/a/path ": {"<a ", 170}, "**bold** ": {"<strong", 240}, "`code` ": {"<code", 240}, "Straße *schön* ": {"<em", 240},
	} {
		html := drawn(t, fill(part))
		if n := strings.Count(html, want.element); n < want.times {
			t.Errorf("of %q, %d are read", part, n)
		}
	}
}
