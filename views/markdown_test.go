package views

import (
	"strings"
	"testing"
)

func TestMarkdownDrawsTheTextOfAMessage(t *testing.T) {
	var b strings.Builder
	if err := Markdown("**see** https://b.example/?q=1&r=2\n<b>", nil).Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	want := `<p dir="auto"><strong>see</strong> <a href="https://b.example/?q=1&amp;r=2" rel="noopener nofollow" target="_blank">` +
		`https://b.example/?q=1&amp;r=2</a><br>&lt;b&gt;</p>`
	if got := b.String(); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}
