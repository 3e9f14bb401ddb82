package page

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"minimost/chat"
	"minimost/pubsub"
	"minimost/views"
)

// slowCode is a text whose code takes a lexer longer than it may.
func slowCode(i int) string {
	return "```c\n" + strings.Repeat("/*", 2_400) + strconv.Itoa(i) + "\n```"
}

func newTextPages() *Pages {
	return &Pages{changes: pubsub.NewHub(), markdown: newTextCache(), emoji: func() (*chat.EmojiSet, error) { return nil, nil }}
}

func drawText(t testing.TB, p *Pages, code *views.CodeTime, source string) string {
	t.Helper()
	var b strings.Builder
	if err := p.markdownText(code, source, nil, time.Unix(1, 0)).Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// What one page has no time for has its colours with the next, and costs nothing from then on.
func TestCodeOfAPageIsColouredWithinItsTime(t *testing.T) {
	const source, coloured = "```go\nfunc f() {}\n```", `class="code-`
	p := newTextPages()
	if got := drawText(t, p, &views.CodeTime{}, source); strings.Contains(got, coloured) || !strings.Contains(got, "func f() {}") {
		t.Errorf("without time: %s", got)
	}
	code := newCodeTime()
	if got := drawText(t, p, code, source); !strings.Contains(got, coloured) || code.Left >= codeTime {
		t.Errorf("%v of %v is left: %s", code.Left, codeTime, got)
	}
	if got := drawText(t, p, &views.CodeTime{}, source); !strings.Contains(got, coloured) {
		t.Errorf("again: %s", got)
	}
}

// Code that takes too long for itself stays as it is, and is not tried again.
func TestSlowCodeIsTriedOnce(t *testing.T) {
	p, code := newTextPages(), &views.CodeTime{Left: time.Hour}
	drawText(t, p, code, slowCode(0))
	left := code.Left
	if drawText(t, p, code, slowCode(0)); left == time.Hour || code.Left != left {
		t.Errorf("%v are left, before %v", code.Left, left)
	}
}

func TestAPageOfSlowCodeTakesItsTimeAtMost(t *testing.T) {
	p, code := newTextPages(), newCodeTime()
	tried := 0
	for i := range Messages {
		if before := code.Left; drawText(t, p, code, slowCode(i)) != "" && code.Left != before {
			tried++
		}
	}
	if code.Left > 0 || tried == Messages {
		t.Errorf("%d of %d texts were tried, %v are left", tried, Messages, code.Left)
	}
}

// BenchmarkPageOfCode draws a page of texts whose code takes as long as it may, for the first time.
func BenchmarkPageOfCode(b *testing.B) {
	for b.Loop() {
		p, code := newTextPages(), newCodeTime()
		for i := range Messages {
			drawText(b, p, code, slowCode(i))
		}
	}
}

func TestLongTextsAreCachedWithinABound(t *testing.T) {
	p := &Pages{changes: pubsub.NewHub(), markdown: newTextCache(), emoji: func() (*chat.EmojiSet, error) { return nil, nil }}
	draw := func(source string) {
		if err := p.markdownText(newCodeTime(), source, nil, time.Unix(1, 0)).Render(t.Context(), &strings.Builder{}); err != nil {
			t.Fatal(err)
		}
	}
	long := strings.Repeat("*a* ", 2_500)
	draw(long)
	if p.markdown.Len() != 1 {
		t.Fatal("a text of 10,000 characters is drawn each time")
	}
	const texts = 1_200
	for i := range texts {
		draw(long + strconv.Itoa(i))
	}
	if kept := p.markdown.Len(); kept >= texts || kept < 100 || kept*len(long) > cachedTextBytes {
		t.Errorf("%d texts are kept", kept)
	}
}
