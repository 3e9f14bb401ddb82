package markup_test

import (
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"minimost/chat"
	"minimost/views/markup"
)

const longest = 10_000 // characters of a message

// plain is talk without a mark in it.
var plain = fill("The deploy went through and all checks are green, shall we tell the others after the standup? ")

// costly are texts that make a parser of markdown work: what opens and never closes, closes nothing, nests, or grows when drawn.
var costly = map[string]string{}

// costlyParts are those that are repeated.
var costlyParts = []string{
	"[](", "[", "]", "![", "](", "[a](", "[a](https://a", "[a](https://a) ", "[x](https://a(", "*a ", " a*", "*a* ", "**a_", "_*", "*_~~a", "*a **b* c** ", "~~", "*! ", "!* ",
	"> ", ">", ">\n", "> a\n", ">> a\n> b\n", "> > > > > > > > > > > > a\n", "- ", "- a\n", "- a\nb\n", "- a\n\n", "1. ", "1. a\n", "- a\n  - b\n    - c\n", "- a\n  b\n", "  ", "\t", "\n", "\r", "a\r", "\r\n", "a\n", "a\n\n", "a\n\n\n",
	"`", "` ", "`a` ", "```\n", "```a\n", "```\na\n```\n", "a `` b ` ", "<", "&", "\"", "<b>", "\\", "\\*", "👍", "ö", "中", "\u0301", "\u200b", "\u202e",
	"\u2028", "a\u2028", "😀:", ":😀:", "中~~", "中**", "[中](https://ö.中/中) ", "&ö", "ö&ab", "> \u200b\n", "\u0301*",
	":tada:", ":tada: ", ":a", ":tada", "|", "|a|\n|-|\n|b|\n", "|a|\n|-|\n", "a|b\n-|-\n", "|\n|", "|-|\n", "|-", "a|`", "|a|b|c|d|e|f|g|h\n|-|-|-|-|-|-|-|-\n",
	"http://a ", "https://a.", "https://a/(", "https://a/()", "https://a,", "https://a/ö", "https://", "http", ":", "www.", "www.a.b ", "a@", "a@b.example ", "mailto:a@b ", "mailto:", "mailto:,", "'mailto:", "[a](mailto:", "[x](https://a)", ")", "b", "|", "@", "a.", "https://a/_", "_https://a/_ ",
	">_\u200b", ">😀", "<🇩🇪🇩🇪", "www.😀 ", "😀www.", "www.a.d😀 ", "*。❤️", "```\n”`", "🇩🇪\n  - [a](https://a)\r```", "www.힣{&", "<😀", "中:tada:中www.", "https://a/ö\u0301https://", "``🇩🇪😀|", "1. ahttps://\u00a0\u200b\n", "…\r\n…\n",
	"https://https://a/", ">>>>>>>>>>>> ”\n", "\\***", ":a:",
}

func init() {
	for _, part := range costlyParts {
		costly[part] = fill(part)
	}
	var growing strings.Builder
	for n := 1; growing.Len() < longest; n++ {
		growing.WriteString(strings.Repeat("`", n) + " ")
	}
	costly["growing runs"] = fill(growing.String())
	costly["lines of code"] = "```\n" + fill("a\n")[:9_990]
	costly["lines of code with ticks"] = "````\n" + fill("`\n")[:9_990]
	costly["code of ticks"] = "````\n" + fill("` ")[:9_990]
	costly["runs of ticks in code"] = "````\n" + fill("`` ``` ")[:9_990]
	costly["a table"] = "|" + strings.Repeat("a|", 30) + "\n|" + strings.Repeat("-|", 30) + "\n" + fill("|" + strings.Repeat("b|", 30) + "\n")[:9_870]
	costly["an endless row"] = "a|b\n-|-\n" + fill("|")[:9_990]
	costly["ticks in a row"] = "a|b\n-|-\n" + fill("|` ``")[:9_990]
	costly["links behind a long word"] = fill("힣")[:9_999] + fill("[a](https://a)")[:5_000]
	costly["a head that does not show"] = fill("\u200d")[:15_000] + fill("a|b\n-|-\n")[:5_000]
	costly["bold behind a long word"] = fill("\u064b\u3000")[:12_500] + fill("**…")[:8_000]
	costly["code in which nothing shows"] = "```\n" + fill("\u200d\u200d\n")[:9_990]
	costly["lists and long indentation"] = fill("- a\n  - b\n    - c\n      - d\n        - e\n" + strings.Repeat("          "+strings.Repeat("\u3000", 300)+"x\n", 40))
	costly["full stops behind a mark"] = fill("*" + strings.Repeat(".", 500))
	costly["mail addresses of accented letters"] = fill("a@a" + strings.Repeat("ö", 490))
	costly["code with ends of several kinds"] = fill("```\n" + strings.Repeat("😀\r😀\n&\r\n\r", 2_000))
	costly["dashes below no head"] = fill(strings.Repeat("|-", 39) + "x\n")
	costly["nested"] = fill("*a _b ~~c ")
}

// options are those of the product.
var options = markup.Options{Emoji: emoji(), Highlight: true}

func emoji() *chat.EmojiSet {
	data, err := os.ReadFile("../../static/vendor/emoji/en.json")
	if err != nil {
		panic(err)
	}
	set, err := chat.ParseEmojiSet(data)
	if err != nil {
		panic(err)
	}
	return set
}

func fill(part string) string {
	text := []rune(strings.Repeat(part, longest/len([]rune(part))+1))
	return string(text[:longest])
}

// fill3 is a text of up to three parts, each repeated for its share of it; "" is none.
func fill3(parts ...string) string {
	parts = slices.DeleteFunc(parts, func(part string) bool { return part == "" })
	var text strings.Builder
	for _, part := range parts {
		size := utf8.RuneCountInString(part)
		text.WriteString(strings.Repeat(part, max(1, longest/len(parts)/size)))
	}
	return text.String()
}
