package markup_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// composer writes texts of which it knows what they show, as the table's reader tells it.
type composer struct{ *rand.Rand }

var words = []string{
	"deploy", "Grüße", "2*3*4", "a_b_c", "C:\\tmp\\_x", "¯\\_(ツ)_/¯", "&nbsp;", "<b>", "~5", "x**2", "__init__.py", "*.go", "中文", "שלום", "👩‍💻", "e\u0301", "(so)", "5>3", "#1", "|", "\"yes\"", "f(x)", "[1]", "1)", "- ", "…", "a\u00a0b", "a\tb",
}

// calm are words without a mark that could close or open what they stand in.
var calm = []string{"deploy", "Grüße", "C:\\tmp\\_x", "&nbsp;", "~5", "x**2", "__init__.py", "中文", "שלום", "(so)", "\"yes\""}

func (c composer) word() string {
	return words[c.IntN(len(words))]
}

// line is words, some of them marked. No two marked ones touch.
func (c composer) line(depth int) (source, shown string) {
	parts, seen := []string{}, []string{}
	for range 1 + c.IntN(4) {
		s, v := c.piece(depth)
		parts, seen = append(parts, s), append(seen, v)
	}
	return strings.Join(parts, " "), strings.Join(seen, " ")
}

func (c composer) piece(depth int) (source, shown string) {
	if depth == 0 || c.IntN(3) > 0 {
		w := c.word()
		return w, w
	}
	switch kind := c.IntN(7); kind {
	case 6:
		name := []string{"fire", "+1", "thumbs_up"}[c.IntN(3)]
		return ":" + name + ":", ":" + name + ": = " + options.Emoji.Named(name)
	case 0:
		code := []string{"a*b*c", "x  y", "<&>", "_", "**"}[c.IntN(5)]
		return "`" + code + "`", code
	case 1:
		address := []string{"https://example.org/a_b_c", "http://localhost:8080/x?y=1", "https://example.org/(x)"}[c.IntN(3)]
		return address, address + " → " + address
	case 2:
		address := "https://example.org/where"
		return "[the plan](" + address + ")", "the plan → " + address
	default:
		mark := []string{"**", "*", "_", "~~", "***"}[c.IntN(5)]
		w := calm[c.IntN(len(calm))]
		return mark + "so " + w + " on" + mark, "so " + w + " on"
	}
}

// block is lines of text and the paragraphs that they show.
func (c composer) block(depth int) (lines, shown []string) {
	switch c.IntN(6 + depth) {
	case 0:
		return []string{"```go", "x := *y", "", "\t`z`", "```"}, []string{"go", "x := *y\n\n\t`z`"}
	case 1, 2:
		return c.items()
	case 5:
		return c.table()
	case 6, 7:
		inner, seen := c.blocks(depth - 1)
		for _, line := range inner {
			if line == "" {
				lines = append(lines, ">")
			} else {
				lines = append(lines, "> "+line)
			}
		}
		return lines, seen
	default:
		var text []string
		for i := range 1 + c.IntN(3) {
			source, seen := c.line(1)
			indent := ""
			if i > 0 {
				indent = strings.Repeat(" ", c.IntN(5))
			}
			lines, text = append(lines, "So "+indent+source), append(text, "So "+indent+seen)
		}
		return lines, []string{strings.Join(text, "\n")}
	}
}

// table has cells without "|" in them.
func (c composer) table() (lines, shown []string) {
	columns := 1 + c.IntN(4)
	dashes := "|" + strings.Repeat([]string{"---|", " :-: |", "-:|"}[c.IntN(3)], columns)
	for row := range 1 + c.IntN(4) {
		line := "|"
		for range columns {
			source, seen := "", "|"
			for strings.Contains(seen, "|") {
				source, seen = c.line(1)
			}
			line += " " + source + " |"
			if seen = strings.Trim(seen, " \t"); seen != "" {
				shown = append(shown, seen)
			}
		}
		if lines = append(lines, line); row == 0 {
			lines = append(lines, dashes)
		}
	}
	return lines, shown
}

func (c composer) items() (lines, shown []string) {
	bullet, number := []string{"- ", "* "}[c.IntN(2)], c.IntN(900)
	numbered := c.IntN(2) == 0
	for range 2 + c.IntN(2) {
		source, seen := c.line(1)
		mark, sign := bullet, "•"
		if numbered {
			number += c.IntN(3)
			mark, sign = fmt.Sprintf("%d. ", number), fmt.Sprintf("%d.", number)
		}
		lines, shown = append(lines, mark+"an "+source), append(shown, sign, "an "+seen)
		if c.IntN(2) == 0 {
			lines, shown[len(shown)-1] = append(lines, strings.Repeat(" ", len(mark))+"  more"), shown[len(shown)-1]+"\n  more"
		}
	}
	return lines, shown
}

func (c composer) blocks(depth int) (lines, shown []string) {
	for i := range 1 + c.IntN(4) {
		inner, seen := c.block(depth)
		if i > 0 {
			lines = append(lines, "")
			if inner[0][0] != 'S' && lines[len(lines)-2][0] != '`' { // lists and quotes would go on behind the empty line
				lines, shown = append(lines, "So", ""), append(shown, "So")
			}
		}
		lines, shown = append(lines, inner...), append(shown, seen...)
	}
	return lines, shown
}

func TestComposedTextsShowWhatTheyWereComposedOf(t *testing.T) {
	const texts = 3_000
	for seed := range uint64(texts) {
		c := composer{rand.New(rand.NewPCG(seed, 7))}
		lines, want := c.blocks(2)
		source := strings.Join(lines, "\n")
		if got := shown(t, drawn(t, source)); !slices.Equal(got, want) {
			t.Fatalf("seed %d: %q\n got %q\nwant %q", seed, source, got, want)
		}
	}
}
