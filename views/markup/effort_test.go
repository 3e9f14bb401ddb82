package markup

import (
	"fmt"
	"strings"
	"testing"
)

// TestWhatIsCostlyIsCounted has texts of which a part was once read for nothing, or all at once however little was left: each has to
// end as text before its end, and with hardly more counted than there is.
func TestWhatIsCostlyIsCounted(t *testing.T) {
	const (
		longest = 10_000
		nested  = "- a\n  - b\n    - c\n      - d\n        - e\n"
	)
	texts := map[string]string{
		"a mail address of accented letters": "a@a" + strings.Repeat("ö", 490),
		"an emoji's name that is none":       ":a:b:",
		"dashes below no head":               strings.Repeat("|-", 39) + "x\n",
		"signs between marks":                "*!!",
		"brackets without partners":          "https://a/" + strings.Repeat("(){}", 10) + " ",
		"marks that are none":                "\\*",
		"an address of accented letters":     "https://a/" + strings.Repeat("ö&", 500) + " ",
	}
	for what, part := range texts {
		texts[what] = strings.Repeat(part, longest)
	}
	for _, space := range []string{" ", "\t", "\u3000", "\u00a0"} {
		for _, count := range []int{80, 300} {
			texts[fmt.Sprintf("%d times %q before the text of lists", count, space)] = nested + strings.Repeat("          "+strings.Repeat(space, count)+"x\n", longest/count)
		}
	}
	for _, line := range []string{">>>>>>>>>>>> a\n", ">>>>>>>>>>>> ”\n", ">>>>>>>>>>>> \n>>>>>>>>>>>> a\n"} {
		texts[fmt.Sprintf("%q", line)] = strings.Repeat(line, longest)
	}
	for _, line := range []string{"\r\n\n", "😀\r😀\n", "ö\n\rö\r\n", "&\r\n&\n", "a\ra\n"} {
		texts[fmt.Sprintf("%q in code", line)] = "````\nx" + strings.Repeat(line, longest)
	}
	for what, text := range texts {
		if runes := []rune(text); len(runes) > longest {
			text = string(runes[:longest])
		}
		p := parser{}
		p.parse(text)
		if p.rest == len(text) && !p.line.isSpent() {
			t.Errorf("%s is read to its end", what)
		}
		if left := p.line.effort + p.line.extra; left < -maxEffort/10 {
			t.Errorf("%s costs %d more than it may", what, -left)
		}
	}
}

// TestRejectedAddressesAreNotReadAgain has addresses that start within others, each of which would reach as far.
func TestRejectedAddressesAreNotReadAgain(t *testing.T) {
	spent := func(count int) int {
		const plenty = 1 << 30
		text := strings.Repeat("https://https://a/", count)
		l := line{effort: plenty, text: text}
		l.reset(text)
		for at := 0; at < len(text); {
			at = l.nextSpecial(text, l.read(at))
		}
		return plenty - l.effort
	}
	if few, many := spent(40), spent(400); many > 11*few {
		t.Errorf("of 40 addresses reading costs %d, of ten times as many %d", few, many)
	}
}

// TestEndsOfLinesAreNamed compares what is written of each half a word at once with what each end is.
func TestEndsOfLinesAreNamed(t *testing.T) {
	parts := []string{"a", "\r", "\n", "\r\n", "ö", "xyz"}
	for seed := range 50_000 {
		var text strings.Builder
		for n := seed + 1; n > 0; n /= len(parts) {
			text.WriteString(parts[n%len(parts)])
			text.WriteString(parts[(n/7+seed)%len(parts)])
		}
		want := strings.NewReplacer("\r\n", "r\n,", "\r", "r,", "\n", ",").Replace(text.String())
		want = strings.Map(func(r rune) rune {
			if strings.ContainsRune("r\n,", r) {
				return r
			}
			return -1
		}, want)
		if got := string(appendLineEnds(make([]byte, 0, 2*text.Len()+2*wordSize), text.String())); got != want {
			t.Fatalf("the ends of %q are named %q, want %q", text.String(), got, want)
		}
	}
}

// TestManySignsOfMentionsMarkNone has more of them than can be looked at, none of which mentions anybody.
func TestManySignsOfMentionsMarkNone(t *testing.T) {
	for count, want := range map[int]bool{maxMentionSigns - 1: true, maxMentionSigns: false} {
		p := parser{output: output{options: Options{Mentions: []string{"bob"}}}}
		p.parse("@bob " + strings.Repeat("a@a ", count))
		if got := strings.Contains(string(p.html), "mention"); got != want {
			t.Errorf("of %d signs one is marked: %v", count+1, got)
		}
	}
}
