package markup_test

import (
	"strings"
	"testing"

	"minimost/views/markup"
)

// TestLongMessagesAreReadAsFarAsPromised has the figures of docs/writing.md, each in a message of the greatest length.
func TestLongMessagesAreReadAsFarAsPromised(t *testing.T) {
	latin := []rune(strings.Repeat("für die Änderung müssen wir später noch prüfen, ob größere Übungen möglich sind ", longest/70))
	other := []rune(strings.Repeat("所有的检查都通过了我们可以在会议之后告诉其他人", longest/20))
	for _, c := range []struct {
		part         string
		kind         markup.Kind
		latin, other int
	}{
		{" [the plan](https://example.org/where) ", markup.Link, 120, 45},
		{" https://example.org/where/it/is ", markup.Address, 150, 40},
		{" www.example.org ", markup.Address, 150, 40},
		{" pat@example.org ", markup.Address, 150, 40},
		{" **word** ", markup.Strong, 230, 50},
		{" _word_ ", markup.Emphasis, 250, 55},
		{" `code` ", markup.CodeSpan, 430, 110},
	} {
		for _, text := range []struct {
			letters []rune
			count   int
		}{{latin, c.latin}, {other, c.other}} {
			room := longest/text.count - len(c.part)
			var b strings.Builder
			for i := range text.count {
				b.WriteString(string(text.letters[i*room:(i+1)*room]) + c.part)
			}
			if got := drawnOf(b.String(), c.kind); got != text.count {
				t.Errorf("of %d times %q among %q and so on %d are drawn", text.count, c.part, string(text.letters[:20]), got)
			}
		}
	}
	for _, line := range []string{"a line of words, as long as they may be\n", "- one of many things to do\n", "1. one of many things to do\n", "> what somebody has said\n"} {
		const lines = 400
		source := strings.Repeat(line, lines)
		source = source[:min(len(source), longest)]
		if got := drawnOf(strings.Repeat(source[:len(line)], min(lines, longest/len(line))-1)+"**end**", markup.Strong); got != 1 {
			t.Errorf("%q is not read to its end", line)
		}
	}
}

// TestLinksInARowAreLinks has more of them without a blank between than the bytes in which the other bracket of one is looked for.
func TestLinksInARowAreLinks(t *testing.T) {
	const links = 170
	if got := drawnOf(strings.Repeat("[x](https://a)", links), markup.Link); got != links {
		t.Errorf("of %d links in a row %d are drawn", links, got)
	}
}

// drawnOf counts what takes effect in a text.
func drawnOf(source string, kind markup.Kind) (count int) {
	for _, n := range markup.Parse(source, options) {
		if n.Kind == kind && !n.Close {
			count++
		}
	}
	return count
}
