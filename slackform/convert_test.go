package slackform

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

// conversions are texts of Slack's and what they are here.
var conversions = []struct{ slack, ours string }{
	{"hello", "hello"},
	{"a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"},
	{"&quot; &#39; &nbsp; &", "&quot; &#39; &nbsp; &"},
	{"&lt;https://x.example|y&gt;", "<https://x.example|y>"},
	{"see <https://ci.example/7>", "see https://ci.example/7"},
	{"<https://ci.example/7?a=1&amp;b=2|Build #7> failed", "[Build #7](https://ci.example/7?a=1&b=2) failed"},
	{"<https://ci.example/|https://ci.example/>", "https://ci.example/"},
	{"<https://en.example/wiki/A_(b)|A [b]>", "[A (b)](https://en.example/wiki/A_%28b%29)"},
	{"<mailto:ops@x.example|ops@x.example> or <mailto:ops@x.example|write>", "ops@x.example or [write](mailto:ops@x.example)"},
	{"<javascript:alert(1)|click>", "<javascript:alert(1)|click>"},
	{"1 < 2 and <b> and <>", "1 < 2 and <b> and <>"},
	{"_*both*_ and *_both_*", "_**both**_ and **_both_**"},
	{"_~gone~ *now*_ snake_*x*_y __*z*", "_~~gone~~ **now**_ snake_*x*_y __*z*"},
	{"*Deployed* to ~staging~ production.", "**Deployed** to ~~staging~~ production."},
	{"*a ~b~ c* (*d*) *e*, *f*", "**a ~~b~~ c** (**d**) **e**, **f**"},
	{"~a *b* c~", "~~a **b** c~~"},
	{"*<https://x.example|label>* done", "**[label](https://x.example)** done"},
	{"2*3*4 a*b * c * *d *", "2*3*4 a*b * c * *d *"},
	{"**already** ~~so~~", "**already** ~~so~~"},
	{"*two\nlines*", "*two\nlines*"},
	{"* one\n* two", "* one\n* two"},
	{"_italic_ and `*code* &lt;x&gt;`", "_italic_ and `*code* <x>`"},
	{"*bold `c*d` on*", "**bold `c*d` on**"},
	{"```x = *y*```", "```x = *y*```"},
	{"log:\n```one\n*two* &gt; <https://x.example>```after *b*", "log:\n```\none\n*two* > https://x.example\n```\nafter **b**"},
	{"log: ```one\ntwo\n```", "log: \n```\none\ntwo\n```\n"},
	{"```never closed *b*", "```never closed **b**"},
	{"&gt; quoted *b*", "> quoted **b**"},
	{"<@U024BE7LH> <@U1|ann> <#C1|ops> <#C2>", "@U024BE7LH @ann #ops #C2"},
	{"<!here> <!channel|channel> <!everyone> <!subteam^S1|@team> <!subteam^S2>", "@here @channel @everyone @team @subteam"},
	{"<!date^1392734382^{date}|18 February 2014>", "18 February 2014"},
	{"Größe *fett* ~weg~ 漢*字*", "Größe **fett** ~~weg~~ 漢*字*"},
	{"", ""},
}

func TestTextsAreConverted(t *testing.T) {
	for _, c := range conversions {
		if got := Convert(c.slack); got != c.ours {
			t.Errorf("%q\nbecame %q\nwant   %q", c.slack, got, c.ours)
		}
	}
}

const formType = "application/x-www-form-urlencoded"

func TestRequestsAreRead(t *testing.T) {
	multipart := "--b\r\nContent-Disposition: form-data; name=\"payload\"\r\n\r\n{\"text\":\"parts\"}\r\n--b--\r\n"
	for _, c := range []struct {
		contentType, body, want string
		err                     error
	}{
		{"application/json", `{"text":"*hi*"}`, "**hi**", nil},
		{"", ` {"text":"no type"}`, "no type", nil},
		{formType, `{"text":"JSON as curl -d sends it"}`, "JSON as curl -d sends it", nil},
		{formType, `payload=%7B%22text%22%3A%22a+%26amp%3B+b%22%7D`, "a & b", nil},
		{formType, `other=1&payload=%7B%22text%22%3A%22x%22%7D`, "x", nil},
		{"multipart/form-data; boundary=b", multipart, "parts", nil},
		{"", `{"text":"x","username":"boss","icon_emoji":":crown:","channel":"#secret","blocks":[{"type":"divider"}]}`, "x", nil},
		{"", `{"text":"","attachments":[{"fallback":"one"},{"text":"unread"},{"fallback":"*two*"}]}`, "one\n**two**", nil},
		{"", `{"text":"top","attachments":[{"fallback":"below"}]}`, "top", nil},
		{"", `{"attachments":[]}`, "", ErrNoText},
		{"", `{"text":" \n"}`, "", ErrNoText},
		{"", `{"text":null}`, "", ErrNoText},
		{"", `{}`, "", ErrNoText},
		{"", `{"text":7}`, "", ErrPayload},
		{"", `{"text":"x"`, "", ErrPayload},
		{"", `["x"]`, "", ErrPayload},
		{"", "{\"text\":\"\xff\"}", "", ErrPayload},
		{"", ``, "", ErrPayload},
		{formType, `text=x`, "", ErrPayload},
		{formType, `payload=`, "", ErrPayload},
		{formType, `payload=%zz`, "", ErrPayload},
		{"multipart/form-data; boundary=b", "--b\r\nbroken", "", ErrPayload},
		{"", `{"text":"` + strings.Repeat("x", MaxText+1) + `"}`, "", ErrTooLong},
	} {
		got, err := Read(c.contentType, []byte(c.body))
		if got != c.want || !errors.Is(err, c.err) {
			t.Errorf("%.100s: %.100q, %v; want %q, %v", c.body, got, err, c.want, c.err)
		}
	}
}

// FuzzConvert: whatever is sent, a text comes of it that is as valid and not many
// times as long, and no letter of what has no mark is lost.
func FuzzConvert(f *testing.F) {
	for _, c := range conversions {
		f.Add(c.slack)
	}
	f.Add(strings.Repeat("*a ~b ", 100))
	f.Add(strings.Repeat("```\n<", 50))
	f.Fuzz(func(t *testing.T, text string) {
		got := Convert(text)
		if utf8.ValidString(text) && !utf8.ValidString(got) {
			t.Errorf("%q became %q", text, got)
		}
		if len(got) > 3*len(text)+16 {
			t.Errorf("%q became %d bytes", text, len(got))
		}
		if !strings.ContainsAny(text, "*~<&`") && got != text {
			t.Errorf("%q without marks became %q", text, got)
		}
	})
}

// Looking for what closes a mark anew behind each would take minutes.
func TestManyMarksCostNoMoreThanTheirLength(t *testing.T) {
	for _, text := range []string{"*a ", "~a *b ", "<a", "`", "```\n", "*<", "&lt;*", "[<https://x.example|", "*a* ~b~ ", "*`a"} {
		if got := Convert(strings.Repeat(text, MaxText/len(text))); got == "" {
			t.Errorf("nothing became of %q", text)
		}
	}
}
