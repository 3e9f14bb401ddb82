package page

import (
	"context"
	"io"
	"strings"
	"time"

	"github.com/a-h/templ"

	"minimost/cache"
	"minimost/views"
)

const (
	// cachedTexts is how many rendered texts are kept in memory, about 10 MB at
	// worst: a new message is drawn for everyone who has its channel open.
	cachedTexts = 2_048
	// cachedTextBytes is how long a text may be to be kept.
	cachedTextBytes = 2_048
)

// markdownText draws source, as views.Markdown does.
func (p *Pages) markdownText(source string, now time.Time) templ.Component {
	if len(source) > cachedTextBytes {
		return views.Markdown(source)
	}
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		html, err := p.markdown.Get(p.changes, now, source, func() (cache.Read[string], error) {
			var rendered strings.Builder
			err := views.Markdown(source).Render(ctx, &rendered)
			return cache.Read[string]{Value: rendered.String()}, err
		})
		if err == nil {
			_, err = io.WriteString(w, html)
		}
		return err
	})
}
