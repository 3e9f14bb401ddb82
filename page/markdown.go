package page

import (
	"context"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/a-h/templ"

	"minimost/cache"
	"minimost/chat"
	"minimost/views"
)

// cachedTextBytes is how much memory rendered texts and their sources may take: a
// new message is drawn for everyone who has its channel open.
const cachedTextBytes = 16 << 20

// newTextCache caches rendered texts by their source.
func newTextCache() *cache.Map[string, string] {
	const overhead = 256 // of an entry, in bytes
	return cache.NewSizedMap(cachedTextBytes, func(source string, drawn cache.Read[string]) int {
		return overhead + len(source) + len(drawn.Value)
	})
}

// markdownText draws source with the mentions of names marked, as views.Markdown
// does.
func (p *Pages) markdownText(source string, mentions []string, now time.Time) templ.Component {
	key := source
	if len(mentions) > 0 {
		key += "\x00" + strings.Join(mentions, "\x00")
	}
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		html, err := p.markdown.Get(p.changes, now, key, func() (cache.Read[string], error) {
			emoji := p.emojiIn(source)
			var rendered strings.Builder
			err := views.Markdown(source, emoji, mentions...).Render(ctx, &rendered)
			return cache.Read[string]{Value: rendered.String()}, err
		})
		if err == nil {
			_, err = io.WriteString(w, html)
		}
		return err
	})
}

// emojiIn are the emoji, for a text that may have some or their names; else nil.
func (p *Pages) emojiIn(source string) *chat.EmojiSet {
	for i := range len(source) {
		if source[i] == ':' || source[i] >= utf8.RuneSelf {
			emoji, _ := p.emoji() // without them their names stay as they are
			return emoji
		}
	}
	return nil
}
