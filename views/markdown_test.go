package views

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

func markdown(t *testing.T, source string) string {
	t.Helper()
	var b strings.Builder
	if err := Markdown(source).Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(b.String())
}

func TestMarkdownRendersItsHarmlessPart(t *testing.T) {
	link := func(address, title, label string) string {
		if title != "" {
			title = ` title="` + title + `"`
		}
		return `<p><a href="` + address + `" rel="noopener nofollow" target="_blank"` + title + `>` + label + `</a></p>`
	}
	cases := map[string]string{
		"plain":                      "<p>plain</p>",
		"one\ntwo":                   "<p>one<br>\ntwo</p>",
		"one\n\ntwo":                 "<p>one</p>\n<p>two</p>",
		"**b** *i* ~~s~~ `c`":        "<p><strong>b</strong> <em>i</em> <del>s</del> <code>c</code></p>",
		"> quoted":                   "<blockquote>\n<p>quoted</p>\n</blockquote>",
		"- a\n- b":                   "<ul>\n<li>a</li>\n<li>b</li>\n</ul>",
		"3. c\n4. d":                 "<ol start=\"3\">\n<li>c</li>\n<li>d</li>\n</ol>",
		"```go\nx := <-c\n```":       "<pre tabindex=\"0\"><code>x := &lt;-c\n</code></pre>",
		"[a](https://b.example)":     link("https://b.example", "https://b.example", "a"),
		"https://b.example/?q=1&r=2": link("https://b.example/?q=1&amp;r=2", "", "https://b.example/?q=1&amp;r=2"),
		"<https://b.example>":        link("https://b.example", "", "https://b.example"),
		"www.b.example":              link("http://www.b.example", "", "www.b.example"),
		"bob@b.example":              link("mailto:bob@b.example", "", "bob@b.example"),
	}
	for source, want := range cases {
		if got := markdown(t, source); got != want {
			t.Errorf("%q:\n got %s\nwant %s", source, got, want)
		}
	}
}

func TestMarkdownLeavesTheRestAsTyped(t *testing.T) {
	cases := map[string]string{
		"# heading":                     "# heading",
		"heading\n===":                  "heading<br>\n===",
		"---":                           "---",
		"    indented":                  "    indented",
		"| a | b |\n| - | - |":          "| a | b |<br>\n| - | - |",
		"![alt](https://b.example/x)":   "![alt](https://b.example/x)",
		"<b>bold</b>":                   "&lt;b&gt;bold&lt;/b&gt;",
		"[id]: https://b.example":       "[id]: ",
		"[x](javascript:alert(1))":      "[x](javascript:alert(1))",
		"[x](/logout)":                  "[x](/logout)",
		"[x](//evil.example)":           "[x](//evil.example)",
		"[x](http:evil)":                "[x](http:evil)",
		"ftp://files.example/x":         "ftp://files.example/x",
		"<javascript:alert(1)>":         "javascript:alert(1)",
		">":                             "&gt;",
		"-":                             "-",
		"```":                           "```",
		strings.Repeat("> ", 400) + "x": strings.Repeat("&gt; ", 400) + "x",
	}
	for source, want := range cases {
		got := markdown(t, source)
		if !strings.HasPrefix(got, "<p>"+want) {
			t.Errorf("%q:\n got %s\nwant %s", source, got, want)
		}
	}
}

// Whatever is typed, the answer holds only these tags, and attributes only on the two that have any.
var harmless = regexp.MustCompile(`^</?(p|strong|em|del|code|pre|blockquote|ul|ol|li)>$|^<br>$|^</a>$` +
	`|^<a href="(https?://|mailto:)[^"<>]*" rel="noopener nofollow" target="_blank"( title="[^"<>]*")?>$` +
	`|^<ol start="\d+">$|^<pre tabindex="0">$`)

var tag = regexp.MustCompile(`<[^>]*>`)

func TestMarkdownOfHostileText(t *testing.T) {
	for _, source := range hostile {
		got := markdown(t, source)
		for _, found := range tag.FindAllString(got, -1) {
			if !harmless.MatchString(found) {
				t.Errorf("%q yields %s", source, found)
			}
		}
	}
}

var hostile = []string{
	`<script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `<svg/onload=alert(1)>`, `<!-- x -->`, `<![CDATA[x]]>`,
	`[x](javascript:alert(1))`, `[x](JaVaScRiPt:alert(1))`, "[x](java\tscript:alert(1))", "[x](&#106;avascript:alert(1))",
	`[x](javascript&colon;alert(1))`, `[x](<javascript:alert(1)>)`, `[x]( javascript:alert(1))`, "[x](\x01javascript:alert(1))",
	`[x](data:text/html;base64,PHNjcmlwdD4=)`, `[x](vbscript:x)`, `<javascript:alert(1)>`, `![x](javascript:alert(1))`,
	`[x](https://a" onmouseover="alert(1))`, `[x](https://a "t\" onmouseover=\"alert(1)")`, `https://a"onmouseover="alert(1)`,
	`<https://a"onmouseover=alert(1)>`, `[<img src=x>](https://a.example)`, "```\"><script>\nx\n```", "~~~ a\" onclick=\"x\ny\n~~~",
	"`<script>`", `&lt;script&gt;alert(1)&lt;/script&gt;`, `[x][y]

[y]: javascript:alert(1)`, "[a](mailto:x@y.example?subject=<script>)", `www."><script>alert(1)</script>`,
	"<div>\n*x*\n</div>", "<a href='javascript:alert(1)'>x</a>", "\x00<script>", "[x](https://a.example/\r\nSet-Cookie:x)",
}

func TestMarkdownIsQuickForTheLongestMessage(t *testing.T) {
	for _, part := range []string{"[", "![", "*a ", "**a_", "> ", "- ", "`", "<", "https://a.", "a@", "~~", "[a](", "\\", "&", "1. ", "```\n", "_*"} {
		source := strings.Repeat(part, 10_000/len(part))
		started := time.Now()
		markdown(t, source)
		if took := time.Since(started); took > 2*time.Second {
			t.Errorf("%q repeated took %v", part, took)
		}
	}
}
