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
	"minimost/lang"
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

// codeTime is how long the code of all texts of a page may take to be coloured. What
// stays plain for want of it has its colours with one of the next pages.
const codeTime = 100 * time.Millisecond // of the processor

func newCodeTime() *views.CodeTime { return &views.CodeTime{Left: codeTime} }

// markdownText draws source with the mentions of names marked, as views.Markdown
// does, within what is left of the page's time for code.
func (p *Pages) markdownText(code *views.CodeTime, source string, mentions []string, now time.Time) templ.Component {
	key := source
	if len(mentions) > 0 {
		key += "\x00" + strings.Join(mentions, "\x00")
	}
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		html, err := p.markdown.Get(p.changes, now, key, func() (cache.Read[string], error) {
			emoji := p.emojiIn(source)
			var rendered strings.Builder
			code.Short = false
			err := views.MarkdownWithin(code, source, emoji, mentions...).Render(ctx, &rendered)
			return drawnWithin(code, rendered.String(), now), err
		})
		if err == nil {
			_, err = io.WriteString(w, html)
		}
		return err
	})
}

// drawnWithin is a drawn text that is kept, unless its code has stayed plain for want of
// time.
func drawnWithin(code *views.CodeTime, html string, now time.Time) cache.Read[string] {
	read := cache.Read[string]{Value: html}
	if code.Short {
		read.Expires = chat.StampOf(now)
	}
	return read
}

// Excerpt is a message on one line, as it is read.
func (p *Pages) Excerpt(l lang.Language, m chat.Message) string {
	return views.Excerpt(l, m, p.emojiIn(m.Content))
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
