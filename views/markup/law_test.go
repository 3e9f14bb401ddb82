package markup_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"minimost/views/markup"
)

// broken says where the nodes of a text break the law: every character is shown, in its order, except white space between lines
// and the marks that the nodes stand for.
func broken(source string, nodes []markup.Node) string {
	l := law{source: source}
	for _, n := range nodes {
		l.node(n)
	}
	l.reach(len(source))
	return l.wrong
}

// law follows the nodes through a text. marks is an expression for what may stand between the last text that is shown and the
// next.
type law struct {
	source string
	at     int
	marks  strings.Builder
	quotes int
	// rows are those of the table at hand, cells those of its row.
	rows, cells int
	targets     []string
	wrong       string
}

// reach demands that nothing but marks stands before a place.
func (l *law) reach(place int) {
	if place < l.at && l.wrong == "" {
		l.wrong = fmt.Sprintf("%q is shown twice", l.source[place:l.at])
	}
	if l.wrong == "" {
		gap := l.source[l.at:place]
		if !regexp.MustCompile(`\A` + l.marks.String() + l.space() + `\z`).MatchString(gap) {
			l.wrong = fmt.Sprintf("%q is not shown at %d, where %s may be", gap, l.at, l.marks.String())
		}
	}
	l.at = max(l.at, place)
	l.marks.Reset()
}

func (l *law) space() string {
	if l.quotes > 0 || strings.Contains(l.marks.String(), ">") {
		return `[\s\v\p{Z}\x{85}>]*`
	}
	return `[\s\v\p{Z}\x{85}]*`
}

func (l *law) expect(mark string) {
	l.marks.WriteString(l.space() + mark)
}

func (l *law) text(text string) {
	if text == "" {
		return
	}
	start := int(uintptr(unsafe.Pointer(unsafe.StringData(text))) - uintptr(unsafe.Pointer(unsafe.StringData(l.source))))
	l.reach(start)
	l.at = start + len(text)
}

func (l *law) node(n markup.Node) {
	switch n.Kind {
	case markup.Text, markup.CodeLine, markup.Emoji:
		l.text(n.Text)
	case markup.CodeLabel:
		l.expect("`{3,}")
		l.text(n.Text)
	case markup.CodeSpan:
		l.expect("`+")
		l.text(n.Text)
		l.expect("`+")
	case markup.CodeBlock:
		l.expect("(?:`{3,})?")
	case markup.Quote:
		if l.quotes++; n.Close {
			l.quotes -= 2
		} else {
			l.expect(">")
		}
	case markup.Table:
		if !n.Close {
			l.rows = 0
		}
	case markup.Row:
		if n.Close {
			l.expect(`\|?`)
			if l.rows++; l.rows == 1 {
				l.expect(`[|:\- \t]+`)
			}
		} else {
			l.cells = 0
		}
	case markup.HeadCell, markup.Cell:
		if n.Close {
			return
		}
		if l.cells++; l.cells == 1 {
			l.expect(`\|?`)
		} else {
			l.expect(`\|`)
		}
	case markup.Item:
		if n.Close {
			return
		}
		if n.Number < 0 {
			l.expect(`[-*] `)
		} else {
			l.expect(fmt.Sprintf(`%d\. `, n.Number))
		}
	case markup.Strong:
		l.expect(`\*\*`)
	case markup.Emphasis:
		l.expect(`[*_]`)
	case markup.Strike:
		l.expect(`~~`)
	case markup.Link:
		l.link(n)
	}
}

func (l *law) link(n markup.Node) {
	if !n.Close {
		l.expect(`\[`)
		l.targets = append(l.targets, n.Text)
		return
	}
	l.expect(`\]\(` + regexp.QuoteMeta(l.targets[len(l.targets)-1]) + `\)`)
}

func TestNothingOfATextIsLost(t *testing.T) {
	for _, source := range slices.Concat(hostile, odd) {
		if wrong := broken(source, markup.Parse(source, options)); wrong != "" {
			t.Errorf("%q: %s", source, wrong)
		}
	}
	for part, source := range costly {
		source = strings.ToValidUTF8(source[:600], "")
		if wrong := broken(source, markup.Parse(source, options)); wrong != "" {
			t.Errorf("%q…: %s", part, wrong)
		}
	}
}

// The law must be able to find what is lost.
func TestLawFindsWhatIsLost(t *testing.T) {
	for source, lost := range map[string]markup.Kind{
		"a **b** c": markup.Strong, "a *b* c": markup.Emphasis, "a\n> b": markup.Quote, "- a\n- b": markup.Item, "a https://b.example c": markup.Text,
		"|a|\n|-|\n|b|": markup.Cell, "a :tada: b": markup.Emoji,
		"a ~~b~~": markup.Strike, "[a](https://b.example)": markup.Link, "`a`": markup.CodeSpan, "```a\nb\n```": markup.CodeLabel,
	} {
		nodes := slices.DeleteFunc(markup.Parse(source, options), func(n markup.Node) bool { return n.Kind == lost })
		if broken(source, nodes) == "" {
			t.Errorf("the nodes of %q lack one kind, and nothing is wrong", source)
		}
	}
}

// odd are texts at the edges of the rules.
var odd = []string{
	"| a | b |\n|---|:-:|\n| c | d |", "a | b\n--|--:\nc", "|a|\n|-|\n||\n|b|c|d\nno", "| |\n|-|", "|a|b|\n|-|", "a|`b|c`|``d\n-|-|-\n`|\\||e\\|f`", "> |a|\n> |-|\n> |b|\n>\n> c", "- |a|\n  |-|\n  |b|\n- c|d",
	"|a|\n|-|\n- b|c\n- d|e", "|a|\n|-|\n> b|c", "a\n-|", "|a\\|b|\n|-|", "|a|\n|-|\n```\n|b|\n```", "|-|\n|-|\n|-|", "||\n|-|\n|a|", "a | b\n:-: | -\n\tc | d\t|\t", "|`a\n|-|\n|b`|", "|🎉|\n|-|\n| :tada: |",
	":tada:", ":tada::tada:", "a:tada:", ":tada:a", "\\:tada:", ":nothing: :+1:", "::tada::", "中:tada:文", "`:tada:` **:tada:** [:tada:](https://a.example/:tada:)", "10:30:45 :100:", ":tada: :fire:\n🎉 👍🏽", "```:tada:\n:tada:\n```", "- :tada:\n- :tada:", ":tada:@b.example:tada:",
	"```go\nfunc f() { return \"<&>\" }\n``` y", "```diff\n-a\n+b\n```", "> ```js\n> a = `b`\n> ```", "```html\n<script>\u202e</script>\n```",
	"**b** *i* ~~s~~ `c`", "> q\n> > r\n\n1. a\n2. b\n   - c\n", "```go\nx\n", "```go\nx\n``` y\n> z", "```a b\nc```d", "``` \n\n```\nx", "```\n```", "> ```\n> a\n>\n> b", "- ```\n  a\n  ```\n  b",
	"[a](https://b.example)", "[a](https://b.example \"t\")", "[a [b](https://c.example) d](https://e.example)", "[a https://b.example](https://c.example)", "a@b.example www.c.example", "_a@b.example_",
	"\\<b\\>", "&lt;&#x3c;&nbsp", "- [x] y", "*a **b* c**", "***a***", "***a** b*", "**a *b ~~c~~ d* e**", "*a `b* c`", "\u202e\u2066x", "x\r\ry", "a\r\nb", "\n\n a\n\n\n b\n\n", "~~~~~", "<https://a.example/\"'>",
	"- a\n\t- b\n\t\t- c", "- a\n    - b\n   - c\n- d", "1. a\n   > b\n2. c", "> - a\n> - b\nc", "> a\n>\n>> b\n>\n> c", "999. a\n0. b", "- - a\n- * b", "-\u00a0a\n-\u00a0b", "中**文**字~~删~~除", "\"*a*\" (*b*) «*c*»", "*a*.b *c*.",
	">> a\n>>\n>> b", "``a`b``", "`a\\`", "\\`a`", "\\**a**", "https://a.example/(b)c) https://a.example/**b**", "`` ` ``", "` `", "*\u200b*", "\u2028a\u2029", "- a\n\n\n- b\n\n\nc", ">\ta\n>\tb", "- a\n  > b\n  > c", "https://https://a.example https://a.example@b.example", "www.a@b.example www.www.a.b",
	"*!  " + strings.Repeat("\r", 500) + " ` !*\r\n\rb", strings.Repeat("a\r\n", 450) + "b",
}
