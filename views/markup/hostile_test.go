package markup_test

import "testing"

// Whatever is typed, the answer holds only elements and attributes that do nothing.
func TestHostileTextStaysText(t *testing.T) {
	for _, source := range hostile {
		if wrong := wellFormed(drawn(t, source)); wrong != "" {
			t.Errorf("%q yields %s", source, wrong)
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
