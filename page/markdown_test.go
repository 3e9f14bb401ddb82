package page

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"minimost/chat"
	"minimost/pubsub"
)

func TestLongTextsAreCachedWithinABound(t *testing.T) {
	p := &Pages{changes: pubsub.NewHub(), markdown: newTextCache(), emoji: func() (*chat.EmojiSet, error) { return nil, nil }}
	draw := func(source string) {
		if err := p.markdownText(source, nil, time.Unix(1, 0)).Render(t.Context(), &strings.Builder{}); err != nil {
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
